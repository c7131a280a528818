import { cleanup, render, screen } from '@testing-library/react'
import { afterEach, expect, test } from 'vitest'
import type { ImportReport } from '#contract'
import { SkippedRows } from './SkippedRows.tsx'

afterEach(cleanup)

const reportOf = (skipped: number, moreSkipped: number) =>
  ({
    fileName: 'orders.csv',
    rows: { read: 9000, accepted: 9000 - skipped, skipped, inserted: 0, updated: 0, unchanged: 0 },
    skippedRows: [{ line: 7, reason: 'no date', text: 'a,b' }],
    moreSkipped,
  }) as ImportReport

test('says how many are not listed, and how to get them all', () => {
  render(<SkippedRows report={reportOf(5432, 4432)} />)
  expect(screen.getByText(/4,432 more are not/).textContent).toBe(
    'The first 1 are listed here and in the download, 4,432 more are not: npm run import -- FILE --dry-run --skipped skipped.csv writes them all. The header is line 1.',
  )
})

test('says nothing of it where all are listed, and nothing at all where none was skipped', () => {
  const { rerender, container } = render(<SkippedRows report={reportOf(1, 0)} />)
  expect(screen.getByText('The header is line 1.')).toBeTruthy()
  expect(screen.queryByText(/more are not/)).toBeNull()
  rerender(<SkippedRows report={reportOf(0, 0)} />)
  expect(container.innerHTML).toBe('')
})
