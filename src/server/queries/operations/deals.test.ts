import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testDatabase } from '../../../../tests/setup/database.ts'
import { store } from '../../../../tests/setup/rows.ts'
import { buildApp } from '../../app.ts'
import type { Database } from '../../db/database.ts'

/** A team small enough to add up by hand; each deal is there for one rule. "Now" is a Sunday, two days after the range. */
let database: Database
let app: FastifyInstance
const on = (day: string) => `2026-${day}T09:00:00Z`
beforeAll(async () => {
  database = await testDatabase()
  await store(database, {
    customers: { Ada: { segment: 'enterprise', region: 'North' }, Ben: { segment: 'smb', region: null } },
    reps: [
      { name: 'Rita', team: 'East', region: 'South', quota: 36_500 },
      { name: 'Rob', team: 'East', quota: 0 },
      { name: 'Zoe', team: 'West' },
    ],
    deals: [
      {
        name: 'grew',
        customer: 'Ada',
        rep: 'Rita',
        stage: 'proposal',
        amount: 1500,
        created: '2026-10-01',
        expected: '2026-12-20',
        history: [
          ['lead', on('10-01')],
          ['proposal', on('11-05')],
        ],
        changes: [[on('11-06'), 1000, '2026-11-10']],
      },
      {
        name: 'won',
        customer: 'Ben',
        rep: 'Rita',
        stage: 'closed-won',
        amount: 4000,
        created: '2026-10-10',
        closed: '2026-11-12',
        history: [
          ['qualified', on('10-10')],
          ['proposal', on('10-20')],
          ['closed-won', on('11-12')],
        ],
      },
      {
        name: 'lost',
        customer: 'Ben',
        rep: 'Rob',
        stage: 'closed-lost',
        amount: 800,
        created: '2026-10-20',
        closed: '2026-11-15',
        history: [
          ['lead', on('10-20')],
          ['qualified', on('11-02')],
          ['closed-lost', on('11-15')],
        ],
      },
      {
        name: 'reopened',
        customer: 'Ada',
        rep: 'Rob',
        stage: 'negotiation',
        amount: 500,
        created: '2026-09-01',
        expected: '2026-11-15',
        history: [
          ['lead', on('09-01')],
          ['closed-lost', on('10-20')],
          ['negotiation', on('11-08')],
        ],
      },
      {
        name: 'fresh',
        customer: 'Ada',
        rep: 'Zoe',
        stage: 'lead',
        amount: null,
        created: '2026-11-18',
        history: [['lead', on('11-18')]],
      },
      { name: 'undated', customer: 'Ben', stage: 'lead', amount: 300, created: null },
      {
        name: 'gone',
        customer: 'Ada',
        rep: 'Rita',
        stage: 'lead',
        amount: 250,
        created: '2026-10-05',
        removed: '2026-11-10',
        history: [['lead', on('10-05')]],
      },
      {
        name: 'quick',
        customer: 'Ben',
        rep: 'Zoe',
        stage: 'closed-won',
        amount: 12_000,
        created: '2026-11-03',
        closed: '2026-11-05',
        history: [
          ['lead', on('11-03')],
          ['closed-won', on('11-05')],
        ],
      },
    ],
  })
  app = await buildApp({ database, now: () => new Date('2026-11-22T10:30:00Z') })
})
afterAll(async () => {
  await app.close()
  await database.close()
})

const range = 'start_date=2026-11-01&end_date=2026-11-20'
const answer = async (question: string) => {
  const response = await app.inject({ url: `/api/operations/${question}` })
  expect(response.json().error).toBeUndefined()
  return response.json()
}
const ask = async (question: string) => (await answer(question)).data
const namesOf = async (question: string) => {
  const { rows } = await ask(`opportunities?${range}&sort=name&direction=asc&${question}`)
  return rows.map(({ opportunityName }: { opportunityName: string }) => opportunityName)
}

test('open deals, weighted, sales cycle, win rate and deal size, each of how many deals', async () => {
  const { data, meta } = await answer(`pipeline-kpis?${range}`)
  const kpi = (value: number | null, previousValue: number | null, n: number, previousN: number, more: object) =>
    expect.objectContaining({ value, previousValue, n, previousN, ...more })
  expect(data).toEqual({
    // at the end of October: grew with 1,000, won, lost and gone; reopened was lost then
    pipelineValue: kpi(2000, 6050, 3, 4, { change: -4050, changePercent: -66.9, polarity: 'up_is_good' }),
    weightedValue: kpi(1125, 2205, 3, 4, { change: -1080 }),
    avgCycleTime: kpi(17.5, null, 2, 0, { change: null, polarity: 'down_is_good', sparkline: null }),
    winRate: kpi(66.67, 0, 3, 1, { change: 66.67, changePoints: 66.67, sparkline: null }),
    avgDealSize: kpi(8000, null, 2, 0, { changePercent: null, sparkline: null }),
  })
  // 1 to 20 November, day by day
  expect(data.pipelineValue.sparkline).toEqual([
    6050, 6050, 18_050, 18_050, 6050, 6550, 6550, 7050, 7050, 6800, 6800, 2800, 2800, 2800, 2000, 2000, 2000, 2000,
    2000, 2000,
  ])
  expect(meta.rows).toEqual({ counted: 6, excluded: [{ reason: 'open, without a day of creation', rows: 1 }] })
  const dashboard = (await app.inject({ url: `/api/dashboard/kpis?${range}` })).json().data
  expect(dashboard.conversionRate).toEqual(data.winRate)
})

test('each representative against the quota of the days of the range', async () => {
  const { data, meta } = await answer(`sales-performance?${range}`)
  const rita = {
    id: expect.any(Number),
    name: 'Rita',
    team: 'East',
    region: 'South',
    quota: 36_500,
    // 20 of 365 days
    quotaProrated: 2000,
    achieved: 4000,
    attainment: 200,
    deals: 1,
    lost: 0,
    winRate: 100,
    openPipeline: 1500,
    openDeals: 1,
    rank: 1,
  }
  expect(data).toEqual([
    rita,
    expect.objectContaining({
      name: 'Zoe',
      quota: null,
      quotaProrated: null,
      attainment: null,
      rank: null,
      achieved: 12_000,
    }),
    expect.objectContaining({
      name: 'Rob',
      quota: 0,
      quotaProrated: 0,
      attainment: null,
      lost: 1,
      winRate: 0,
      openDeals: 1,
    }),
  ])
  expect(meta.notes).toContain('Attainment of 2 without a quota is not known.')
  // over the turn of a leap year: 10 of 366 days and 20 of 365
  const leap = await ask('sales-performance?start_date=2028-12-22&end_date=2029-01-20')
  expect(leap[0].quotaProrated).toBe(Math.round(36_500 * (10 / 366 + 20 / 365) * 100) / 100)
  const south = await ask(`sales-performance?${range}&region=South`)
  expect(south.map(({ name, achieved }: Record<string, unknown>) => [name, achieved])).toEqual([['Rita', 4000]])
  expect((await ask(`sales-performance?${range}&team=West`)).map(({ name }: { name: string }) => name)).toEqual(['Zoe'])
})

test('what became of the deals that entered each stage, and how long they had been in those they left', async () => {
  const row = (fromStage: string, toStage: string, counts: number[], rate: number | null) => {
    const [entered, converted, lost, undecided] = counts
    return { fromStage, toStage, entered, converted, lost, undecided, rate }
  }
  expect(await ask(`conversion-rates?${range}`)).toEqual([
    row('lead', 'qualified', [2, 1, 0, 1], 50),
    row('qualified', 'proposal', [1, 0, 1, 0], 0),
    row('proposal', 'negotiation', [1, 0, 0, 1], 0),
    row('negotiation', 'closed-won', [1, 0, 0, 1], 0),
  ])
  // one that is gone counts as lost
  expect((await ask('conversion-rates?start_date=2026-10-01&end_date=2026-10-31'))[0]).toEqual(
    row('lead', 'qualified', [3, 2, 1, 0], 66.67),
  )
  const spread = (stage: string, deals: number, ...[avgDays, p25Days, medianDays, p75Days]: (number | null)[]) => ({
    stage,
    deals,
    avgDays,
    p25Days,
    medianDays,
    p75Days,
  })
  const none = [null, null, null, null]
  expect(await ask(`cycle-time?${range}`)).toEqual({
    stages: [
      // 35, 13 and 2 days
      spread('lead', 3, 16.7, 7.5, 13, 24),
      spread('qualified', 1, 13, 13, 13, 13),
      spread('proposal', 1, 23, 23, 23, 23),
      spread('negotiation', 0, ...none),
    ],
    salesCycle: { deals: 2, avgDays: 17.5, p25Days: 9.8, medianDays: 17.5, p75Days: 25.3 },
  })
})

test('deals by size', async () => {
  const { data, meta } = await answer(`deal-size-distribution?${range}`)
  expect(data.slice(0, 3)).toEqual([
    { bucket: '0-10K', min: 0, max: 10_000, count: 4, value: 6800, openCount: 2, wonCount: 1, lostCount: 1 },
    { bucket: '10-25K', min: 10_000, max: 25_000, count: 1, value: 12_000, openCount: 0, wonCount: 1, lostCount: 0 },
    { bucket: '25-50K', min: 25_000, max: 50_000, count: 0, value: 0, openCount: 0, wonCount: 0, lostCount: 0 },
  ])
  expect(data.at(-1)).toMatchObject({ bucket: '250K+', max: null })
  expect(meta.rows.excluded).toEqual([
    { reason: 'without an amount', rows: 1 },
    { reason: 'open, without a day of creation', rows: 1 },
  ])
})

describe('flow', () => {
  const flow = async (question: string) => {
    const { steps, ...ends } = await ask(`flow?${question}`)
    expect(ends.start + steps.reduce((sum: number, { amount }: { amount: number }) => sum + amount, 0)).toBe(ends.end)
    const some = steps.filter(({ deals }: { deals: number }) => deals > 0)
    return {
      ...ends,
      steps: some.map(({ kind, amount, deals, value }: Record<string, unknown>) => [kind, amount, deals, value]),
    }
  }
  test('from the day before the range to its end', async () => {
    expect(await flow(range)).toEqual({
      since: '2026-10-31',
      until: '2026-11-20',
      start: 6050,
      startDeals: 4,
      end: 2000,
      endDeals: 3,
      steps: [
        ['created', 12_000, 2, 12_000],
        ['reopened', 500, 1, 500],
        // what is expected later leaves nothing without days of closing
        ['pushed-out', 0, 1, 1500],
        ['grew', 500, 1, 1500],
        ['won', -16_000, 2, 16_000],
        ['lost', -800, 1, 800],
        ['removed', -250, 1, 250],
      ],
    })
  })
  test('of what is expected to close on some days: it moves in and out', async () => {
    const november = await flow(`${range}&close_start=2026-11-01&close_end=2026-11-30`)
    expect(november).toMatchObject({
      start: 1000,
      end: 500,
      steps: [
        ['reopened', 500, 1, 500],
        ['pushed-out', -1000, 1, 1500],
      ],
    })
    const december = await flow(`${range}&close_start=2026-12-01&close_end=2026-12-31`)
    expect(december).toMatchObject({ start: 0, end: 1500, steps: [['pulled-in', 1500, 1, 1500]] })
  })
  test('refuses days that cannot be', async () => {
    const refusal = async (question: string) =>
      (await app.inject({ url: `/api/operations/flow?${range}&${question}` })).json().error.message
    expect(await refusal('since=2026-11-21')).toBe(
      "since: expected a day up to the range's last, 2026-11-20, got 2026-11-21",
    )
    expect(await refusal('close_start=2026-12-01&close_end=2026-11-01')).toMatch(
      /^close_end: expected a day on or after/,
    )
  })
})

test('the forecast: by month, overdue apart, with the record of each stage', async () => {
  const { data, meta } = await answer(`forecast?${range}&periods=2`)
  const part = (deals: number, value: number, weighted: number) => ({ deals, value, weighted })
  const { model, total, months, ...parts } = data
  expect(parts).toEqual({ overdue: part(1, 500, 375), later: part(0, 0, 0), undated: part(1, 0, 0) })
  expect(months).toEqual([
    { month: '2026-11', ...part(0, 0, 0), worst: 0, best: 0, closed: 16_000 },
    { month: '2026-12', ...part(1, 1500, 818.18), worst: 0, best: 1500, closed: null },
  ])
  expect(total).toMatchObject({ ...part(3, 2000, 1193.18), worst: 0, best: 2000 })
  expect(model).toMatchObject({
    method: 'stage-rates',
    reason: 'stage rates: 0 decided deals on the last snapshot, fewer than 30',
    asOf: '2026-11-20',
    snapshotDay: '2026-08-22',
    brier: { stageRates: null, hazard: null },
  })
  // ten deals' worth of the configured chance, and the record: quick was won, lost and gone were not
  expect(
    model.stages.map(({ stage, won, lost, probability }: Record<string, unknown>) => [stage, won, lost, probability]),
  ).toEqual([
    ['lead', 1, 2, 2 / 13],
    ['qualified', 1, 1, (2.5 + 1) / 12],
    ['proposal', 1, 0, 6 / 11],
    ['negotiation', 0, 0, 0.75],
  ])
  expect(meta.notes).toEqual(
    expect.arrayContaining([
      '1 deal has no amount: it is counted, with a value of 0.',
      '1 deal is past its expected close: it is in no month.',
    ]),
  )
})

describe('the list', () => {
  test('a row, as it was at the end of the range', async () => {
    const { rows, total } = await ask(`opportunities?${range}&stage=proposal`)
    expect(rows).toEqual([
      {
        id: expect.any(Number),
        opportunityName: 'grew',
        customerId: expect.any(Number),
        customerName: 'Ada',
        salesRepId: expect.any(Number),
        salesRepName: 'Rita',
        team: 'East',
        region: 'North',
        stage: 'proposal',
        state: 'open',
        amount: 1500,
        probability: 0.5,
        createdOn: '2026-10-01',
        expectedCloseDate: '2026-12-20',
        closedOn: null,
        ageDays: 50,
        daysInStage: 15,
        usualDaysInStage: null,
        overdueDays: null,
        slippedDays: 40,
        postponed: 1,
      },
    ])
    expect(total).toEqual({
      deals: 1,
      value: 1500,
      weightedValue: 750,
      withoutAmount: 0,
      open: 1,
      won: 0,
      lost: 0,
      removed: 0,
    })
    const [before] = (await ask('opportunities?start_date=2026-10-01&end_date=2026-10-31&search=grew')).rows
    expect(before).toMatchObject({
      stage: 'lead',
      amount: 1000,
      expectedCloseDate: '2026-11-10',
      ageDays: 30,
      postponed: 0,
    })
  })

  test('states, sizes, expected closes, stages entered and left, flow', async () => {
    expect(await namesOf('')).toEqual(['fresh', 'grew', 'reopened'])
    expect(await namesOf('state=closed')).toEqual(['lost', 'quick', 'won'])
    expect(await namesOf('state=removed')).toEqual(['gone'])
    expect(await namesOf('state=all')).toEqual(['fresh', 'grew', 'lost', 'quick', 'reopened', 'won'])
    expect(await namesOf('state=created')).toEqual(['fresh', 'quick'])
    expect(await namesOf('state=undated')).toEqual(['undated'])
    expect(await namesOf('state=any')).toEqual(['fresh', 'gone', 'grew', 'lost', 'quick', 'reopened', 'won'])
    expect(await namesOf('state=all&size=10-25K')).toEqual(['quick'])
    expect(await namesOf('state=all&size=unknown')).toEqual(['fresh'])
    expect([await namesOf('expected=overdue'), await namesOf('expected=none')]).toEqual([['reopened'], ['fresh']])
    expect([await namesOf('expected=2026-12'), await namesOf('expected=2026-11')]).toEqual([['grew'], []])
    expect([await namesOf('expected=later&periods=1'), await namesOf('expected=later&periods=2')]).toEqual([
      ['grew'],
      [],
    ])
    expect(await namesOf('entered=lead')).toEqual(['fresh', 'quick'])
    expect(await namesOf('entered=lead&outcome=converted')).toEqual(['quick'])
    expect(await namesOf('left=lead')).toEqual(['grew', 'lost', 'quick'])
    expect(await namesOf('flow=grew&since=2026-11-05')).toEqual(['grew'])
    expect(await namesOf('flow=grew&since=2026-11-06')).toEqual([])
    expect(await namesOf('state=any&search=BEN')).toEqual(['lost', 'quick', 'won'])
    expect(await namesOf('state=any&team=West&region=North')).toEqual(['fresh'])
    expect(await namesOf('state=undated&rep_id=0')).toEqual(['undated'])
  })

  test('by any column, both ways, page by page, unknown last', async () => {
    const by = async (sort: string, direction: string) => {
      const names: string[] = []
      let cursor = ''
      do {
        const { rows, nextCursor } = await ask(
          `opportunities?${range}&state=all&sort=${sort}&direction=${direction}&limit=2${cursor && `&cursor=${cursor}`}`,
        )
        names.push(...rows.map(({ opportunityName }: { opportunityName: string }) => opportunityName))
        cursor = nextCursor
      } while (cursor)
      return names
    }
    expect(await by('amount', 'desc')).toEqual(['quick', 'won', 'grew', 'lost', 'reopened', 'fresh'])
    expect(await by('amount', 'asc')).toEqual(['reopened', 'lost', 'grew', 'won', 'quick', 'fresh'])
    expect(await by('stage', 'asc')).toEqual(['fresh', 'grew', 'reopened', 'won', 'quick', 'lost'])
    expect(await by('age', 'desc')).toEqual(['reopened', 'grew', 'won', 'lost', 'fresh', 'quick'])
    expect((await by('overdue', 'desc'))[0]).toBe('reopened')
    expect((await by('closed', 'asc')).slice(0, 3)).toEqual(['quick', 'won', 'lost'])
    for (const sort of [
      'customer',
      'rep',
      'team',
      'region',
      'probability',
      'weighted',
      'created',
      'expected',
      'in_stage',
      'slipped',
    ])
      expect((await by(sort, 'asc')).toSorted()).toEqual(['fresh', 'grew', 'lost', 'quick', 'reopened', 'won'])
  })

  test('refuses what is no cursor and an outcome of nothing', async () => {
    const refusal = async (question: string) => {
      const response = await app.inject({ url: `/api/operations/opportunities?${range}&${question}` })
      return [response.statusCode, response.json().error.message]
    }
    expect(await refusal('cursor=abc')).toEqual([400, expect.stringMatching(/^cursor: expected/)])
    expect(await refusal('outcome=lost')).toEqual([400, expect.stringMatching(/^outcome: expected entered/)])
    expect(await refusal('state=opened')).toEqual([400, expect.stringMatching(/^state: /)])
    expect(await refusal('expected=2026-13')).toEqual([400, expect.stringMatching(/^expected: expected a month/)])
  })
})

test('one deal, with its stays and its history', async () => {
  const [{ id }] = (await ask(`opportunities?state=any&search=reopened`)).rows
  const { data, meta } = await answer(`opportunities/${id}`)
  expect(data).toMatchObject({
    opportunityName: 'reopened',
    externalId: 'reopened',
    product: null,
    overdueDays: 7,
    ageDays: 82,
  })
  const stay = (stage: string, kind: string, enteredOn: string, leftOn: string | null, days: number) => ({
    stage,
    kind,
    enteredOn,
    leftOn,
    days,
  })
  expect(data.stages).toEqual([
    stay('lead', 'open', '2026-09-01', '2026-10-20', 49),
    stay('closed-lost', 'lost', '2026-10-20', '2026-11-08', 19),
    stay('negotiation', 'open', '2026-11-08', null, 14),
  ])
  const moved = (from: string | null, to: string, toKind: string, day: string) => ({
    kind: 'stage',
    on: `2026-${day}`,
    at: `2026-${day}T09:00:00.000Z`,
    seen: false,
    from,
    to,
    toKind,
  })
  expect(data.history).toEqual([
    { kind: 'created', on: '2026-09-01', at: null, seen: false },
    moved(null, 'lead', 'open', '09-01'),
    moved('lead', 'closed-lost', 'lost', '10-20'),
    moved('closed-lost', 'negotiation', 'open', '11-08'),
  ])
  expect(meta).toMatchObject({ range: null, comparison: null, rows: { counted: 1, excluded: [] } })
  const missing = await app.inject({ url: '/api/operations/opportunities/999999' })
  expect([missing.statusCode, missing.json().error.message]).toEqual([404, 'There is no deal 999999.'])
})

test('what can be filtered by', async () => {
  const data = await ask('filters')
  expect(data.teams).toEqual([
    { name: 'East', deals: 5 },
    { name: 'West', deals: 2 },
  ])
  expect(data.regions).toEqual([
    { name: 'North', deals: 4 },
    { name: 'South', deals: 1 },
  ])
  expect(data.reps.map(({ name, deals }: Record<string, unknown>) => [name, deals])).toEqual([
    ['Rita', 3],
    ['Rob', 2],
    ['Zoe', 2],
  ])
  expect(data.stages[0]).toEqual({ name: 'lead', kind: 'open', position: 1, probability: 0.1 })
})
