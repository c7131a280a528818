import { expect, test } from 'vitest'
import { addDays, addMonths, daysBetween, fromLocalDate, isDay, shift, toLocalDate } from './calendar.ts'

test('days are counted with both ends, over leap days and clock changes', () => {
  expect(daysBetween('2028-02-28', '2028-03-01')).toBe(3)
  expect(daysBetween('2026-03-28', '2026-03-30')).toBe(3)
  expect(addDays('2026-12-31', 1)).toBe('2027-01-01')
})

test('months end where they end', () => {
  expect(addMonths('2026-03-31', -1)).toBe('2026-02-28')
  expect(addMonths('2028-02-29', -12)).toBe('2027-02-28')
  expect(addMonths('2026-01-15', -1)).toBe('2025-12-15')
})

test('a window moves by its own length, calendar months by months', () => {
  expect(shift('2026-11-16', '2026-11-22', -1)).toEqual({ start: '2026-11-09', end: '2026-11-15' })
  expect(shift('2026-11-16', '2026-11-22', 1)).toEqual({ start: '2026-11-23', end: '2026-11-29' })
  expect(shift('2026-03-01', '2026-03-31', -1)).toEqual({ start: '2026-02-01', end: '2026-02-28' })
  expect(shift('2025-01-01', '2025-12-31', 1)).toEqual({ start: '2026-01-01', end: '2026-12-31' })
})

test('only days that exist are days', () => {
  expect(['2026-02-28', '2026-02-30', '2026-2-3', '', '2026-13-01', 'today'].map(isDay)).toEqual([
    true,
    false,
    false,
    false,
    false,
    false,
  ])
})

test('the calendar’s local dates stand for the same day', () => {
  expect(fromLocalDate(toLocalDate('2026-03-29'))).toBe('2026-03-29')
  expect(toLocalDate('2026-11-22').getDate()).toBe(22)
})
