import { expect, test } from 'vitest'
import { numberEvidence, parseNumber } from './numbers.ts'
import { numberColumn } from './styles.ts'

test.each([
  ['1,234.56', 'dot'],
  ['1.234,56', 'comma'],
  ['1 234,56', 'comma'],
  ['1\u202f234,56 €', 'comma'],
  ["1'234.50", 'dot'],
  ['$1,234.56', 'dot'],
  ['(1,234.56)', 'dot'],
  ['12.5', 'dot'],
  ['18500.00', 'dot'],
  ['0.125', 'dot'],
  ['0,125', 'comma'],
  ['1,234,567', 'dot'],
  ['1.234.567', 'comma'],
  ['1.234', 'either'],
  ['1,000', 'either'],
  ['12345.678', 'dot'],
  ['42', 'plain'],
  ['-3', 'plain'],
  ['12 %', 'plain'],
  ['EUR 5', 'plain'],
  ['1,2.3,4', 'none'],
  ['abc', 'none'],
  ['12 abc', 'none'],
  ['1-2', 'none'],
  ['12:30', 'none'],
])('%s says %s', (cell, evidence) => {
  expect(numberEvidence(cell)).toBe(evidence)
})

test.each([
  ['1,234.56', 'dot', 1234.56],
  ['1.234,56', 'comma', 1234.56],
  ['1 234,56 kr', 'comma', 1234.56],
  ['£ 12.50', 'dot', 12.5],
  ['CHF 1\u2019234.50', 'dot', 1234.5],
  ['USD 5', 'dot', 5],
  ['(1,234.56)', 'dot', -1234.56],
  ['-12,5', 'comma', -12.5],
  ['12.50-', 'dot', -12.5],
  ['\u22127', 'dot', -7],
  ['-$4.20', 'dot', -4.2],
  ['($4.20)', 'dot', -4.2],
  ['.5', 'dot', 0.5],
  ['15%', 'dot', 15],
  ['12,-', 'comma', 12],
  ['1.234,-- €', 'comma', 1234],
  ['CHF 10.–', 'dot', 10],
  ['12,50-', 'comma', -12.5],
  ['₹1,23,456.50', 'dot', 123456.5],
  ['Rs. 500.00', 'dot', 500],
  [' $-   ', 'dot', 0],
  ['1 250,00 Kč', 'comma', 1250],
  ['1 234 Ft', 'dot', 1234],
  ['1.5e3', 'dot', 1500],
  ['5.00 CR', 'dot', -5],
  ['5.00CR', 'dot', -5],
  ['5,00 DR', 'comma', 5],
  ['3 pcs', 'dot', 3],
  ['2 Stück', 'comma', 2],
  ['1,5 szt.', 'comma', 1.5],
  ['A$5.00', 'dot', 5],
  ['S$ 5', 'dot', 5],
  ['NT$1,200', 'dot', 1200],
  ['₱5.50', 'dot', 5.5],
  ['₦5', 'dot', 5],
  ['5,50 ₴', 'comma', 5.5],
  ['￥1,200', 'dot', 1200],
  ['1,200円', 'dot', 1200],
  ['1 250,50 руб.', 'comma', 1250.5],
  ['3 dozen', 'dot', null],
  ['pcs', 'dot', null],
  ['1.234', 'dot', 1.234],
  ['1.234', 'comma', 1234],
  ['1,234', 'dot', 1234],
  ['1,234', 'comma', 1.234],
  // never 1 850 000, 125 or 12
  ['18500.00', 'comma', null],
  ['0.125', 'comma', null],
  ['1,2', 'dot', null],
  ['1,23,45', 'dot', null],
  ['12,34', 'dot', null],
  ['', 'dot', null],
] as const)('%s in style %s is %s', (cell, style, value) => {
  expect(parseNumber(cell, style)).toBe(value)
})

const decide = (cells: string[], answer?: string) => {
  const column = numberColumn('Total')
  cells.forEach(column.add)
  const decision = column.decide(answer)
  return 'style' in decision ? decision.style : decision.question
}

test('one row decides for the whole column', () => {
  expect(decide(['1.234', '2.500', '300', '7,5'])).toBe('comma')
  expect(decide(['1,234', '2,500', '300', '7.5'])).toBe('dot')
  expect(decide(['18500.00', '1.234'])).toBe('dot')
  expect(decide(['1', '', 'n/a', '-'])).toBe('dot')
})

test('what no row decides is asked', () => {
  expect(decide(['1,000', '25', '2,500'])).toEqual({
    column: 'Total',
    about: 'number_style',
    sentence: 'Total: "1,000" can be read in two ways, and no row decides which one is meant.',
    options: [
      { value: 'dot', example: '1,000 is 1000: a point before the decimals (1,234.56)' },
      { value: 'comma', example: '1,000 is 1.000: a comma before the decimals (1.234,56)' },
    ],
  })
  expect(decide(['1,000', '2,500'], 'dot')).toBe('dot')
})

test('a column that mixes styles is asked, a rare slip is not', () => {
  expect(decide(['1,5', '2,5', '1.5', '2.5'])).toMatchObject({ about: 'number_style' })
  expect(decide([...Array.from({ length: 200 }, () => '1.5'), '1,5'])).toBe('dot')
})
