import { screen } from '@testing-library/react'
import { expect, test } from 'vitest'
import { api } from '#contract'
import { useApi } from '../api.ts'
import { openPage, stageOf } from '../stage.tsx'
import { ContextRow } from './ContextRow.tsx'

stageOf(900)

/** A page's own question beside the row, whose answer tells the windows. */
const Page = () => {
  useApi(api.revenue.byChannel)
  return <ContextRow question compared />
}
const open = (start: string, end = '2026-10-23') =>
  openPage(
    <Page />,
    '/',
    { '/api/revenue/by-channel': [] },
    {
      comparison: {
        kind: 'previous_period',
        match: 'date',
        calendar: false,
        start,
        end,
        cutAt: null,
        known: true,
      },
    },
  )

test('a comparison that the data does not cover says so; one that it covers does not', async () => {
  const whole = open('2025-01-01')
  expect(await screen.findByText('vs 1 Jan 2025 – 23 Oct 2026')).toBeTruthy()
  expect(screen.queryByText(/Compared with less/)).toBeNull()
  whole.unmount()
  const less = open('2024-12-31')
  expect(await screen.findByText('Compared with less: the data begins on 1 Jan 2025')).toBeTruthy()
  less.unmount()
  // only deals are known of those days
  open('2023-12-01', '2024-12-31')
  expect(await screen.findByText('No orders to compare with: they begin on 1 Jan 2025')).toBeTruthy()
  expect(screen.queryByText(/Compared with less/)).toBeNull()
})
