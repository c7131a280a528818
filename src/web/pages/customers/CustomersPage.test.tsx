import { fireEvent, screen, within } from '@testing-library/react'
import { expect, test } from 'vitest'
import { openPage, stageOf } from '../../stage.tsx'
import { cohortDays, isWide } from './cohort-map.ts'
import { CustomerListPage } from './CustomerListPage.tsx'
import { CustomersPage } from './CustomersPage.tsx'

stageOf(600)

const kpi = (value: number | null, previousValue: number | null = null) => ({
  value,
  previousValue,
  change: null,
  changePercent: null,
  polarity: 'up_is_good',
  sparkline: null,
})
const person = { id: 7, name: 'Acme', company: null, segment: 'smb', region: 'North' }
const model = {
  method: 'combined',
  words: 'Mean of two models.',
  horizonDays: 60,
  asOf: '2026-11-22',
  customers: 300,
  record: null,
  noRecord: 'There is no complete window yet.',
}
const record = {
  method: 'bgnbd',
  scoredOn: '2026-09-23',
  until: '2026-11-22',
  n: 250,
  events: 100,
  baseRate: 0.4,
  auc: 0.54,
  brier: 0.3,
  brierSkill: -0.25,
  lift: 0.8,
  reliability: [{ predicted: 0.6, observed: 0.4, lower: 0.3, upper: 0.5, n: 250 }],
}
const months = ['2026-10', '2026-11']
const risk = {
  riskScore: 0.72,
  daysSinceActivity: 80,
  usualGapDays: 20,
  expectedValue12m: 500,
  reasons: [
    { kind: 'silence', contribution: 1, sentence: '80 days since the last order; usually every 20' },
    { kind: 'tenure', contribution: -1, sentence: 'a customer for 900 days, longer than most' },
  ],
  recommendation: 'Call or visit in person: ask what has changed',
}
const band = { key: '0-1k', range: '0–1K', min: 0, max: 1000, count: 30, percentage: 100, revenue: 3000 }
const group = {
  group: 'loyal',
  meaning: 'Bought often',
  customers: 30,
  percentage: 100,
  revenue: 3000,
  revenuePercentage: 100,
  averageDaysSince: 5,
  averagePurchases: 4,
  averageValue: 100,
}
const average = [
  { month: 0, percent: 100, cohorts: 1, customers: 20, value: 20, of: ['2026-01'] },
  { month: 1, percent: null, cohorts: 0, customers: 0, value: 0, of: [] },
]
const about = {
  // what some of the answers say beside the usual
  average,
  total: 2,
  bands: [
    { band: 'high', from: 0.7, customers: 1, revenueAtRisk: 360 },
    { band: 'medium', from: 0.5, customers: 1, revenueAtRisk: 100 },
    { band: 'low', from: 0, customers: 28, revenueAtRisk: 10 },
  ],
  model,
  customers: 30,
  median: 90,
  mean: 100,
}
const answers = {
  '/api/customers/overview': {
    total: kpi(30, 25),
    active: kpi(12),
    new: kpi(4),
    returning: kpi(8),
    churned: kpi(1),
    atRisk: kpi(null),
  },
  '/api/customers/segments': [
    { segment: 'smb', count: 30, active: 12, revenue: 900, percentage: 100, revenuePercentage: 100 },
  ],
  '/api/customers/cohorts': months.map((cohort, i) => ({
    cohort,
    partial: i === 1,
    size: [20, 10][i],
    months: [
      { month: 0, value: [20, 10][i], percent: 100, partial: i === 1 },
      i === 0 ? { month: 1, value: 5, percent: 25, partial: true } : null,
    ],
  })),
  '/api/customers/lifetime-value': [band],
  '/api/customers/acquisition': [
    { date: '2026-11-21', endDate: '2026-11-21', channel: 'Online', count: 3, partial: false },
    { date: '2026-11-22', endDate: '2026-11-22', channel: 'Online', count: 1, partial: true },
  ],
  '/api/customers/at-risk': [{ ...person, lifetimeValue: 1000, ...risk }],
  '/api/customers/rfm': [group],
}
const open = (address = '/customers', changes: Partial<Record<string, unknown>> = {}, says: object = {}) =>
  openPage(<CustomersPage />, address, { ...answers, ...changes }, { notes: [], ...about, ...says })

test('the cohorts are the twelve months that end with the range; more for a longer range, two years at most', () => {
  expect(cohortDays({ start: '2026-10-24', end: '2026-11-22' })).toEqual({ start: '2025-12-01', end: '2026-11-22' })
  expect(cohortDays({ start: '2025-11-23', end: '2026-11-22' }).start).toBe('2025-12-01')
  expect(cohortDays({ start: '2025-06-01', end: '2026-11-22' }).start).toBe('2025-06-01')
  expect(cohortDays({ start: '1997-01-01', end: '2026-11-22' }).start).toBe('2024-12-01')
  expect(isWide({ start: '2025-06-01', end: '2026-11-22' }, null)).toBe(true)
  expect(isWide({ start: '2025-06-01', end: '2026-11-22' }, '2026-09-03')).toBe(false)
})

test('every count opens exactly its people, with the range and the filters of the page', async () => {
  const { asked } = open('/customers?region=North')
  const list = '/customers/all?region=North'
  const kpis = await screen.findByRole('region', { name: 'Active' })
  expect(within(kpis).getByRole('link').getAttribute('href')).toBe(`${list}&state=active`)
  expect(
    within(screen.getByRole('region', { name: 'Customers to date' }))
      .getByRole('link')
      .getAttribute('href'),
  ).toBe(list)
  expect(asked).toContain(
    '/api/customers/cohorts?compare=none&end_date=2026-11-22&measure=customers&mode=in-month&region=North&start_date=2025-12-01',
  )
})

test('cells, bands, groups and bars open the people they count', async () => {
  open()
  const href = async (name: string | RegExp) => (await screen.findByRole('link', { name })).getAttribute('href')
  expect(
    await href(/^25%\. First order Oct 2026, month 1 \(Nov 2026\): 5 of 20 customers ordered, 25.0%, so far$/),
  ).toBe('/customers/all?cohort=2026-10&cohort_month=1')
  expect(await href('20 customers with a first order in Oct 2026')).toBe('/customers/all?cohort=2026-10')
  expect(await href(/^High risk from 70%/)).toBe('/customers/all?risk=high&sort=risk')
  expect(await href(/^\$0 – \$1K: ?30 ?, ?100.0%$/)).toBe('/customers/all?value=0-1k&sort=lifetime')
  expect(await href('Sat 21 Nov 2026, Online: 3 of 3')).toBe(
    '/customers/all?from=2026-11-21&to=2026-11-21&state=new&acquisition=Online',
  )
  expect(await href('All 2 customers at risk')).toBe('/customers/all?state=at-risk&sort=risk')
})

test('who may leave is told with what adds to the risk, and not with what takes from it', async () => {
  open()
  const table = await screen.findByRole('table', { name: 'Customers at risk' })
  expect(within(table).getByText('72%')).toBeTruthy()
  expect(within(table).getByText(/80 days since/)).toBeTruthy()
  expect(within(table).queryByText(/longer than most/)).toBeNull()
})

test('the record of the model is one click away, and a poor one is said where the risks stand', async () => {
  const { address } = open('/customers', {}, { model: { ...model, method: 'bgnbd', record, noRecord: null } })
  expect(await screen.findByText('Poor record')).toBeTruthy()
  fireEvent.click(screen.getByRole('button', { name: 'How good is this?' }))
  const dialog = await screen.findByRole('dialog')
  expect(address()).toBe('/customers?record=shown')
  expect(dialog.textContent).toMatch(/AUC0\.54/)
  expect(dialog.textContent).toMatch(/Brier skill−25\.0%no closer than/)
  expect(dialog.textContent).toMatch(/Scored as of 23 Sep 2026 and held against what happened up to 22 Nov 2026/)
})

test('without a record it is said why', async () => {
  open('/customers?record=shown')
  expect((await screen.findByRole('dialog')).textContent).toMatch(/No record yet\. There is no complete window yet\./)
  expect(screen.queryByText('Poor record')).toBeNull()
})

test('while the models are fitted the card says so, and the count of those at risk is not a zero', async () => {
  open(
    '/customers',
    { '/api/customers/at-risk': [] },
    { model: null, bands: [], total: 0, notes: ['Scores are being made.'] },
  )
  expect(await screen.findByText('The risks are being computed')).toBeTruthy()
  expect(within(screen.getByRole('region', { name: 'At risk' })).getAllByText('being computed').length).toBeGreaterThan(
    0,
  )
})

test('one failed card leaves the others working', async () => {
  open('/customers', { '/api/customers/rfm': new Error('the disk is full') })
  const card = await screen.findByRole('region', { name: 'Groups by recency, frequency and value' })
  expect(await within(card).findByText('the disk is full')).toBeTruthy()
  expect(await screen.findByRole('table', { name: 'Customers at risk' })).toBeTruthy()
})

test('order lines without a customer are no customers: it says so', async () => {
  const nobody = { ...answers['/api/customers/overview'], total: kpi(0) }
  open('/customers', { '/api/customers/overview': nobody })
  expect(await screen.findByText('These order lines name no customer')).toBeTruthy()
})

const listed = {
  ...person,
  acquisitionChannel: 'Online',
  standing: 'returning',
  revenue: 100,
  orders: 2,
  previousRevenue: 50,
  changePercent: 100,
  lifetimeValue: 900,
  lifetimeOrders: 9,
  firstOrderOn: '2025-01-02',
  lastOrderOn: '2026-11-03',
  riskScore: null,
  atRisk: null,
  expectedValue12m: null,
}
const total = {
  customers: 41,
  revenue: 4000,
  orders: 60,
  previousRevenue: 2000,
  changePercent: 100,
  lifetimeValue: 9000,
  lifetimeOrders: 99,
}

test('the list asks as its address says, names what narrows it, and each is undone by a click', async () => {
  const { asked, address } = openPage(
    <CustomerListPage />,
    '/customers/all?state=new&cohort=2026-10&cohort_month=2&value=1k-5k&acquisition=Online&risk=banana&sort=last&direction=asc',
    { '/api/customers': { rows: [listed], nextCursor: null, total } },
  )
  expect(await screen.findByText('41 customers', { selector: 'b' })).toBeTruthy()
  expect(asked).toContain(
    '/api/customers?acquisition=Online&cohort=2026-10&cohort_month=2&direction=asc&limit=100&sort=last&state=new&value=1k-5k',
  )
  expect(screen.getByRole('heading', { name: 'New in the range' })).toBeTruthy()
  fireEvent.click(screen.getByRole('button', { name: 'Remove Ordered 2 months later' }))
  expect(address()).not.toMatch(/cohort_month/)
  fireEvent.click(screen.getByRole('button', { name: 'Remove First order: Oct 2026' }))
  fireEvent.click(screen.getByRole('button', { name: 'Remove Value to date: 1–5K' }))
  fireEvent.click(screen.getByRole('button', { name: 'Remove Came through: Online' }))
  expect(address()).toBe('/customers/all?state=new&risk=banana&sort=last&direction=asc')
})

test('every column is sorted by the server, both ways', async () => {
  const { asked, address } = openPage(<CustomerListPage />, '/customers/all', {
    '/api/customers': { rows: [listed], nextCursor: null, total },
  })
  const table = await screen.findByRole('table', { name: 'Customers' })
  fireEvent.click(within(table).getByRole('button', { name: 'Churn risk' }))
  expect(address()).toBe('/customers/all?sort=risk')
  fireEvent.click(within(table).getByRole('button', { name: 'Churn risk' }))
  expect(address()).toBe('/customers/all?sort=risk&direction=asc')
  await screen.findByRole('columnheader', { name: 'Churn risk' })
  expect(asked).toContain('/api/customers?direction=asc&limit=100&sort=risk')
})
