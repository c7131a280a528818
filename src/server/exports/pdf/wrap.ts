/** Text in lines, and columns in widths, so that words stay whole as long as there is room for them. */
type Measure = (text: string) => number

/** Scripts that write words without a space between them. */
const unspaced =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u
const wordsIn = new Intl.Segmenter('und', { granularity: 'word' })
const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' })
/** What a reader takes for one letter, with its marks. */
const lettersOf = (text: string) => Array.from(graphemes.segment(text), ({ segment }) => segment)

/** What is no word stays with the one before it, a space with the one after it. */
const apart = (piece: string): string[] => {
  const parts: string[] = []
  for (const { segment, isWordLike } of wordsIn.segment(piece))
    if (parts.length && (!isWordLike || !parts.at(-1)?.trim())) parts[parts.length - 1] += segment
    else parts.push(segment)
  return parts
}

/** Where a line may end: after a space, after a hyphen or slash between letters, and between words without a space. */
const pieces = (text: string): string[] =>
  (text.match(/\s*\S+?(?:[-/](?=\p{L})|(?=\s|$))/gu) ?? []).flatMap(piece =>
    unspaced.test(piece) ? apart(piece) : [piece],
  )

/** The widest piece that must not be broken. */
export const longestWord = (text: string, measure: Measure) =>
  Math.max(0, ...pieces(text).map(piece => measure(piece.trim())))

/** As much of a word as fits, at least a letter. */
const fitting = (word: string, width: number, measure: Measure) => {
  const letters = lettersOf(word)
  let count = letters.length
  while (count > 1 && measure(letters.slice(0, count).join('')) > width) count--
  return letters.slice(0, count).join('')
}

const shortened = (line: string, width: number, measure: Measure) => {
  const kept = lettersOf(line)
  const said = () => `${kept.join('').trimEnd()}…`
  while (kept.length && measure(said()) > width) kept.pop()
  return said()
}

/**
 * Lines no wider than this; only a word that is wider than a whole line is broken. What is beyond the last line is an
 * ellipsis.
 */
export const linesOf = (text: string, width: number, most: number, measure: Measure): string[] => {
  if (measure(text) <= width && !/[\r\n]/.test(text)) return [text]
  const lines: string[] = []
  for (const paragraph of text.split(/\r\n|\r|\n/)) {
    let line = ''
    for (const piece of pieces(paragraph)) {
      if (line && measure(line + piece) > width) {
        lines.push(line)
        line = ''
      }
      line = line ? line + piece : piece.trimStart()
      while (measure(line) > width && lettersOf(line).length > 1) {
        const part = fitting(line, width, measure)
        lines.push(part)
        line = line.slice(part.length)
      }
      if (lines.length > most) break
    }
    lines.push(line)
  }
  return lines.length <= most ? lines : [...lines.slice(0, most - 1), shortened(lines[most - 1] ?? '', width, measure)]
}

/** Each gets what it needs, or an equal share of what is left when its turn comes, the least needy first. */
const fair = (needs: number[], room: number): number[] => {
  const given = needs.map(() => 0)
  const order = needs.map((need, index) => ({ need, index })).sort((a, b) => a.need - b.need)
  let left = room
  for (const [turn, { need, index }] of order.entries()) {
    given[index] = Math.min(need, left / (needs.length - turn))
    left -= given[index] ?? 0
  }
  return given
}

const sum = (numbers: number[]) => numbers.reduce((total, one) => total + one, 0)

/** Widths of columns that fill a width: each at least its longest word, and up to all of its text in one line. */
export const widthsOf = (columns: { least: number; most: number }[], width: number): number[] => {
  const [least, most] = [columns.map(column => column.least), columns.map(column => column.most)]
  if (sum(least) > width) return fair(least, width)
  if (sum(most) <= width) return most.map(one => one + (width - sum(most)) / columns.length)
  const more = fair(
    columns.map(column => column.most - column.least),
    width - sum(least),
  )
  return least.map((one, index) => one + (more[index] ?? 0))
}
