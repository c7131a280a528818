import { fireEvent, screen, within } from '@testing-library/react'
import { expect, test, vi } from 'vitest'
import { cellsOf, failure, openPage, stageOf, type Answers } from '../../stage.tsx'
import { DashboardPage } from './DashboardPage.tsx'

stageOf(900)
const kpi = (value: number | null, previousValue: number | null, changePercent: number | null) => ({
  value,
  previousValue,
  change: value === null || previousValue === null ? null : value - previousValue,
  changePercent,
  polarity: 'up_is_good',
  sparkline: [1, 2, 3],
})
const { changePercent: _, ...rate } = kpi(25, 20, null)
const summary = {
  kpis: {
    totalRevenue: kpi(1_234_567.89, 1_000_000, 23.5),
    totalCustomers: kpi(120, 120, 0),
    avgOrderValue: kpi(2208.44, 2500, -11.7),
    conversionRate: {
      ...rate,
      value: null,
      previousValue: null,
      change: null,
      changePoints: null,
      sparkline: null,
      n: 0,
      previousN: 0,
    },
    pipelineValue: kpi(90_000, 0, null),
    growthRate: {
      ...rate,
      changePoints: 5,
      beside: { kind: 'previous_year', start: '2025-10-24', end: '2025-11-22', value: 12.5 },
    },
  },
  customersToDate: 2312,
  revenueTrend: [
    {
      date: '2026-10-24',
      endDate: '2026-11-22',
      revenue: 1_234_567.89,
      orders: 559,
      units: 1000,
      previousRevenue: 1_000_000,
      previousDate: '2026-09-24',
      previousEndDate: '2026-10-23',
      partial: false,
    },
  ],
  revenueByCategory: [
    {
      category: 'Tables',
      value: 1_000_000,
      percentage: 81,
      orders: 500,
      units: 700,
      previousValue: 900_000,
      changePercent: 11.1,
    },
    {
      category: 'Chairs',
      value: 234_567.89,
      percentage: 19,
      orders: 100,
      units: 300,
      previousValue: 100_000,
      changePercent: 134.6,
    },
  ],
  pipeline: [
    {
      stage: 'Lead',
      kind: 'open',
      value: 60_000,
      count: 6,
      percentage: 66.7,
      entered: 60,
      converted: 41,
      lost: 7,
      undecided: 12,
      conversionRate: 68.33,
      weightedValue: 6000,
    },
    {
      stage: 'Talk',
      kind: 'open',
      value: 0,
      count: 0,
      percentage: 0,
      entered: 3,
      converted: 3,
      lost: 0,
      undecided: 0,
      conversionRate: 100,
      weightedValue: 0,
    },
    {
      stage: 'Rest',
      kind: 'open',
      value: 0,
      count: 0,
      percentage: 0,
      entered: 0,
      converted: 0,
      lost: 0,
      undecided: 0,
      conversionRate: null,
      weightedValue: 0,
    },
    {
      stage: 'Offer',
      kind: 'open',
      value: 30_000,
      count: 1,
      percentage: 33.3,
      entered: null,
      converted: null,
      lost: null,
      undecided: null,
      conversionRate: null,
      weightedValue: 15_000,
    },
    {
      stage: 'Won',
      kind: 'won',
      value: 10_000,
      count: 2,
      percentage: null,
      entered: null,
      converted: null,
      lost: null,
      undecided: null,
      conversionRate: null,
      weightedValue: 10_000,
    },
  ],
  productCount: 116,
  topProducts: [
    {
      id: 7,
      name: 'Oak table',
      category: 'Tables',
      revenue: 800_000,
      unitsSold: 500,
      orders: 400,
      avgPrice: 1600,
      percentage: 64.8,
      previousRevenue: 900_000,
      growth: -11.1,
    },
    {
      id: 9,
      name: 'Stool',
      category: 'Chairs',
      revenue: 200_000,
      unitsSold: 300,
      orders: 90,
      avgPrice: 666.67,
      percentage: 16.2,
      previousRevenue: 0,
      growth: null,
    },
  ],
}
const path = '/api/dashboard/summary'
const open = (address = '/', answers: Answers = { [path]: summary }) => openPage(<DashboardPage />, address, answers)

test('six figures with exact value, change in words and what they are compared with, or why they are not known', async () => {
  open()
  await screen.findByRole('heading', { name: 'Total revenue' })
  const cardOf = (name: string) =>
    [...screen.getByRole('region', { name }).querySelectorAll('h2, button[aria-pressed], p')]
      .map(part => part.textContent)
      .filter(Boolean)
  expect(
    ['Total revenue', 'Customers', 'Average order value', 'Conversion rate', 'Pipeline value', 'Growth rate'].map(
      cardOf,
    ),
  ).toEqual([
    ['Total revenue', '$1.23M, exactly $1,234,567.89 · plotted below', '$1,234,567.89', '▲up 23.5%, bettervs $1.00M'],
    ['Customers', '120, exactly 120 · plot it below', 'no changevs 120', '2,312 to date'],
    ['Average order value', '$2,208, exactly $2,208.44 · plot it below', '$2,208.44', '▼down 11.7%, worsevs $2,500'],
    ['Conversion rate', '—, no deals closed in the range', 'no deals closed in the range'],
    ['Pipeline value', '$90.0K, exactly $90,000.00 · plot it below', '$90,000.00', 'newvs $0'],
    ['Growth rate', '25.0%, exactly 25.00%', '▲up 12.5%, betteragainst the year before'],
  ])
})

test('one question for the whole page, with the range, the filters and the bucket size of the address', async () => {
  const { asked } = open('/?from=2026-11-01&to=2026-11-22&vs=year&by=week&category=Tables')
  await screen.findByRole('heading', { name: 'Total revenue' })
  expect(asked.filter(question => !question.startsWith('/api/data'))).toEqual([
    `${path}?category=Tables&compare=previous_year&end_date=2026-11-22&granularity=week&start_date=2026-11-01`,
    // the other categories stay, to switch to
    '/api/revenue/by-category?compare=previous_year&end_date=2026-11-22&start_date=2026-11-01',
  ])
})

test('a click on a legend filters the page by the address, a second one lets go', async () => {
  const { address } = open('/?range=90d')
  fireEvent.click(await screen.findByRole('button', { name: /^Chairs\$/ }))
  await vi.waitFor(() => expect(address()).toBe('/?range=90d&category=Chairs'))
  fireEvent.click(await screen.findByRole('button', { name: /^Chairs\$/, pressed: true }))
  await vi.waitFor(() => expect(address()).toBe('/?range=90d'))
})

test('a figure is a lens: the chart plots it by the address, with its own words and comparison', async () => {
  const point = { ...summary.revenueTrend[0], value: 120, previousValue: 100, n: null, previousN: null }
  const { address, asked } = open('/', { [path]: summary, '/api/revenue/trends': [point] })
  const plot = await screen.findByRole('button', { name: /^120, exactly 120 · plot it below/ })
  expect(plot.getAttribute('aria-pressed')).toBe('false')
  fireEvent.click(plot)
  await vi.waitFor(() => expect(address()).toBe('/?measure=customers'))
  expect(
    (await screen.findByRole('slider', { name: /^Customers over time/ })).getAttribute('aria-valuetext'),
  ).toContain('Customers 120, ')
  expect(asked).toContain('/api/revenue/trends?measure=customers')
  fireEvent.click(screen.getByRole('button', { name: /^120, exactly 120 · plotted below/, pressed: true }))
  await vi.waitFor(() => expect(address()).toBe('/'))
  expect(await screen.findByRole('slider', { name: /^Revenue over time/ })).toBeTruthy()
}, 20_000)

test('every figure leads to its rows with the same range and filters', async () => {
  const { address } = open('/?range=90d&region=North')
  const total = await screen.findByRole('link', { name: 'See the rows behind Total revenue' })
  expect(decodeURIComponent(total.getAttribute('href')!)).toBe('/transactions?range=90d&region=North')
  expect(
    decodeURIComponent(screen.getByRole('link', { name: 'See the rows behind Chairs' }).getAttribute('href')!),
  ).toBe('/transactions?range=90d&region=North&category=Chairs')
  for (const [name, own] of [
    ['See the rows behind Pipeline value', 'state=open'],
    [/^41 of 60 moved on/, 'entered=Lead&outcome=converted'],
    [/^12 undecided/, 'entered=Lead&outcome=undecided'],
    [/^7 deals/, 'state=open'],
  ] as const)
    expect(decodeURIComponent(screen.getByRole('link', { name }).getAttribute('href')!)).toBe(
      `/operations/deals?range=90d&region=North&${own}`,
    )
  fireEvent.click(screen.getByRole('button', { name: 'StoolChairs. See the rows' }))
  await vi.waitFor(() => expect(address()).toBe('/transactions?range=90d&region=North&product=9'))
})

test('the top products end with the total of all, and lead to all of them', async () => {
  const { asked } = open('/?range=90d')
  const table = await screen.findByRole('table', { name: 'Top products by revenue' })
  expect(cellsOf(table).slice(1)).toEqual([
    ['Oak tableTables. See the rows', '$800,000', '500', '$1,600.00', '▼down 11.1%, worse'],
    ['StoolChairs. See the rows', '$200,000', '300', '$666.67', 'new'],
    ['All products', '$1,234,568', '1,000', '$1,234.57', '▲up 23.5%, better'],
  ])
  expect(screen.getByRole('link', { name: 'All 116 products' }).getAttribute('href')).toBe(
    '/revenue?range=90d#products',
  )
  expect(asked.filter(question => question.startsWith('/api/revenue/products'))).toEqual([])
})

test('sorting asks for the products that come first by that column', async () => {
  const cheap = { ...summary.topProducts[1], id: 12, name: 'Peg', unitsSold: 9000 }
  const list = {
    rows: [cheap],
    nextCursor: 'next',
    total: {
      products: 116,
      sold: 116,
      revenue: 1,
      unitsSold: 1,
      orders: 1,
      avgPrice: 1,
      percentage: 100,
      previousRevenue: 1,
      growth: 0,
    },
  }
  const { address, asked } = open('/?region=North', { [path]: summary, '/api/revenue/products': list })
  const table = await screen.findByRole('table', { name: 'Top products by revenue' })
  fireEvent.click(within(table).getByRole('button', { name: 'Units' }))
  await vi.waitFor(() =>
    expect(
      cellsOf(table)
        .slice(1, -1)
        .map(([name]) => name),
    ).toEqual(['PegChairs. See the rows']),
  )
  expect(address()).toBe('/?region=North&sort=units')
  expect(asked.at(-1)).toBe('/api/revenue/products?limit=6&region=North&sort=units')
  expect(screen.getByText('by units')).toBeTruthy()
  expect(screen.getByRole('link', { name: 'All 116 products' }).getAttribute('href')).toBe(
    '/revenue?region=North&sort=units#products',
  )
  fireEvent.click(within(table).getByRole('button', { name: 'Revenue' }))
  await vi.waitFor(() => expect(cellsOf(table)).toHaveLength(4))
  expect(address()).toBe('/?region=North')
})

test('the pipeline says what is open, how many of how many moved on, and when that is not known', async () => {
  open()
  await screen.findByRole('heading', { name: 'Total revenue' })
  const card = screen.getByRole('region', { name: 'Sales pipeline' })
  expect([...card.querySelectorAll('li')].map(row => row.textContent)).toEqual([
    'Lead67%$60.0K 6 deals',
    '↓ 41 of 60 moved on (68%), 7 lost, 12 undecided',
    'Talk0%$0 0 deals',
    '↓ 3 of 3 moved on (100%), few deals',
    'Rest0%$0 0 deals',
    '↓ none entered in the range',
    'Offer33%$30.0K 1 deal',
    '↓ not known how many moved on',
    'Wonwon$10.0K 2 deals',
  ])
  expect(card.querySelector('footer')?.textContent).toBe('Open: $90.0K in 7 dealsweighted by probability: $21.0K')
  fireEvent.click(within(card).getByRole('button', { name: 'View Sales pipeline as table' }))
  expect(cellsOf(within(card).getByRole('table'))).toEqual([
    ['Stage', 'Value', 'Deals', 'Share', 'Moved on', 'Lost', 'Undecided'],
    ['Lead', '$60,000.00', '6', '67%', '41 of 60 (68%)', '7', '12'],
    ['Talk', '$0.00', '0', '0%', '3 of 3 (100%)', '0', '0'],
    ['Rest', '$0.00', '0', '0%', '—', '0', '0'],
    ['Offer', '$30,000.00', '1', '33%', '—', '—', '—'],
    ['Won', '$10,000.00', '2', 'won', '—', '—', '—'],
  ])
})

test('figures of deals say which filters do not reach them, and only then', async () => {
  const remarks = () =>
    ['Conversion rate', 'Pipeline value', 'Sales pipeline', 'Total revenue'].map(
      name => /not filtered by [a-z ]+/.exec(screen.getByRole('region', { name }).textContent ?? '')?.[0],
    )
  const known = {
    ...summary,
    kpis: { ...summary.kpis, conversionRate: { ...rate, changePoints: 5, n: 24, previousN: 20 } },
  }
  const first = open('/?region=North', { [path]: known })
  await screen.findByRole('heading', { name: 'Total revenue' })
  expect(remarks()).toEqual([undefined, undefined, undefined, undefined])
  first.unmount()
  open('/?category=Tables&segment=smb&region=North', { [path]: known })
  await screen.findByRole('heading', { name: 'Total revenue' })
  expect(remarks()).toEqual([...Array(3).fill('not filtered by category and segment'), undefined])
})

test('a breakdown of which nothing is known is one line', async () => {
  open('/', {
    [path]: {
      ...summary,
      revenueByCategory: [{ ...summary.revenueByCategory[0], category: 'Unknown', percentage: 100 }],
    },
  })
  expect(await screen.findByText('all revenue here is of unknown category, so there are no parts to show')).toBeTruthy()
  const card = screen.getByRole('region', { name: 'Revenue by category' })
  expect(within(card).queryByRole('figure')).toBeNull()
  expect(within(card).queryByRole('button', { name: /as table/ })).toBeNull()
})

test('a failure says what failed and its request, and is asked again', async () => {
  const answers: Answers = { [path]: failure('The database does not answer.') }
  open('/', answers)
  expect((await screen.findByRole('alert')).textContent).toBe(
    'This could not be loadedThe database does not answer.Request req-7Try again',
  )
  answers[path] = summary
  fireEvent.click(screen.getByRole('button', { name: 'Try again' }))
  expect(await screen.findByRole('heading', { name: 'Total revenue' })).toBeTruthy()
})

test('a range that has not begun has no data yet, and no figure that fell to nothing', async () => {
  const nothing = { ...summary, kpis: { ...summary.kpis, totalRevenue: kpi(0, 1_000_000, -100) } }
  const { address } = openPage(
    <DashboardPage />,
    '/?from=2026-12-01&to=2026-12-14',
    { [path]: nothing },
    { rows: { counted: 0, excluded: [] } },
  )
  expect(await screen.findByText('No orders or deals yet for 1 Dec – 14 Dec 2026')).toBeTruthy()
  expect(screen.queryByText(/100\.0%/)).toBeNull()
  fireEvent.click(screen.getByRole('button', { name: 'Show 1 Nov – 22 Nov 2026' }))
  await vi.waitFor(() => expect(address()).toBe('/?from=2026-11-01&to=2026-11-22'))
})

test('before the answer the page already has its layout', () => {
  open()
  expect(
    within(screen.getByRole('status', { name: 'Loading' }))
      .getAllByRole('heading')
      .map(heading => heading.textContent),
  ).toEqual(['Revenue', 'Revenue by category', 'Sales pipeline', 'Top products'])
})
