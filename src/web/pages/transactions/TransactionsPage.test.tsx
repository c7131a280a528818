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
const total = { rows: 3, revenue: 150.5, orders: 2, units: 6 }
const answers = (): Answers => ({
  [path]: (params: URLSearchParams) =>
    params.get('cursor') === 'next'
      ? { rows: [row(1, -50)], nextCursor: null, total }
      : { rows: [row(3, 100), row(2, 100.5)], nextCursor: 'next', total },
})
const open = (address: string, given = answers()) => openPage(<TransactionsPage />, address, given)
const orders = () =>
  cellsOf(screen.getByRole('table'))
    .slice(1, -1)
    .map(([, order]) => order)

test('the rows behind a figure, with how many there are and what they add up to', async () => {
  open('/transactions')
  expect((await screen.findByText(/revenue$/, { selector: 'p' })).textContent).toBe('3 rows, $150.50 revenue')
  expect(cellsOf(await screen.findByRole('table'))).toEqual([
    [
      'Date',
      'Order',
      'Customer',
      'Product',
      'Status',
      'Quantity',
      'Unit price',
      'Category',
      'Region',
      'Channel',
      'Amount',
    ],
    ['20 Nov 2026', 'A3', 'Acme', 'Oak table', 'completed', '2', '$50.00', 'Tables', 'North', 'Online', '$100.00'],
    ['20 Nov 2026', 'A2', 'Acme', 'Oak table', 'completed', '2', '$50.25', 'Tables', 'North', 'Online', '$100.50'],
    ['3 lines', '', '', '', '', '6', '', '', '', '', '$150.50'],
  ])
  expect(screen.getByText('Nothing in discount and sales rep: folded away.')).toBeTruthy()
})

test('more rows follow by cursor, until there are none', async () => {
  const { asked } = open('/transactions?region=North&rows=all')
  fireEvent.click(await screen.findByRole('button', { name: 'Show more' }))
  await vi.waitFor(() => expect(orders()).toEqual(['A3', 'A2', 'A1']))
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
  const { address, asked } = open('/transactions')
  const sortBy = async (name: string) =>
    fireEvent.click(within(await screen.findByRole('table')).getByRole('button', { name }))
  await sortBy('Date')
  await vi.waitFor(() => expect(address()).toBe('/transactions?direction=asc'))
  await sortBy('Amount')
  await vi.waitFor(() => expect(address()).toBe('/transactions?sort=amount'))
  await sortBy('Amount')
  await vi.waitFor(() => expect(address()).toBe('/transactions?sort=amount&direction=asc'))
  await sortBy('Customer')
  await vi.waitFor(() => expect(address()).toBe('/transactions?sort=customer&direction=asc'))
  await vi.waitFor(() => expect(asked.at(-1)).toBe(`${path}?compare=none&direction=asc&limit=100&sort=customer`))
  await sortBy('Customer')
  await vi.waitFor(() => expect(address()).toBe('/transactions?sort=customer'))
})

test('an old address says oldest first', async () => {
  const { asked } = open('/transactions?sort=oldest')
  await screen.findByRole('table')
  expect(asked.at(-1)).toBe(`${path}?compare=none&direction=asc&limit=100`)
})

test('a cell narrows to what is like it: a filter of the page, a day, an order, a status', async () => {
  const { address } = open('/transactions')
  const press = async (name: string) =>
    fireEvent.click((await within(await screen.findByRole('table')).findAllByRole('button', { name }))[0]!)
  await press('North')
  await vi.waitFor(() => expect(address()).toBe('/transactions?region=North'))
  await press('20 Nov 2026')
  await vi.waitFor(() => expect(address()).toBe('/transactions?from=2026-11-20&to=2026-11-20&region=North'))
  await press('A3')
  await vi.waitFor(() => expect(address()).toContain('&order=A3'))
  await press('completed')
  await vi.waitFor(() => expect(address()).toContain('&order=A3&status=completed'))
  fireEvent.click(await screen.findByRole('button', { name: 'Remove Order: A3' }))
  await vi.waitFor(() =>
    expect(address()).toBe('/transactions?from=2026-11-20&to=2026-11-20&region=North&status=completed'),
  )
})

test('what the server would refuse is not asked', async () => {
  const { asked } = open('/transactions?status=shipped&amount_from=9&amount_to=5&order=&rep_id=x&product=0&sort=colour')
  await screen.findByRole('table')
  expect(asked.at(-1)).toBe(`${path}?amount_from=9&compare=none&limit=100`)
})

test('columns that are hidden stay so, in the address and when one comes back', async () => {
  localStorage.clear()
  const { address, unmount } = open('/transactions')
  fireEvent.click(await screen.findByRole('button', { name: 'Columns' }))
  fireEvent.click(await screen.findByRole('checkbox', { name: 'Region' }))
  await vi.waitFor(() => expect(address()).toBe('/transactions?hide=region'))
  await vi.waitFor(() => expect(cellsOf(screen.getByRole('table'))[0]).not.toContain('Region'))
  fireEvent.click(screen.getByRole('radio', { name: 'Compact' }))
  unmount()
  const again = open('/transactions')
  await vi.waitFor(() => expect(again.address()).toBe('/transactions?hide=region'))
  expect(localStorage.getItem('table density')).toBe('compact')
  localStorage.clear()
})

test('the same lines as orders; an order opens its lines', async () => {
  const order = {
    orderId: 'A3',
    orderedOn: '2026-11-20',
    orderedAt: '2026-11-20T09:30:00.000Z',
    customerId: 4,
    customer: 'Acme',
    customers: 1,
    rep: null,
    lines: 2,
    quantity: 4,
    amount: 200.5,
    region: 'North',
    channel: 'Online',
    statuses: ['completed'],
    products: ['Oak table', 'Lamp'],
  }
  const { address } = open('/transactions?region=North&sort=customer', {
    ...answers(),
    '/api/transactions/orders': { rows: [order], nextCursor: null, total: { ...total, lines: 3 } },
  })
  fireEvent.click(await screen.findByRole('radio', { name: 'Orders' }))
  await vi.waitFor(() => expect(address()).toBe('/transactions?region=North&group=order'))
  expect(await screen.findByText('2 orders')).toBeTruthy()
  fireEvent.click(await screen.findByRole('button', { name: 'A3' }))
  await vi.waitFor(() => expect(address()).toBe('/transactions?region=North&order=A3'))
})

test('a search asks the server, and says when nothing matches', async () => {
  const given: Answers = {
    [path]: (params: URLSearchParams) =>
      params.get('search') === 'zzz'
        ? { rows: [], nextCursor: null, total: { rows: 0, revenue: 0, orders: 0, units: 0 } }
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
    [path]: { rows: [], nextCursor: null, total: { rows: 0, revenue: 0, orders: 0, units: 0 } },
  })
  expect(await screen.findByText('No order lines for 24 Oct – 22 Nov 2026 with these filters')).toBeTruthy()
  fireEvent.click(screen.getByRole('button', { name: 'Clear filters' }))
  await vi.waitFor(() => expect(address()).toBe('/transactions'))
})
