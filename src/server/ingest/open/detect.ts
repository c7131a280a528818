import { createReadStream } from 'node:fs'
import { analyse } from 'chardet'
import { decoderOf, type Encoding, multiByte, singleByte } from './charsets.ts'
import { foreignWords, plausibility } from './plausible.ts'

const mostBytes = 256 * 1024
const chunkBytes = 1024 * 1024

/** The first line, and those with bytes of other letters than a–z. */
const foreignLines = async (path: string): Promise<Buffer> => {
  const lines: Buffer[] = []
  let size = 0
  let rest = Buffer.alloc(0)
  const keep = (line: Buffer) => {
    if (size === 0 || line.some(byte => byte > 0x7f)) {
      lines.push(line, Buffer.from('\n'))
      size += line.length + 1
    }
  }
  for await (const chunk of createReadStream(path, { highWaterMark: chunkBytes })) {
    const bytes = Buffer.concat([rest, chunk as Buffer])
    let start = 0
    for (let end = bytes.indexOf(10); end >= 0 && size < mostBytes; end = bytes.indexOf(10, start)) {
      keep(bytes.subarray(start, end))
      start = end + 1
    }
    if (size >= mostBytes) break
    rest = bytes.subarray(start)
  }
  if (size < mostBytes && rest.length > 0) keep(rest)
  return Buffer.concat(lines)
}

/** `likeness`: to what people write; `belief`: by frequencies of bytes. */
type Reading = { encoding: Encoding; text: string; likeness: number; belief: number }

/** Cells of the first lines that are known column names. */
const namesIn = (text: string, weigh: (cells: string[]) => number) =>
  Math.max(
    0,
    ...text.split('\n', 20).map(line => weigh(line.split(/[,;\t|]/).map(cell => cell.replace(/^"|"\s*$/g, '').trim()))),
  )

/** Every text that the bytes can be, under the first of the character sets that read it so; the likeliest first. */
const readings = (bytes: Buffer, weigh: (cells: string[]) => number): Reading[] => {
  const believed = new Map(analyse(bytes).map(({ name, confidence }) => [name.toLowerCase(), confidence]))
  const found = new Map<string, Reading>()
  for (const encoding of [...singleByte, ...multiByte]) {
    let text: string
    try {
      text = decoderOf(encoding.label, true).decode(bytes)
    } catch {
      continue
    }
    // of letters of one byte its frequencies say less than what people write
    const belief = multiByte.includes(encoding) ? (believed.get(encoding.label) ?? 0) / 200 : 0
    const known = found.get(text)
    if (known) known.belief = Math.max(known.belief, belief)
    else found.set(text, { encoding, text, belief, likeness: plausibility(text) + 0.3 * namesIn(text, weigh) })
  }
  const score = ({ likeness, belief }: Reading) => likeness + belief
  return [...found.values()].toSorted((a, b) => score(b) - score(a))
}

/** As likely as the best within this much. */
const near = 0.12

/** A file that is not Unicode: its likeliest character set, and others that fit about as well and read some words otherwise. */
export const detect = async (
  path: string,
  weigh: (cells: string[]) => number,
): Promise<{ encoding: Encoding; others: { encoding: Encoding; words: string }[]; words: string }> => {
  const bytes = await foreignLines(path)
  const [best, ...others] = readings(bytes, weigh)
  if (!best) return { encoding: singleByte[0] as Encoding, others: [], words: '' }
  const least = best.likeness + best.belief - near
  const rivals = others.filter(({ likeness, belief }) => likeness + belief >= least)
  const wordsOf = (text: string) => foreignWords(text)
  const differing = wordsOf(best.text)
    .map((one, i) => i)
    .filter(i => rivals.some(({ text }) => wordsOf(text)[i] !== wordsOf(best.text)[i]))
    .slice(0, 4)
  const sample = (text: string) => differing.map(i => wordsOf(text)[i] ?? '').join(', ')
  return {
    encoding: best.encoding,
    words: sample(best.text),
    others: rivals
      .slice(0, 3)
      .map(({ encoding, text }) => ({ encoding, words: sample(text) }))
      .filter(({ words }) => words !== sample(best.text)),
  }
}
