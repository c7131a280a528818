import { expect, test } from 'vitest'
import { remapped } from './ColumnMapper.tsx'
import { skippedCsv } from './SkippedRows.tsx'

test('a field has one column, a column feeds one field; a field that loses its column says so', () => {
  const mapping = { date: 'Day', amount: 'Total' }
  expect(remapped(mapping, 'Total', 'unit_price')).toEqual({ date: 'Day', amount: '', unit_price: 'Total' })
  expect(remapped(mapping, 'Net', 'amount')).toEqual({ date: 'Day', amount: 'Net' })
  expect(remapped(mapping, 'Day', '')).toEqual({ date: '', amount: 'Total' })
})

test('skipped rows leave as CSV, quoted, and no cell starts a formula', () => {
  expect(skippedCsv([{ line: 7, reason: 'The price is "free"', text: '=HYPERLINK("x"),1' }])).toBe(
    'line,reason,row\r\n"7","The price is ""free""","\'=HYPERLINK(""x""),1"',
  )
})
