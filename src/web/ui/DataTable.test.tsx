import { cleanup, fireEvent, render, screen, within } from '@testing-library/react'
import { afterEach, expect, test, vi } from 'vitest'
import { DataTable, type Column } from './DataTable.tsx'
import type { SortState } from './DataTableHeader.tsx'

afterEach(cleanup)

type Row = { name: string; revenue: number | null }
const rows: Row[] = [
  { name: 'Item 10', revenue: 5 },
  { name: 'item 2', revenue: null },
  { name: 'Other', revenue: 20 },
  { name: 'Item 1', revenue: -3 },
]
const columns: Column<Row>[] = [
  { id: 'name', header: 'Name', value: row => row.name, total: 'All' },
  {
    id: 'revenue',
    header: 'Revenue',
    align: 'right',
    value: row => row.revenue,
    cell: row => (row.revenue === null ? '—' : `$${row.revenue}`),
    total: '$22',
  },
]
const table = (more: Partial<Parameters<typeof DataTable<Row>>[0]> = {}) =>
  render(<DataTable label="Products" columns={columns} rows={rows} rowKey={row => row.name} {...more} />)

const names = () =>
  within(screen.getByRole('table'))
    .getAllByRole('row')
    .slice(1, -1)
    .map(row => within(row).getAllByRole('cell')[0]?.textContent)
const sortOf = (name: string) => screen.getByRole('columnheader', { name }).getAttribute('aria-sort')

test('rows stay in the given order until a header is pressed; figures start with the largest, unknown is always last', () => {
  table()
  expect(names()).toEqual(['Item 10', 'item 2', 'Other', 'Item 1'])
  fireEvent.click(screen.getByRole('button', { name: 'Revenue' }))
  expect([names(), sortOf('Revenue')]).toEqual([['Other', 'Item 10', 'Item 1', 'item 2'], 'descending'])
  fireEvent.click(screen.getByRole('button', { name: 'Revenue' }))
  expect([names(), sortOf('Revenue')]).toEqual([['Item 1', 'Item 10', 'Other', 'item 2'], 'ascending'])
})

test('names sort as people count', () => {
  table()
  fireEvent.click(screen.getByRole('button', { name: 'Name' }))
  expect([names(), sortOf('Name'), sortOf('Revenue')]).toEqual([
    ['Item 1', 'item 2', 'Item 10', 'Other'],
    'ascending',
    null,
  ])
})

test('search keeps what matches, says how many, and says when nothing does', () => {
  table({ search: 'Search the products' })
  const field = screen.getByRole('searchbox', { name: 'Search the products' })
  fireEvent.change(field, { target: { value: 'ITEM' } })
  expect(names()).toEqual(['Item 10', 'item 2', 'Item 1'])
  expect(screen.getByRole('status').textContent).toBe('3 of 4 rows')
  fireEvent.change(field, { target: { value: 'zzz' } })
  expect(screen.getByText('Nothing matches “zzz”.')).toBeTruthy()
})

test('totals stand below, whatever the order', () => {
  table({ sort: { id: 'revenue', desc: true } })
  const last = within(screen.getByRole('table')).getAllByRole('row').at(-1)
  expect(last?.textContent).toBe('All$22')
})

test('with onSort the rows are not touched, the wish is passed on', () => {
  const onSort = vi.fn<(sort: SortState) => void>()
  table({ onSort, sort: { id: 'revenue', desc: true } })
  expect(names()).toEqual(['Item 10', 'item 2', 'Other', 'Item 1'])
  fireEvent.click(screen.getByRole('button', { name: 'Revenue' }))
  expect(onSort.mock.calls).toEqual([[{ id: 'revenue', desc: false }]])
})

test('a row is opened by click and by keyboard, once', () => {
  const onRowClick = vi.fn<(row: (typeof rows)[number]) => void>()
  table({ onRowClick, rowAction: row => `Show ${row.name}` })
  fireEvent.click(screen.getByText('$20'))
  fireEvent.click(screen.getByRole('button', { name: /Show Other/ }))
  expect(onRowClick.mock.calls).toEqual([[rows[2]], [rows[2]]])
})

test('many rows are not all drawn, and the table says how many there are', () => {
  const many = Array.from({ length: 5000 }, (_, index) => ({ name: `Item ${index}`, revenue: index }))
  table({ rows: many })
  expect(screen.getByRole('table').getAttribute('aria-rowcount')).toBe('5001')
  expect(screen.getAllByRole('row').length).toBeLessThan(100)
})

test('on a phone an early column stands beside the first', async () => {
  vi.stubGlobal('matchMedia', () => ({ matches: true, addEventListener: () => {}, removeEventListener: () => {} }))
  vi.resetModules()
  const { DataTable: OnPhone } = await import('./DataTable.tsx')
  const many: Column<Row>[] = [...columns, { id: 'change', header: 'Change', value: () => 1, early: true }]
  render(<OnPhone label="Products" columns={many} rows={rows} rowKey={row => row.name} />)
  expect(screen.getAllByRole('columnheader').map(head => head.textContent)).toEqual(['Name', 'Change', 'Revenue'])
  vi.unstubAllGlobals()
})

test('of many rows it says how many there are in all', () => {
  table({ onMore: () => {}, of: 2460 })
  expect(screen.getByRole('status').textContent).toBe('4 of 2,460 rows shown')
})
