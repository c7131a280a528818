import { fireEvent, screen, within } from '@testing-library/react'
import { expect, test, vi } from 'vitest'
import { cellsOf, failure, openPage, stageOf, type Answers } from '../../stage.tsx'
import { TransactionsPage } from './TransactionsPage.tsx'

stageOf(900)
const row = (id: number, amount: number) => ({
  id,
  orderId: `A${id}`,
  orderedAt: '2026-11-20T09:30:00.000Z',
  orderedOn: '2026-11-20',
  customerId: 4,
  customer: 'Acme',
  productId: 7,
  product: 'Oak table',
  category: 'Tables',
  rep: null,
  quantity: 2,
  unitPrice: amount / 2,
  discount: 0,
  amount,
  region: 'North',
  channel: 'Online',
  status: amount < 0 ? 'refunded' : 'completed',
})
const path = '/api/transactions'
const total = { rows: 3, revenue: 150.5 }
const answers = (): Answers => ({
  [path]: (params: URLSearchParams) =>
    params.get('cursor') === 'next'
      ? { rows: [row(1, -50)], nextCursor: null, total }
      : { rows: [row(3, 100), row(2, 100.5)], nextCursor: 'next', total },
})
const open = (address: string, given = answers()) => openPage(<TransactionsPage />, address, given)
const orders = () =>
  cellsOf(screen.getByRole('table'))
    .slice(1)
    .map(([order]) => order)

test('the rows behind a figure, with how many there are and what they add up to', async () => {
  open('/transactions')
  expect((await screen.findByText(/revenue$/, { selector: 'p' })).textContent).toBe('3 rows, $150.50 revenue')
  expect(cellsOf(await screen.findByRole('table')).slice(0, 2)).toEqual([
    [
      'Date',
      'Customer',
      'Product',
      'Region',
      'Channel',
      'Sales rep',
      'Status',
      'Quantity',
      'Unit price',
      'Discount',
      'Amount',
    ],
    [
      '20 Nov 2026Order A3',
      'Acme',
      'Oak tableTables',
      'North',
      'Online',
      '—',
      'completed',
      '2',
      '$50.00',
      '$0.00',
      '$100.00',
    ],
  ])
})

test('more rows follow by cursor, until there are none', async () => {
  const { asked } = open('/transactions?region=North&rows=all')
  fireEvent.click(await screen.findByRole('button', { name: 'Show more' }))
  await vi.waitFor(() =>
    expect(orders()).toEqual(['20 Nov 2026Order A3', '20 Nov 2026Order A2', '20 Nov 2026Order A1']),
  )
  expect(screen.queryByRole('button', { name: 'Show more' })).toBeNull()
  expect(asked.filter(question => question.startsWith(path))).toEqual([
    `${path}?compare=none&limit=100&region=North&rows=all`,
    `${path}?compare=none&cursor=next&limit=200&region=North&rows=all`,
  ])
})

test('when the next rows fail, those on screen stay and one can try again', async () => {
  const given: Answers = answers()
  open('/transactions', given)
  await screen.findByRole('button', { name: 'Show more' })
  given[path] = failure('Busy.')
  fireEvent.click(screen.getByRole('button', { name: 'Show more' }))
  expect((await screen.findByRole('alert')).textContent).toBe('Busy.')
  expect(orders()).toHaveLength(2)
  given[path] = answers()[path]
  fireEvent.click(screen.getByRole('button', { name: 'Show more' }))
  await vi.waitFor(() => expect(orders()).toHaveLength(3))
})

test('a product narrows, by name, and a click lets go', async () => {
  const { address, asked } = open('/transactions?range=7d&product=7')
  fireEvent.click(await screen.findByRole('button', { name: 'Remove Product: Oak table' }))
  await vi.waitFor(() => expect(address()).toBe('/transactions?range=7d'))
  fireEvent.click((await screen.findAllByRole('button', { name: 'Acme' }))[0]!)
  await vi.waitFor(() => expect(address()).toBe('/transactions?range=7d&customer=4'))
  await vi.waitFor(() =>
    expect(asked.at(-1)).toBe(`${path}?compare=none&customer=4&end_date=2026-11-22&limit=100&start_date=2026-11-16`),
  )
})

test('the server sorts: by day in both directions, by the greatest amount', async () => {
  const { address } = open('/transactions')
  const sortBy = async (name: string) =>
    fireEvent.click(within(await screen.findByRole('table')).getByRole('button', { name }))
  await sortBy('Date')
  await vi.waitFor(() => expect(address()).toBe('/transactions?sort=oldest'))
  await sortBy('Amount')
  await vi.waitFor(() => expect(address()).toBe('/transactions?sort=amount'))
  await sortBy('Amount')
  await vi.waitFor(() => expect(address()).toBe('/transactions?sort=amount'))
  await sortBy('Date')
  await vi.waitFor(() => expect(address()).toBe('/transactions'))
})

test('a search asks the server, and says when nothing matches', async () => {
  const given: Answers = {
    [path]: (params: URLSearchParams) =>
      params.get('search') === 'zzz'
        ? { rows: [], nextCursor: null, total: { rows: 0, revenue: 0 } }
        : { rows: [row(3, 100)], nextCursor: null, total },
  }
  const { address, asked } = open('/transactions?customer=4', given)
  fireEvent.change(await screen.findByRole('searchbox', { name: 'Order, product or customer' }), {
    target: { value: 'zzz' },
  })
  await vi.waitFor(() => expect(address()).toBe('/transactions?customer=4&search=zzz'))
  expect(await screen.findByText('Nothing matches “zzz”')).toBeTruthy()
  expect(asked.at(-1)).toBe(`${path}?compare=none&customer=4&limit=100&search=zzz`)
})

test('no rows: why, and the ways out', async () => {
  const { address } = open('/transactions?region=North', {
    [path]: { rows: [], nextCursor: null, total: { rows: 0, revenue: 0 } },
  })
  expect(await screen.findByText('No order lines for 24 Oct – 22 Nov 2026 with these filters')).toBeTruthy()
  fireEvent.click(screen.getByRole('button', { name: 'Clear filters' }))
  await vi.waitFor(() => expect(address()).toBe('/transactions'))
})
