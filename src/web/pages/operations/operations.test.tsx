import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import { Route, Routes } from 'react-router'
import { expect, test } from 'vitest'
import { cellsOf, failure, openPage, stageOf, type Answers } from '../../stage.tsx'
import { DealPage } from './DealPage.tsx'
import { DealsPage } from './DealsPage.tsx'
import { OperationsPage } from './OperationsPage.tsx'

stageOf(900)

const kpi = (value: number, previousValue: number, n: number, polarity = 'up_is_good') => ({
  value,
  previousValue,
  change: value - previousValue,
  changePercent: Math.round((1000 * (value - previousValue)) / previousValue) / 10,
  polarity,
  sparkline: null,
  n,
  previousN: 20,
})
const deal = (id: number, more: object = {}) => ({
  id,
  opportunityName: `Deal ${id}`,
  customerId: 3,
  customerName: 'Acme',
  salesRepId: 7,
  salesRepName: 'Ann',
  team: 'East',
  region: 'North',
  stage: 'lead',
  state: 'open',
  amount: 1000 * id,
  probability: 0.25,
  createdOn: '2026-09-01',
  expectedCloseDate: '2026-11-30',
  closedOn: null,
  ageDays: 82,
  daysInStage: 30,
  usualDaysInStage: 40,
  overdueDays: null,
  slippedDays: 0,
  postponed: 0,
  ...more,
})
const deals = {
  rows: [
    deal(2, { expectedCloseDate: '2026-11-10', overdueDays: 12, slippedDays: 40, postponed: 2 }),
    deal(1, { daysInStage: 60 }),
  ],
  nextCursor: null,
  total: { deals: 2, value: 3000, weightedValue: 750, withoutAmount: 0, open: 2, won: 0, lost: 0, removed: 0 },
}
const wonDeals = {
  rows: [deal(3, { stage: 'closed-won', state: 'won', closedOn: '2026-11-20', daysInStage: null })],
  nextCursor: null,
  total: { ...deals.total, deals: 1, value: 3000, open: 0, won: 1 },
}
const rest = { deals: 0, value: 0, weighted: 0 }
const spread = { avgDays: 12, medianDays: 10, p25Days: 5, p75Days: 20 }
const rep = (id: number, attainment: number | null, more: object = {}) => ({
  id,
  name: `Rep ${id}`,
  team: 'East',
  region: 'North',
  quota: attainment === null ? null : 120_000,
  quotaProrated: attainment === null ? null : 10_000,
  achieved: 100 * (attainment ?? 30),
  attainment,
  deals: 12,
  lost: 6,
  winRate: 66.67,
  openPipeline: 5000,
  openDeals: 4,
  rank: attainment === null ? null : id,
  ...more,
})
const answers = (): Answers => ({
  '/api/operations/filters': {
    reps: [{ id: 7, name: 'Ann', team: 'East', deals: 10 }],
    teams: [{ name: 'East', deals: 10 }],
    regions: [{ name: 'North', deals: 10 }],
    stages: [{ name: 'lead', kind: 'open', position: 1, probability: 0.1 }],
  },
  '/api/operations/pipeline-kpis': {
    pipelineValue: kpi(3000, 2000, 2),
    weightedValue: kpi(750, 500, 2),
    avgCycleTime: kpi(80, 64, 30, 'down_is_good'),
    winRate: {
      value: 100,
      previousValue: 50,
      change: 50,
      changePoints: 50,
      polarity: 'up_is_good',
      sparkline: null,
      n: 1,
      previousN: 20,
    },
    avgDealSize: kpi(1500, 1000, 30),
  },
  '/api/operations/pipeline': [
    {
      stage: 'lead',
      kind: 'open',
      value: 3000,
      count: 2,
      percentage: 100,
      entered: 20,
      converted: 8,
      lost: 2,
      undecided: 10,
      conversionRate: 40,
      weightedValue: 750,
    },
    {
      stage: 'closed-won',
      kind: 'won',
      value: 900,
      count: 1,
      percentage: null,
      entered: null,
      converted: null,
      lost: null,
      undecided: null,
      conversionRate: null,
      weightedValue: 900,
    },
  ],
  '/api/operations/conversion-rates': [
    { fromStage: 'lead', toStage: 'closed-won', entered: 20, converted: 8, lost: 2, undecided: 10, rate: 40 },
  ],
  '/api/operations/cycle-time': {
    stages: [{ stage: 'lead', ...spread, deals: 9 }],
    salesCycle: { ...spread, deals: 30 },
  },
  '/api/operations/deal-size-distribution': [
    { bucket: '0-10K', min: 0, max: 10_000, count: 3, value: 3900, openCount: 2, wonCount: 1, lostCount: 0 },
    { bucket: '250K+', min: 250_000, max: null, count: 0, value: 0, openCount: 0, wonCount: 0, lostCount: 0 },
  ],
  '/api/operations/flow': {
    since: '2026-10-23',
    until: '2026-11-22',
    start: 2000,
    startDeals: 2,
    steps: [
      { kind: 'created', amount: 1900, deals: 2, value: 1900 },
      { kind: 'grew', amount: 0, deals: 0, value: 0 },
      { kind: 'won', amount: -900, deals: 1, value: 900 },
    ],
    end: 3000,
    endDeals: 2,
  },
  '/api/operations/forecast': {
    months: [
      { month: '2026-11', deals: 1, value: 1000, weighted: 250, worst: 0, best: 1000, closed: 900 },
      { month: '2026-12', deals: 0, value: 0, weighted: 0, worst: 0, best: 0, closed: null },
    ],
    overdue: { deals: 1, value: 2000, weighted: 500 },
    later: rest,
    undated: rest,
    total: { deals: 2, value: 3000, weighted: 750, worst: 0, best: 3000 },
    model: {
      method: 'stage-rates',
      reason: 'stage rates',
      snapshotDay: '2026-08-24',
      asOf: '2026-11-22',
      decided: 64,
      censored: 6,
      brier: { stageRates: 0.1824, hazard: 0.19 },
      stages: [{ stage: 'lead', probability: 0.25, lower: 0.1, upper: 0.5, won: 10, lost: 30, configured: 0.1 }],
    },
  },
  '/api/operations/sales-performance': [
    ...[150, 120, 110, 100, 90, 80, 70].map((attainment, i) => rep(i + 1, attainment)),
    rep(8, null, { deals: 1, lost: 0, winRate: 100 }),
  ],
  '/api/operations/opportunities': (params: URLSearchParams) => (params.get('state') === 'won' ? wonDeals : deals),
})

const card = (name: string) => screen.getByRole('region', { name })
/** Where the links of a card lead: the deals' parameters. */
const linksOf = (name: string) =>
  within(card(name))
    .getAllByRole('link')
    .map(link => decodeURIComponent(link.getAttribute('href') ?? '').replace('/operations/deals?', ''))

const operations = async (address = '/operations', given = answers()) => {
  const page = openPage(<OperationsPage />, address, given)
  await screen.findByRole('table', { name: 'Deals' })
  return page
}

test('a longer cycle is worse, and a rate of few deals says how few and is not coloured', async () => {
  await operations()
  expect(within(card('Sales cycle')).getByText(/worse/)).toBeTruthy()
  expect(card('Win rate').textContent).toContain('50.0 pp')
  expect(card('Win rate').textContent).toContain('of 1 deal: few')
  expect(card('Win rate').textContent).not.toMatch(/better|worse/)
  expect(within(card('Average deal size')).getByText(/better/)).toBeTruthy()
})

test('every bar and figure opens exactly its deals, with the same range and filters', async () => {
  await operations('/operations?range=90d&region=North&team=East')
  const own = 'range=90d&region=North&team=East'
  expect(linksOf('Pipeline value')).toEqual([`${own}&state=open`])
  expect(linksOf('Win rate')).toEqual([`${own}&state=closed`])
  expect(linksOf('Sales pipeline')).toEqual([
    `${own}&state=open&stage=lead`,
    `${own}&entered=lead&outcome=converted`,
    `${own}&entered=lead&outcome=lost`,
    `${own}&entered=lead&outcome=undecided`,
    `${own}&state=won&stage=closed-won`,
    `${own}&state=open`,
  ])
  expect(linksOf('Stage conversion')).toEqual([
    `${own}&entered=lead`,
    `${own}&entered=lead&outcome=converted`,
    `${own}&entered=lead&outcome=undecided`,
    `${own}&entered=lead&outcome=lost`,
  ])
  expect(linksOf('Time in stage')).toEqual([`${own}&left=lead`, `${own}&state=won&known=created&sort=age`])
  expect(linksOf('Deal sizes')).toEqual([
    `${own}&state=all&size=0-10K`,
    `${own}&state=won&size=0-10K`,
    `${own}&state=open&size=0-10K`,
  ])
  expect(linksOf('Pipeline forecast')).toEqual([
    `${own}&state=open&expected=2026-11`,
    `${own}&state=open&expected=overdue`,
  ])
  expect(linksOf('Pipeline flow')).toEqual([
    `${own}&flow=created&since=2026-10-23`,
    `${own}&flow=won&since=2026-10-23`,
    `${own}&state=open`,
  ])
  expect(linksOf('Quota attainment').slice(0, 4)).toEqual([
    `${own}&state=won&rep_id=1`,
    `${own}&state=won&rep_id=1`,
    `${own}&state=closed&rep_id=1`,
    `${own}&state=open&rep_id=1`,
  ])
})

test('the forecast says its rule and how well it did, and lists what is past its close', async () => {
  await operations()
  const words = card('Pipeline forecast').textContent
  expect(words).toContain('1 deal past its expected close, in no month: $2.00K, likely $500')
  expect(words).toContain(
    'Brier score 0.182 on 64 deals open on 24 Aug 2026 and decided since (with age, amount and representative: 0.190)',
  )
})

test('the first and the last five by attainment; all have a sum, and who has no quota is among them', async () => {
  await operations()
  const names = () =>
    cellsOf(screen.getByRole('table', { name: 'Sales representatives' })).map(row => row[0]?.replace(/East.*/, ''))
  expect(names().slice(1)).toEqual(['Rep 1', 'Rep 2', 'Rep 3', 'Rep 4', 'Rep 5'])
  fireEvent.click(screen.getByRole('radio', { name: 'All 8' }))
  expect(names()).toHaveLength(10)
  expect(within(card('Quota attainment')).getByText('102.9%')).toBeTruthy()
  fireEvent.click(screen.getByRole('radio', { name: 'Bottom 5' }))
  expect(names().slice(1)).toEqual(['Rep 7', 'Rep 6', 'Rep 5', 'Rep 4', 'Rep 3'])
})

test('a card that fails says so and is tried again; the others stand', async () => {
  const given = answers()
  const flow = given['/api/operations/flow']
  given['/api/operations/flow'] = failure('The flow broke.')
  await operations('/operations', given)
  expect(card('Pipeline flow').textContent).toContain('The flow broke.')
  expect(card('Pipeline value').textContent).toContain('$3,000')
  given['/api/operations/flow'] = flow
  fireEvent.click(within(card('Pipeline flow')).getByRole('button', { name: 'Try again' }))
  await waitFor(() => expect(card('Pipeline flow').textContent).toContain('Created'))
})

test('without deals the page says why, and asks for a file', async () => {
  openPage(<OperationsPage />, '/operations', {
    ...answers(),
    '/api/data': {
      demo: false,
      empty: false,
      version: 1,
      workspace: { currency: 'USD', timezone: 'UTC', weekStart: 1, fiscalMonth: 1, compareMatch: 'weekday' },
      asOfDay: '2026-11-22',
      dataEnded: false,
      newestAt: null,
      lastImportAt: null,
      stale: false,
      tables: [{ table: 'pipeline', rows: 0, first: null, last: null }],
      engine: 'embedded',
      notes: [],
    },
  })
  expect(await screen.findByText('No deals yet')).toBeTruthy()
  expect(screen.getByRole('link', { name: 'Bring a file of deals' }).getAttribute('href')).toBe('/data')
})

test('the list says in words what narrows it, lets go of each, and warns of late and slow deals', async () => {
  const { asked, address } = openPage(
    <DealsPage />,
    '/operations/deals?range=90d&entered=lead&outcome=lost&rep_id=7&team=East&size=nonsense&sort=age',
    answers(),
  )
  await screen.findByRole('button', { name: 'Remove Rep: Ann' })
  const questions = () => asked.filter(one => one.startsWith('/api/operations/opportunities'))
  expect(questions().at(-1)).toBe(
    '/api/operations/opportunities?compare=none&end_date=2026-11-22&entered=lead&limit=100&outcome=lost&rep_id=7&sort=age&start_date=2026-08-25&team=East',
  )
  expect(screen.getByRole('columnheader', { name: /Past due/ })).toBeTruthy()
  expect(screen.getByText('12 d')).toBeTruthy()
  expect(screen.getByText('postponed 2×')).toBeTruthy()
  expect(screen.getByText('usual ≤ 40 d')).toBeTruthy()
  fireEvent.click(screen.getByRole('button', { name: 'Remove Entered lead in the range, lost since' }))
  await waitFor(() => expect(address()).toBe('/operations/deals?range=90d&rep_id=7&team=East&size=nonsense&sort=age'))
  fireEvent.click(screen.getByRole('button', { name: 'Expected close' }))
  await waitFor(() => expect(questions().at(-1)).toContain('direction=asc'))
  expect(questions().at(-1)).toContain('sort=expected')
  fireEvent.click(screen.getByRole('radio', { name: 'Won' }))
  await waitFor(() => expect(questions().at(-1)).toContain('state=won'))
  expect(await screen.findByRole('columnheader', { name: 'Closed' })).toBeTruthy()
})

test("a deal's page: what it is now, its way and its history; a number that is none is said", async () => {
  const opened = {
    ...deal(2, { overdueDays: 12, slippedDays: 40, postponed: 1 }),
    externalId: 'X-2',
    product: null,
    stages: [
      { stage: 'lead', kind: 'open', enteredOn: '2026-09-01', leftOn: '2026-09-11', days: 10 },
      { stage: 'qualified', kind: 'open', enteredOn: '2026-09-11', leftOn: null, days: 72 },
    ],
    history: [
      { kind: 'created', on: '2026-09-01', at: null, seen: false },
      { kind: 'stage', on: '2026-09-11', at: null, seen: false, from: 'lead', to: 'qualified', toKind: 'open' },
      { kind: 'amount', on: '2026-10-01', at: null, seen: true, from: null, to: 2000 },
      { kind: 'expected-close', on: '2026-10-02', at: null, seen: true, from: '2026-10-01', to: '2026-11-10' },
    ],
  }
  const routes = (
    <Routes>
      <Route path="/operations/deals/:id" element={<DealPage />} />
    </Routes>
  )
  const { unmount } = openPage(routes, '/operations/deals/2?range=90d', { '/api/operations/opportunities/2': opened })
  await screen.findByRole('heading', { name: 'Deal 2' })
  expect(
    within(card('History'))
      .getAllByRole('listitem')
      .map(item => item.textContent),
  ).toEqual([
    'by 2 Oct 2026Expected close: 1 Oct 2026 → 10 Nov 2026postponed',
    'by 1 Oct 2026Amount: — → $2,000.00',
    '11 Sep 2026Stage: lead → qualified',
    '1 Sep 2026Created',
  ])
  expect(within(card('Way through the stages')).getByRole('figure').textContent).toContain('lead10 days')
  expect(screen.getByRole('link', { name: 'Ann' }).getAttribute('href')).toBe(
    '/operations/deals?range=90d&state=all&rep_id=7',
  )
  unmount()
  openPage(routes, '/operations/deals/none', {})
  expect(await screen.findByText('There is no such deal')).toBeTruthy()
})
