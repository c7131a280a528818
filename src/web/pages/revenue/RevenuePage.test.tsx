import { fireEvent, screen, within } from '@testing-library/react'
import { expect, test, vi } from 'vitest'
import type { Meta } from '#contract'
import { cellsOf, failure, openPage, stageOf, type Answers } from '../../stage.tsx'
import { RevenuePage } from './RevenuePage.tsx'

stageOf(900)
const kpi = (value: number | null, previousValue: number | null, changePercent: number | null, polarity = 'up_is_good') => ({
  value, previousValue, change: value === null || previousValue === null ? null : value - previousValue, changePercent, polarity, sparkline: null,
})
const product = (id: number, name: string, revenue: number) => ({
  id, name, category: 'Tables', revenue, unitsSold: 10, orders: 5, avgPrice: revenue / 10, percentage: revenue / 10, previousRevenue: null, growth: null,
})
const answers = (): Answers => ({
  '/api/revenue/kpis': {
    revenue: kpi(1000, 800, 25), orders: kpi(10, 10, 0), avgOrderValue: kpi(100, 80, 25), units: kpi(40, 20, 100, 'neutral'),
    grossMargin: kpi(null, null, null), marginCoveragePercent: 0, refunds: kpi(30, 20, 50, 'down_is_good'),
  },
  '/api/revenue/trends': [{
    date: '2026-10-24', endDate: '2026-11-22', revenue: 1000, orders: 10, units: 40, previousRevenue: 800, previousDate: '2026-09-24', previousEndDate: '2026-10-23', partial: false,
  }],
  '/api/revenue/by-category': [{ category: 'Tables', value: 1000, percentage: 100, orders: 10, units: 40, previousValue: 800, changePercent: 25 }],
  '/api/revenue/by-region': [
    { region: 'South', revenue: 400, customers: 3, orders: 4, percentage: 40, previousRevenue: 500, growth: -20 },
    { region: 'North', revenue: 600, customers: 4, orders: 6, percentage: 60, previousRevenue: 0, growth: null },
  ],
  '/api/revenue/by-channel': [{ channel: 'Online', value: 1000, percentage: 100, orders: 10, previousValue: 800, changePercent: 25 }],
  '/api/revenue/top-products': [product(1, 'Oak table', 700), product(2, 'Elm table', 300)],
  '/api/revenue/bridge': (params: URLSearchParams) => ({
    from: 800, to: 1000, steps: params.get('by') === 'price-volume-mix' ? [{ label: 'Price', amount: 200 }] : [{ label: 'New customers', amount: 250 }, { label: 'Lost customers', amount: -50 }],
  }),
})
const open = (address = '/revenue', given = answers(), about: Partial<Meta> = {}) => openPage(<RevenuePage />, address, given, about)
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
  expect((await within(region).findByRole('alert')).textContent).toBe('This could not be loadedOut of memory.Request req-7Try again')
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
  expect(asked.filter(question => question.startsWith('/api/revenue/bridge'))).toEqual(['/api/revenue/bridge?by=customers', '/api/revenue/bridge?by=price-volume-mix'])
})

test('breakdowns of which nothing is known are one line each, and the trend has their room', async () => {
  const given = answers()
  const [category] = given['/api/revenue/by-category'] as object[]
  const [channel] = given['/api/revenue/by-channel'] as object[]
  open('/revenue', { ...given, '/api/revenue/by-category': [{ ...category, category: 'Unknown' }], '/api/revenue/by-channel': [{ ...channel, channel: 'Unknown' }] })
  for (const name of ['category', 'channel']) {
    expect(await screen.findByText(`all revenue here is of unknown ${name}, so there are no parts to show`)).toBeTruthy()
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

test('all products: totals from the figures of the range, search, one step to the rows', async () => {
  const { address } = open('/revenue?region=North')
  const table = await within(await card('Products')).findByRole('table')
  await vi.waitFor(() => expect(cellsOf(table).at(-1)).toEqual(['All products', '', '$1,000.00', '100.0%', '40', '10', '$25.00', '$800.00', '▲up 25.0%, better']))
  fireEvent.change(screen.getByRole('searchbox', { name: 'Search products' }), { target: { value: 'elm' } })
  expect(cellsOf(table).slice(1, -1).map(([name]) => name)).toEqual(['Elm table. See the rows'])
  fireEvent.click(screen.getByRole('button', { name: 'Elm table. See the rows' }))
  await vi.waitFor(() => expect(address()).toBe('/transactions?region=North&product=2'))
})

test('a comparison before the data begins is not taken for zero', async () => {
  const alone = { revenue: kpi(1000, null, null), orders: kpi(10, null, null), avgOrderValue: kpi(100, null, null), units: kpi(40, null, null), grossMargin: kpi(null, null, null), marginCoveragePercent: 0, refunds: kpi(30, null, null) }
  const comparison = { kind: 'previous_period', start: '2024-12-02', end: '2024-12-31', cutAt: null, known: false } as const
  open('/revenue', { ...answers(), '/api/revenue/kpis': alone, '/api/revenue/bridge': { from: null, to: 1000, steps: [] } }, { comparison })
  expect(await within(await card('Why revenue changed')).findByText(/^The data begins on 1 Jan 2025/)).toBeTruthy()
  expect(within(await card('Why revenue changed')).queryByRole('button', { name: /as table/ })).toBeNull()
  expect(cellsOf(await within(await card('Period comparison')).findByRole('table'))[0]).toEqual(['Metric', '24 Oct – 22 Nov 2026'])
  expect(within(await card('Revenue')).getByText('no earlier data')).toBeTruthy()
})

test('a range that has not begun has no data yet, said once', async () => {
  open('/revenue?from=2026-12-01&to=2026-12-14', answers(), { rows: { counted: 0, excluded: [] } })
  expect(await screen.findByText('No orders yet for 1 Dec – 14 Dec 2026')).toBeTruthy()
  expect(screen.queryByRole('region')).toBeNull()
})
