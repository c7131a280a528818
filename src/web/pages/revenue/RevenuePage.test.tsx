import { fireEvent, screen, within } from '@testing-library/react'
import { expect, test, vi } from 'vitest'
import type { Meta } from '#contract'
import { cellsOf, failure, openPage, stageOf, type Answers } from '../../stage.tsx'
import { RevenuePage } from './RevenuePage.tsx'

stageOf(900)
const kpi = (
  value: number | null,
  previousValue: number | null,
  changePercent: number | null,
  polarity = 'up_is_good',
) => ({
  value,
  previousValue,
  change: value === null || previousValue === null ? null : value - previousValue,
  changePercent,
  polarity,
  sparkline: null,
})
const product = (id: number, name: string, revenue: number) => ({
  id,
  name,
  category: 'Tables',
  revenue,
  unitsSold: 10,
  orders: 5,
  avgPrice: revenue / 10,
  percentage: revenue / 10,
  previousRevenue: null,
  growth: null,
})
const total = {
  products: 3102,
  sold: 3000,
  revenue: 1000,
  unitsSold: 40,
  orders: 10,
  avgPrice: 25,
  percentage: 100,
  previousRevenue: 800,
  growth: 25,
}
/** The first two of many products, the last one, or the one that is searched for. */
const productList = (params: URLSearchParams) => {
  if (params.get('search') === 'zzz')
    return {
      rows: [],
      nextCursor: null,
      total: {
        ...total,
        products: 0,
        sold: 0,
        revenue: 0,
        unitsSold: 0,
        orders: 0,
        avgPrice: null,
        percentage: 0,
        previousRevenue: 0,
        growth: null,
      },
    }
  if (params.has('search'))
    return {
      rows: [product(2, 'Elm table', 300)],
      nextCursor: null,
      total: { ...total, products: 1, sold: 1, revenue: 300, orders: null, percentage: 30 },
    }
  if (params.get('cursor') === 'next') return { rows: [product(3, 'Ash table', 1)], nextCursor: null, total }
  return { rows: [product(1, 'Oak table', 700), product(2, 'Elm table', 300)], nextCursor: 'next', total }
}
const answers = (): Answers => ({
  '/api/revenue/kpis': {
    revenue: kpi(1000, 800, 25),
    orders: kpi(10, 10, 0),
    avgOrderValue: kpi(100, 80, 25),
    units: kpi(40, 20, 100, 'neutral'),
    grossMargin: kpi(null, null, null),
    marginCoveragePercent: 0,
    refunds: kpi(30, 20, 50, 'down_is_good'),
  },
  '/api/revenue/trends': [
    {
      date: '2026-10-24',
      endDate: '2026-11-22',
      revenue: 1000,
      orders: 10,
      units: 40,
      previousRevenue: 800,
      previousDate: '2026-09-24',
      previousEndDate: '2026-10-23',
      partial: false,
      value: 1000,
      previousValue: 800,
      n: null,
      previousN: null,
    },
  ],
  '/api/revenue/by-category': [
    { category: 'Tables', value: 1000, percentage: 100, orders: 10, units: 40, previousValue: 800, changePercent: 25 },
  ],
  '/api/revenue/by-region': [
    { region: 'South', revenue: 400, customers: 3, orders: 4, percentage: 40, previousRevenue: 500, growth: -20 },
    { region: 'North', revenue: 600, customers: 4, orders: 6, percentage: 60, previousRevenue: 0, growth: null },
  ],
  '/api/revenue/by-channel': [
    { channel: 'Online', value: 1000, percentage: 100, orders: 10, previousValue: 800, changePercent: 25 },
  ],
  '/api/revenue/products': productList,
  '/api/revenue/bridge': (params: URLSearchParams) => ({
    from: 800,
    to: 1000,
    steps:
      params.get('by') === 'price-volume-mix'
        ? [{ label: 'Price', amount: 200 }]
        : [
            { label: 'New customers', amount: 250 },
            { label: 'Lost customers', amount: -50 },
          ],
  }),
})
const open = (address = '/revenue', given = answers(), about: Partial<Meta> = {}) =>
  openPage(<RevenuePage />, address, given, about)
const card = (name: string) => screen.findByRole('region', { name })

test('both windows stand side by side, each metric with its change in its own unit and in percent', async () => {
  open()
  expect(cellsOf(await within(await card('Period comparison')).findByRole('table'))).toEqual([
    ['Metric', '24 Oct – 22 Nov 2026', '24 Sep – 23 Oct', 'Change', 'Change %'],
    ['Revenue', '$1,000.00', '$800.00', '+$200.00', '▲up 25.0%, better'],
    ['Orders', '10', '10', '0', 'no change'],
    ['Average order value', '$100.00', '$80.00', '+$20.00', '▲up 25.0%, better'],
    ['Units', '40', '20', '+20', '▲up 100.0%'],
    ['Gross margin', '—', '—', '—', '—'],
    ['Refunds', '$30.00', '$20.00', '+$10.00', '▲up 50.0%, worse'],
  ])
})

test('one card that fails leaves the others working, and can be asked again', async () => {
  const given: Answers = { ...answers(), '/api/revenue/by-region': failure('Out of memory.') }
  open('/revenue', given)
  const region = await card('By region')
  expect((await within(region).findByRole('alert')).textContent).toBe(
    'This could not be loadedOut of memory.Request req-7Try again',
  )
  expect(await within(await card('By category')).findByRole('button', { name: /^Tables\$1\.00K/ })).toBeTruthy()
  expect(screen.getAllByRole('alert')).toHaveLength(1)
  given['/api/revenue/by-region'] = answers()['/api/revenue/by-region']
  fireEvent.click(within(region).getByRole('button', { name: 'Try again' }))
  const bars = await within(region).findAllByRole('button', { name: /\$/ })
  expect(bars.map(bar => bar.textContent)).toEqual(['North$60060.0%new', 'South$40040.0%▼down 20.0%, worse'])
})

test('the bridge changes its way of explaining by the address', async () => {
  const { address, asked } = open()
  const bridge = await card('Why revenue changed')
  expect(await within(bridge).findByText('New customers')).toBeTruthy()
  fireEvent.click(within(bridge).getByRole('radio', { name: 'Price, volume, mix' }))
  expect(await within(bridge).findByText('Price')).toBeTruthy()
  expect(address()).toBe('/revenue?bridge=price-volume-mix')
  expect(asked.filter(question => question.startsWith('/api/revenue/bridge'))).toEqual([
    '/api/revenue/bridge?by=customers',
    '/api/revenue/bridge?by=price-volume-mix',
  ])
})

test('breakdowns of which nothing is known are one line each, and the trend has their room', async () => {
  const given = answers()
  const [category] = given['/api/revenue/by-category'] as object[]
  const [channel] = given['/api/revenue/by-channel'] as object[]
  open('/revenue', {
    ...given,
    '/api/revenue/by-category': [{ ...category, category: 'Unknown' }],
    '/api/revenue/by-channel': [{ ...channel, channel: 'Unknown' }],
  })
  for (const name of ['category', 'channel']) {
    expect(
      await screen.findByText(`all revenue here is of unknown ${name}, so there are no parts to show`),
    ).toBeTruthy()
    expect(within(screen.getByRole('region', { name: `By ${name}` })).queryByRole('figure')).toBeNull()
  }
  expect(within(screen.getByRole('region', { name: 'By region' })).getByRole('figure')).toBeTruthy()
  expect(screen.getByRole('region', { name: 'Revenue over time' }).className).toContain('col-span-12')
})

test('without a comparison the bridge asks nothing and offers one', async () => {
  const { address, asked } = open('/revenue?vs=none')
  fireEvent.click(await screen.findByRole('button', { name: 'Compare with the previous period' }))
  await vi.waitFor(() => expect(address()).toBe('/revenue'))
  expect(await within(await card('Why revenue changed')).findByText('New customers')).toBeTruthy()
  expect(asked.filter(question => question.startsWith('/api/revenue/bridge'))).toHaveLength(1)
})

test('without a comparison there are no columns of what was before', async () => {
  open('/revenue?vs=none')
  const table = await within(await card('Products')).findByRole('table')
  expect(cellsOf(table)[0]).toEqual(['Product', 'Category', 'Revenue', 'Share', 'Units', 'Orders', 'Avg. price'])
})

const listed = (asked: string[]) => asked.filter(question => question.startsWith('/api/revenue/products'))
const firstColumn = async () =>
  cellsOf(await within(await card('Products')).findByRole('table'))
    .slice(1)
    .map(([name]) => name)

test('all products: sums of all of them, more on demand, one step to the rows', async () => {
  const { address, asked } = open('/revenue?region=North')
  const products = await card('Products')
  const table = await within(products).findByRole('table')
  expect(cellsOf(table).at(-1)).toEqual([
    'All 3,102 products',
    '',
    '$1,000.00',
    '100.0%',
    '40',
    '10',
    '$25.00',
    '$800.00',
    '▲up 25.0%, better',
  ])
  expect(within(products).getByText('3,102 products, 102 of them sold only before')).toBeTruthy()
  expect(within(products).getByText('2 of 3,102 rows shown')).toBeTruthy()
  fireEvent.click(within(products).getByRole('button', { name: 'Show more' }))
  await vi.waitFor(async () =>
    expect(await firstColumn()).toEqual([
      'Oak table. See the rows',
      'Elm table. See the rows',
      'Ash table. See the rows',
      'All 3,102 products',
    ]),
  )
  expect(listed(asked)).toEqual([
    '/api/revenue/products?limit=200&region=North',
    '/api/revenue/products?cursor=next&limit=500&region=North',
  ])
  fireEvent.click(screen.getByRole('button', { name: 'Elm table. See the rows' }))
  await vi.waitFor(() => expect(address()).toBe('/transactions?region=North&product=2'))
})

/** A busy machine takes its time over a page of many cards. */
const patient = { timeout: 10_000 }

test('a search of products asks the server when the typing pauses, and has sums of its own', async () => {
  const { address, asked } = open('/revenue?range=90d')
  await firstColumn()
  const field = await screen.findByRole('searchbox', { name: 'Search products' })
  for (const value of ['e', 'el', ' elm ']) fireEvent.change(field, { target: { value } })
  await vi.waitFor(() => expect(address()).toBe('/revenue?range=90d&search=elm'))
  await vi.waitFor(
    async () => expect(await firstColumn()).toEqual(['Elm table. See the rows', '1 product that matches']),
    patient,
  )
  expect((field as HTMLInputElement).value).toBe(' elm ')
  const table = await within(await card('Products')).findByRole('table')
  expect(cellsOf(table).at(-1)?.slice(2, 6)).toEqual(['$300.00', '30.0%', '40', '—'])
  expect(listed(asked).filter(question => question.includes('search'))).toEqual([
    '/api/revenue/products?end_date=2026-11-22&limit=200&search=elm&start_date=2026-08-25',
  ])
  fireEvent.change(field, { target: { value: 'zzz' } })
  expect(await screen.findByText('Nothing matches “zzz”.', {}, patient)).toBeTruthy()
  expect(screen.getByRole('searchbox', { name: 'Search products' })).toBe(field)
}, 30_000)

test('the server sorts products by any column, and the address keeps it', async () => {
  const { address, asked } = open('/revenue?search=elm&sort=units')
  const table = await within(await card('Products')).findByRole('table')
  const sortBy = (name: string) => fireEvent.click(within(table).getByRole('button', { name }))
  expect((screen.getByRole('searchbox') as HTMLInputElement).value).toBe('elm')
  expect(within(table).getByRole('columnheader', { name: 'Units' }).getAttribute('aria-sort')).toBe('descending')
  const steps = [
    ['Units', '/revenue?search=elm&sort=units&direction=asc'],
    ['Product', '/revenue?search=elm&sort=name&direction=asc'],
    ['Category', '/revenue?search=elm&sort=category&direction=asc'],
    ['Avg. price', '/revenue?search=elm&sort=price'],
    ['Orders', '/revenue?search=elm&sort=orders'],
    ['Before', '/revenue?search=elm&sort=previous'],
    ['Change', '/revenue?search=elm&sort=growth'],
    ['Revenue', '/revenue?search=elm'],
    ['Revenue', '/revenue?search=elm&direction=asc'],
  ] as const
  for (const [name, expected] of steps) {
    sortBy(name)
    await vi.waitFor(() => expect(address()).toBe(expected))
  }
  expect(listed(asked)[1]).toBe('/api/revenue/products?direction=asc&limit=200&search=elm&sort=units')
})

test('a chart shown as a table stays one by the address, each by its own name', async () => {
  const { address } = open('/revenue?table=region&table=nothing')
  const switchOf = (title: string, to: string) => screen.findByRole('button', { name: `View ${title} as ${to}` })
  expect((await switchOf('By region', 'chart')).getAttribute('aria-pressed')).toBe('true')
  fireEvent.click(await switchOf('Revenue over time', 'table'))
  await vi.waitFor(() => expect(address()).toBe('/revenue?table=region&table=nothing&table=trend'))
  expect(await within(await card('Revenue over time')).findByRole('table')).toBeTruthy()
  fireEvent.click(await switchOf('By region', 'chart'))
  await vi.waitFor(() => expect(address()).toBe('/revenue?table=nothing&table=trend'))
})

test('a comparison before the data begins is not taken for zero', async () => {
  const alone = {
    revenue: kpi(1000, null, null),
    orders: kpi(10, null, null),
    avgOrderValue: kpi(100, null, null),
    units: kpi(40, null, null),
    grossMargin: kpi(null, null, null),
    marginCoveragePercent: 0,
    refunds: kpi(30, null, null),
  }
  const comparison = {
    kind: 'previous_period',
    match: 'date',
    calendar: false,
    start: '2024-12-02',
    end: '2024-12-31',
    cutAt: null,
    known: false,
  } as const
  open(
    '/revenue',
    { ...answers(), '/api/revenue/kpis': alone, '/api/revenue/bridge': { from: null, to: 1000, steps: [] } },
    { comparison },
  )
  expect(await within(await card('Why revenue changed')).findByText(/^The data begins on 1 Jan 2025/)).toBeTruthy()
  expect(within(await card('Why revenue changed')).queryByRole('button', { name: /as table/ })).toBeNull()
  expect(cellsOf(await within(await card('Period comparison')).findByRole('table'))[0]).toEqual([
    'Metric',
    '24 Oct – 22 Nov 2026',
  ])
  expect(within(await card('Revenue')).getByText('no earlier data')).toBeTruthy()
})

test('a range that has not begun has no data yet, said once', async () => {
  open('/revenue?from=2026-12-01&to=2026-12-14', answers(), { rows: { counted: 0, excluded: [] } })
  expect(await screen.findByText('No orders yet for 1 Dec – 14 Dec 2026')).toBeTruthy()
  expect(screen.queryByRole('region')).toBeNull()
})
