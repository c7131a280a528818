import { expect, test } from 'vitest'
import { csvReader } from './csv.ts'

const read = (text: string, pieces: number, delimiter = ',', newline: '\n' | '\r' = '\n') => {
  const reader = csvReader({ delimiter, newline })
  const found: [number, string[]][] = []
  const take = ({ cells, lines }: { cells: string[][]; lines: number[] }) =>
    cells.forEach((row, i) => found.push([lines[i] ?? 0, row]))
  for (let at = 0; at < text.length; at += pieces) take(reader.push(text.slice(at, at + pieces)))
  take(reader.end())
  return { found, unclosed: reader.unclosed }
}

const text = 'a,b\r\n1,"x, ""y"""\r\n\r\n"two\nlines",2\r\n3,\r\n"",last'
const expected = [
  [1, ['a', 'b']],
  [2, ['1', 'x, "y"']],
  [4, ['two\nlines', '2']],
  [6, ['3', '']],
  [7, ['', 'last']],
]

test.each([1, 2, 3, 5, 7, 1000])('quotes, breaks in cells, CRLF and blank lines, in pieces of %i', pieces => {
  expect(read(text, pieces)).toEqual({ found: expected, unclosed: [] })
})

test('a quote that is never closed is a plain character, and the rows below it are kept', () => {
  expect(read('a,b\n"5 inch,1\n6,2\n', 4)).toEqual({
    found: [
      [1, ['a', 'b']],
      [2, ['"5 inch', '1']],
      [3, ['6', '2']],
    ],
    unclosed: [2],
  })
})

test.each([1, 4, 100])(
  'a quote that is never closed does not swallow the rows up to the next one, in pieces of %i',
  pieces => {
    expect(read('a,b\n"6 inch,1\n7,2\n8,"9 inch"\n"two\nlines",3\n', pieces)).toEqual({
      found: [
        [1, ['a', 'b']],
        [2, ['"6 inch', '1']],
        [3, ['7', '2']],
        [4, ['8', '9 inch']],
        [5, ['two\nlines', '3']],
      ],
      unclosed: [2],
    })
  },
)

test.each([1, 4, 100])('nor where the next one ends a cell of a later row, in pieces of %i', pieces => {
  expect(read('a,b,c\n1,"6 inch,2\n3,4,5\n6,9 inch",7\n8,x,9', pieces)).toEqual({
    found: [
      [1, ['a', 'b', 'c']],
      [2, ['1', '"6 inch', '2']],
      [3, ['3', '4', '5']],
      [4, ['6', '9 inch"', '7']],
      [5, ['8', 'x', '9']],
    ],
    unclosed: [2],
  })
})

test('nor at the end of the text', () => {
  expect(read('a,b,c\n1,"6 inch,2\n3,9 inch",4', 100)).toEqual({
    found: [
      [1, ['a', 'b', 'c']],
      [2, ['1', '"6 inch', '2']],
      [3, ['3', '9 inch"', '4']],
    ],
    unclosed: [2],
  })
})

test.each([1, 4, 5, 100])('cells of several lines with delimiters in them are kept, in pieces of %i', pieces => {
  expect(
    read('a,b,c\n1,2,"Mill Lane 1\nYork, UK, Europe"\n"x,y,z\nu,v\nw,x,y,z",2,3\n4,"a,b\nc,d,e",6\n', pieces),
  ).toEqual({
    found: [
      [1, ['a', 'b', 'c']],
      [2, ['1', '2', 'Mill Lane 1\nYork, UK, Europe']],
      [4, ['x,y,z\nu,v\nw,x,y,z', '2', '3']],
      [7, ['4', 'a,b\nc,d,e', '6']],
    ],
    unclosed: [],
  })
})

test('a quote inside a cell is a plain character', () => {
  expect(read('5" pipe,1\nx 7",2\n', 100).found).toEqual([
    [1, ['5" pipe', '1']],
    [2, ['x 7"', '2']],
  ])
})

test('old Mac line ends, and a tab', () => {
  expect(read('a\tb\r1\t2\r', 3, '\t', '\r').found).toEqual([
    [1, ['a', 'b']],
    [2, ['1', '2']],
  ])
})
