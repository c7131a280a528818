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

const codesIn = (hex: string) => (hex.match(/.{4}/g) ?? []).map(code => Number.parseInt(code, 16))
const utf16 = (bytes: Buffer) => bytes.swap16().toString('utf16le')
const escapes: Record<string, string> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' }
/** A string of the file that begins with the mark of UTF-16. */
const stringOf = (literal: string) =>
  utf16(
    Buffer.from(
      literal.replaceAll(/\\([\s\S])/g, (_, letter: string) => escapes[letter] ?? letter),
      'latin1',
    ),
  ).slice(1)

/**
 * The text of each page, piece by piece, read through the fonts' tables from glyphs to letters, as a reader does that
 * selects it: what stands for a text is that text, and what goes on where the piece before ended is one with it.
 */
export const pagesOf = (pdf: Buffer) => {
  const { objects, streamOf, pages } = objectsOf(pdf)
  const resolved = (body: string, key: string) => objects.get(reference(body, key)) ?? body
  const fontOf = (id: string) => {
    const letters = new Map<number, string>()
    const body = objects.get(id) ?? ''
    for (const [, first = '', list = ''] of streamOf(reference(body, 'ToUnicode')).matchAll(
      /<(\w{4})> <\w{4}> \[([^\]]*)\]/g,
    ))
      for (const [index, [, code = '']] of [...list.matchAll(/<([\w ]*)>/g)].entries())
        letters.set(Number.parseInt(first, 16) + index, utf16(Buffer.from(code.replaceAll(' ', ''), 'hex')))
    const descendant = objects.get(/\/DescendantFonts \[(\d+) 0 R/.exec(body)?.[1] ?? '') ?? ''
    const widths = (/\/W \[0 \[([^\]]*)\]/.exec(descendant)?.[1] ?? '').split(' ').map(Number)
    return { letters, widths }
  }
  return pages.map(page => {
    const resources = resolved(page, 'Resources')
    const fonts = new Map(
      [...resources.matchAll(/\/(F\d+) (\d+) 0 R/g)].map(([, name = '', id = '']) => [name, fontOf(id)]),
    )
    let font = fontOf('')
    let [size, x, y, stands, begins] = [0, 0, 0, '', true]
    const words: { text: string; y: number; end: number }[] = []
    for (const [all, name, points, left, up, shown, actual] of streamOf(reference(page, 'Contents')).matchAll(
      /^BT$|^EMC$|\/(F\d+) ([\d.]+) Tf|1 0 0 1 ([\d.-]+) ([\d.-]+) Tm|\[([^\]]*)\] TJ|\/ActualText \(((?:\\[\s\S]|[^\\)])*)\)/gm,
    )) {
      if (all === 'BT') begins = true
      else if (all === 'EMC') stands = ''
      else if (name) [font, size] = [fonts.get(name) ?? font, Number(points)]
      else if (left) [x, y] = [Number(left), Number(up)]
      else if (actual !== undefined) stands = stringOf(actual)
      else {
        const parts = [...(shown ?? '').matchAll(/<(\w+)>|(-?[\d.]+)/g)]
        const codes = parts.flatMap(([, hex = '']) => codesIn(hex))
        const units =
          codes.reduce((sum, code) => sum + (font.widths[code] ?? 0), 0) -
          parts.reduce((sum, [, , moved]) => sum + Number(moved ?? 0), 0)
        const text = stands || codes.map(code => font.letters.get(code) ?? '?').join('')
        const end = x + (units / 1000) * size
        const last = words.at(-1)
        const goesOn = !begins || (last?.y === y && Math.abs(last.end - x) < size / 50)
        if (last && goesOn) Object.assign(last, { text: last.text + (begins || !stands ? text : ''), end })
        else words.push({ text, y, end })
        begins = false
      }
    }
    return words.map(({ text }) => text).join('|')
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
