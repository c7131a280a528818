import { inflateSync } from 'node:zlib'

const objectsOf = (pdf: Buffer) => {
  const text = pdf.toString('latin1')
  const objects = new Map(
    [...text.matchAll(/(\d+) 0 obj\n([\s\S]*?)\nendobj/g)].map(([, id = '', body = '']) => [id, body]),
  )
  const streamOf = (id: string) => {
    const body = objects.get(id) ?? ''
    const from = body.indexOf('stream\n') + 7
    const bytes = Buffer.from(body.slice(from, body.lastIndexOf('\nendstream')), 'latin1')
    return (body.includes('/FlateDecode') ? inflateSync(bytes) : bytes).toString('latin1')
  }
  return { objects, streamOf, pages: [...objects.values()].filter(body => /\/Type \/Page\n/.test(body)) }
}
const reference = (body: string, key: string) => body.match(new RegExp(`/${key} (\\d+) 0 R`))?.[1] ?? ''

/**
 * The text of each page, line by line, read through the fonts' tables from glyphs to letters, as a reader does that
 * selects it.
 */
export const pagesOf = (pdf: Buffer) => {
  const { objects, streamOf, pages } = objectsOf(pdf)
  const resolved = (body: string, key: string) => objects.get(reference(body, key)) ?? body
  const lettersOf = (font: string) => {
    const letters = new Map<number, string>()
    for (const [, first = '', list = ''] of streamOf(reference(objects.get(font) ?? '', 'ToUnicode')).matchAll(
      /<(\w{4})> <\w{4}> \[([^\]]*)\]/g,
    ))
      for (const [index, [, code = '']] of [...list.matchAll(/<([\w ]*)>/g)].entries())
        letters.set(
          Number.parseInt(first, 16) + index,
          Buffer.from(code.replaceAll(' ', ''), 'hex').swap16().toString('utf16le'),
        )
    return letters
  }
  return pages.map(page => {
    const resources = resolved(page, 'Resources')
    const fonts = new Map(
      [...resources.matchAll(/\/(F\d+) (\d+) 0 R/g)].map(([, name = '', id = '']) => [name, lettersOf(id)]),
    )
    let letters = new Map<number, string>()
    const words: string[] = []
    for (const [, font, shown] of streamOf(reference(page, 'Contents')).matchAll(
      /\/(F\d+) [\d.]+ Tf|\[([^\]]*)\] TJ/g,
    )) {
      if (font) letters = fonts.get(font) ?? new Map()
      else
        words.push(
          [...(shown ?? '').matchAll(/<(\w+)>/g)]
            .map(
              ([, hex = '']) =>
                hex
                  .match(/.{4}/g)
                  ?.map(code => letters.get(Number.parseInt(code, 16)) ?? '?')
                  .join('') ?? '',
            )
            .join(''),
        )
    }
    return words.join('|')
  })
}

/** The colours that shapes are filled with, in the order of drawing, as #rrggbb; not those of text. */
export const fillsOf = (pdf: Buffer): string[] => {
  const { streamOf, pages } = objectsOf(pdf)
  return pages.flatMap(page => {
    let colour = ''
    const fills: string[] = []
    for (const [, components, fill] of streamOf(reference(page, 'Contents')).matchAll(
      /^((?:[\d.]+ ){3})scn$|^(f|B)$/gm,
    )) {
      if (components)
        colour = `#${components
          .trim()
          .split(' ')
          .map(part =>
            Math.round(Number(part) * 255)
              .toString(16)
              .padStart(2, '0'),
          )
          .join('')}`
      if (fill) fills.push(colour)
    }
    return fills
  })
}
