import { z } from 'zod'
import { dealOrder } from './deal-order.ts'
import { get } from './endpoint.ts'
import { cursor, day, filters, limit, month, ranged, search, whole } from './params.ts'
import { date, instant, kpi, money, percent, rateKpi } from './shapes.ts'

/**
 * Deals as they were at the end of the range's last day ("then"), from their history: which were open, in which stage, with which amount and
 * expected close. Won, lost and closed: those whose closing day lies in the range (and which were not reopened by its end).
 * Every count has its deals: `list` says with which parameters, beside the same range and filters, `opportunities` gives exactly these.
 */

/** Values of one filter are alternatives; different filters all hold. A deal's region is its customer's, else its representative's. */
const dealFilters = { region: filters.region, rep: filters.region, team: filters.region }
const question = ranged(dealFilters)

const count = z.number().int()
const days = z.number()

export const pipelineStage = z.object({
  stage: z.string(),
  /** open: deals in the stage at the end of the range; won: deals closed as won in the range. */
  kind: z.enum(['open', 'won']),
  value: money,
  /** list: `state=open&stage=…`, of the won stage `state=won&stage=…`. */
  count,
  /** Share of the open pipeline's value; null for the won stage and when nothing is open. */
  percentage: percent.nullable(),
  /** Deals that entered this stage in the range: those that later entered the next one or beyond, those lost before, and those still undecided sum to it. Null without stage history, and for the won stage. list: `entered=…`, with `outcome=converted`, `lost`, `undecided`. */
  entered: count.nullable(),
  converted: count.nullable(),
  lost: count.nullable(),
  undecided: count.nullable(),
  /** converted ÷ entered; null where none entered. */
  conversionRate: percent.nullable(),
  /** Σ amount × probability: the deal's own while it is still in this stage, else the stage's. */
  weightedValue: money,
})

/** How many deals a mean or a rate is made of, now and in the comparison. Of fewer than ten it says little: it is shown with its n and without a colour. */
export const cases = { n: count, previousN: count.nullable() }

/** Quartiles by linear interpolation (R's type 7). All null without a deal. */
const spread = {
  avgDays: days.nullable(),
  medianDays: days.nullable(),
  p25Days: days.nullable(),
  p75Days: days.nullable(),
}

/** What a deal is at a moment. `removed`: it vanished from its source and was said to be deleted there. */
const dealState = z.enum(['open', 'won', 'lost', 'removed'])

/** Where the deals that came and went between two days went to. */
export const flowKind = z.enum([
  'created',
  'reopened',
  'pulled-in',
  'pushed-out',
  'grew',
  'shrank',
  'won',
  'lost',
  'removed',
])

/** Lower bound included, upper bound not. `0-10K` also holds amounts below zero. */
export const dealSize = z.enum(['0-10K', '10-25K', '25-50K', '50-100K', '100-250K', '250K+'])

/** The flow since the end of a day; without it, since the day before the range. `close_start`, `close_end`: only the pipeline expected to close on these days. */
const flowQuestion = { since: day.optional(), close_start: day.optional(), close_end: day.optional() }

const opportunity = z.object({
  id: count,
  opportunityName: z.string(),
  /** 0: the unknown customer. */
  customerId: count,
  customerName: z.string(),
  salesRepId: count.nullable(),
  salesRepName: z.string().nullable(),
  team: z.string().nullable(),
  region: z.string().nullable(),
  /** Then; "unknown" where it is not (open then, closed since, without history). */
  stage: z.string(),
  state: dealState,
  amount: money.nullable(),
  /** 0–1: the deal's own, else its stage's; 1 of won and 0 of lost deals. null in an unknown stage. */
  probability: z.number().nullable(),
  createdOn: date.nullable(),
  expectedCloseDate: date.nullable(),
  closedOn: date.nullable(),
  /** From its creation to the end of the range (or to today, if that is earlier), or to its closing. null without a day of creation. */
  ageDays: count.nullable(),
  /** Since it entered its stage; null where that is not known, and of closed deals. */
  daysInStage: count.nullable(),
  /** Three quarters of the deals that left this stage before then had spent at most so many days in it; null of fewer than ten, and of closed deals. `daysInStage` above it is slow. */
  usualDaysInStage: days.nullable(),
  /** Days since its expected close; null unless it is open and past it. */
  overdueDays: count.nullable(),
  /** By how many days its expected close has moved since it was first known (later is positive); null without an expected close. */
  slippedDays: count.nullable(),
  /** How many times its expected close was moved to a later day. */
  postponed: count,
})

const change = {
  on: date,
  /** null where only the day is known. */
  at: instant.nullable(),
}

const expected = z
  .union([month, z.enum(['overdue', 'later', 'none'])], {
    error: 'expected a month (YYYY-MM), "overdue", "later" or "none"',
  })
  .optional()

/** Months ahead that a forecast shows one by one, the current one included. */
const periods = limit(6, 24)

export const operations = {
  pipeline: get('/api/operations/pipeline', {
    summary: 'Open deals by stage at the end of the range, and the deals won in it.',
    query: question,
    data: z.array(pipelineStage),
  }),
  pipelineKpis: get('/api/operations/pipeline-kpis', {
    summary:
      'Pipeline value, sales cycle, win rate and average deal size, each with its change and its number of deals.',
    query: question,
    data: z.object({
      /** list: `state=open`. */
      pipelineValue: kpi.extend(cases),
      weightedValue: kpi.extend(cases),
      /** Mean days from creation to won, of the deals won in the range. list: `state=won&known=created`. */
      avgCycleTime: kpi.extend(cases),
      /** Won ÷ (won + lost) of the deals closed in the range. list: `state=closed`. */
      winRate: rateKpi.extend(cases),
      /** Mean amount of the deals won in the range. list: `state=won&known=amount`. */
      avgDealSize: kpi.extend(cases),
    }),
  }),
  salesPerformance: get('/api/operations/sales-performance', {
    summary:
      'Every sales representative: won amount against the quota of the days of the range, and what is open. The rows sum to the totals of the other answers.',
    query: question,
    data: z.array(
      z.object({
        /** 0, with the name null: the deals without a representative. list: `rep_id=…`. */
        id: count,
        name: z.string().nullable(),
        team: z.string().nullable(),
        region: z.string().nullable(),
        /** Of a year. */
        quota: money.nullable(),
        /** quota × days of the range ÷ days of their year. */
        quotaProrated: money.nullable(),
        /** Amount of the deals won in the range. */
        achieved: money,
        /** achieved ÷ quotaProrated × 100; null without a quota or with one of 0. */
        attainment: percent.nullable(),
        /** Won in the range. list: `state=won&rep_id=…`. */
        deals: count,
        /** Lost in the range. list: `state=lost&rep_id=…`. */
        lost: count,
        /** deals ÷ (deals + lost). */
        winRate: percent.nullable(),
        openPipeline: money,
        /** list: `state=open&rep_id=…`. */
        openDeals: count,
        /** By attainment; equal ones share a rank. null without attainment. Rows come in this order, those without by achieved. */
        rank: count.nullable(),
      }),
    ),
  }),
  conversionRates: get('/api/operations/conversion-rates', {
    summary:
      'Of the deals that entered each open stage in the range: the share that later entered the next one or beyond.',
    query: question,
    /** Empty without stage history. */
    data: z.array(
      z.object({
        fromStage: z.string(),
        /** The next stage, of the last one the won stage. */
        toStage: z.string(),
        /** list: `entered=…`; converted + lost + undecided sum to it. */
        entered: count,
        /** list: `entered=…&outcome=converted`. */
        converted: count,
        /** list: `entered=…&outcome=lost`; those removed count here. */
        lost: count,
        /** May yet move on. list: `entered=…&outcome=undecided`. */
        undecided: count,
        /** converted ÷ entered × 100; null where none entered. */
        rate: percent.nullable(),
      }),
    ),
  }),
  cycleTime: get('/api/operations/cycle-time', {
    summary: 'Days that deals spent in each open stage, of those that left it in the range; and from creation to won.',
    query: question,
    data: z.object({
      /** Empty without stage history. A deal that was in a stage several times counts once, with the sum. list: `left=…`. */
      stages: z.array(z.object({ stage: z.string(), ...spread, deals: count })),
      /** Of the deals won in the range. list: `state=won&known=created`. */
      salesCycle: z.object({ ...spread, deals: count }),
    }),
  }),
  dealSizeDistribution: get('/api/operations/deal-size-distribution', {
    summary: 'Deals by amount: those open at the end of the range, and those won or lost in it.',
    query: question,
    /** Every bucket, also empty ones. `meta.rows.excluded` has the deals without amount. */
    data: z.array(
      z.object({
        /** list: `state=all&size=…`; the other counts with `state=open`, `won`, `lost`. */
        bucket: dealSize,
        min: money,
        /** Not included; null: no upper bound. */
        max: money.nullable(),
        count,
        value: money,
        openCount: count,
        wonCount: count,
        lostCount: count,
      }),
    ),
  }),
  flow: get('/api/operations/flow', {
    summary: 'How the open pipeline went from one day to another: start and steps sum to the end, to the cent.',
    query: ranged({ ...dealFilters, ...flowQuestion }),
    data: z.object({
      /** The end of this day. */
      since: date,
      until: date,
      start: money,
      startDeals: count,
      /**
       * Every kind, also without deals. created, reopened: with their amount at the end (or when they closed). grew, shrank: of the deals open at
       * the start. pulled-in, pushed-out: the expected close moved into or out of close_start..close_end; without these days nothing enters or leaves
       * by moving, the amount is 0, and they are the deals open at both ends whose expected close moved to an earlier or later day.
       */
      steps: z.array(
        z.object({
          kind: flowKind,
          /** What it adds to the pipeline, or takes from it (below zero). */
          amount: money,
          /** list: `flow=…` with the same `since`, `close_start`, `close_end`. A deal can be in two: created and won, grew and lost. */
          deals: count,
          /** Amount of these deals at the end. */
          value: money,
        }),
      ),
      end: money,
      endDeals: count,
    }),
  }),
  forecast: get('/api/operations/forecast', {
    summary:
      'The open pipeline by month of expected close, weighted by the chances that the company’s own record gives: likely, best and worst.',
    query: ranged({ ...dealFilters, periods }),
    data: z.object({
      /** From the month of the range’s last day (or of today, if that is earlier) on, every month. */
      months: z.array(
        z.object({
          /** YYYY-MM */
          month: z.string(),
          /** list: `state=open&expected=YYYY-MM`. */
          deals: count,
          value: money,
          /** Likely: Σ amount × chance. */
          weighted: money,
          /** One month in ten comes out below worst, one in ten above best. */
          worst: money,
          best: money,
          /** Won in this month so far; null of months to come. */
          closed: money.nullable(),
        }),
      ),
      /** Open past their expected close: in no month. list: `state=open&expected=overdue`. */
      overdue: z.object({ deals: count, value: money, weighted: money }),
      /** After the last month shown. list: `state=open&expected=later` with the same `periods`. */
      later: z.object({ deals: count, value: money, weighted: money }),
      /** Without an expected close. list: `state=open&expected=none`. */
      undated: z.object({ deals: count, value: money, weighted: money }),
      /** All of these together. */
      total: z.object({ deals: count, value: money, weighted: money, worst: money, best: money }),
      /** How the chances were made. */
      model: z.object({
        /** stage-rates: the record of each stage. hazard: also age, amount and representative; used only where its Brier score was lower. */
        method: z.enum(['stage-rates', 'hazard']),
        /** A sentence. */
        reason: z.string(),
        /** Both were judged on the deals open on this day that were decided by `asOf`. */
        snapshotDay: date,
        asOf: date,
        decided: count,
        censored: count,
        /** Mean of (chance − won)²: 0 is perfect. null where it could not be judged. */
        brier: z.object({ stageRates: z.number().nullable(), hazard: z.number().nullable() }),
        /** The record of each open stage; `lower` and `upper`: its 95 % interval. All chances 0–1. */
        stages: z.array(
          z.object({
            stage: z.string(),
            probability: z.number(),
            lower: z.number(),
            upper: z.number(),
            won: count,
            lost: count,
            configured: z.number(),
          }),
        ),
      }),
    }),
  }),
  opportunities: get('/api/operations/opportunities', {
    summary:
      'The deals behind a figure, with the same range and filters: searched, sorted by any column, page by page, with the sums of all that match.',
    query: ranged({
      ...dealFilters,
      /** One representative by id; 0: deals without one. */
      rep_id: whole(0).optional(),
      /**
       * open: at the end of the range. won, lost, closed (either), removed: in the range. all: open, won or lost. created: in the range, whatever became of
       * them. undated: open ones without a day of creation, which no day’s pipeline can count. any: every deal known by then.
       * Without it: open; with `entered`, `left` or `flow`: any; with `stage`: all.
       */
      state: z.enum(['open', 'won', 'lost', 'closed', 'removed', 'all', 'created', 'undated', 'any']).optional(),
      /** By name, as they are then. */
      stage: filters.region,
      /** In the deal’s name or number, its customer’s or representative’s name. */
      search,
      size: z.enum([...dealSize.options, 'unknown']).optional(),
      /** Only deals of which this is known. */
      known: z.enum(['created', 'amount']).optional(),
      /** Month of expected close of deals not overdue, or overdue, after the last of the `periods` months, or without one. */
      expected,
      periods,
      /** Entered this stage in the range, and what became of them since. */
      entered: z.string().min(1).max(200).optional(),
      outcome: z.enum(['converted', 'lost', 'undecided']).optional(),
      /** Left this stage in the range. */
      left: z.string().min(1).max(200).optional(),
      flow: flowKind.optional(),
      ...flowQuestion,
      ...dealOrder,
      limit: limit(50),
      cursor,
    }),
    data: z.object({
      rows: z.array(opportunity),
      nextCursor: z.string().nullable(),
      /** Of the whole question, not of this page. `open` … `removed` sum to `deals`. */
      total: z.object({
        deals: count,
        value: money,
        weightedValue: money,
        withoutAmount: count,
        open: count,
        won: count,
        lost: count,
        removed: count,
      }),
    }),
  }),
  opportunity: get('/api/operations/opportunities/:id', {
    summary: 'One deal as it stands, with its history.',
    params: z.strictObject({ id: whole(1) }),
    data: opportunity.extend({
      externalId: z.string(),
      product: z.string().nullable(),
      /** Each stay in a stage, oldest first. `leftOn` null: still there. `days` of the stay, up to today. */
      stages: z.array(
        z.object({
          stage: z.string(),
          kind: z.enum(['open', 'won', 'lost']),
          enteredOn: date,
          leftOn: date.nullable(),
          days: days.nullable(),
        }),
      ),
      /** Oldest first. */
      history: z.array(
        z.discriminatedUnion('kind', [
          z.object({ kind: z.literal('created'), ...change }),
          /** `from` null: not known. Into a won or lost stage: it closed; out of one: it was reopened. */
          z.object({
            kind: z.literal('stage'),
            ...change,
            from: z.string().nullable(),
            to: z.string(),
            toKind: z.enum(['open', 'won', 'lost']),
          }),
          z.object({ kind: z.literal('amount'), ...change, from: money.nullable(), to: money.nullable() }),
          z.object({ kind: z.literal('expected-close'), ...change, from: date.nullable(), to: date.nullable() }),
          z.object({ kind: z.literal('removed'), ...change }),
        ]),
      ),
    }),
  }),
  filters: get('/api/operations/filters', {
    summary: 'What deals can be filtered by: representatives, teams and regions; and the stages in their order.',
    data: z.object({
      reps: z.array(z.object({ id: count, name: z.string(), team: z.string().nullable(), deals: count })),
      teams: z.array(z.object({ name: z.string(), deals: count })),
      regions: z.array(z.object({ name: z.string(), deals: count })),
      stages: z.array(
        z.object({ name: z.string(), kind: z.enum(['open', 'won', 'lost']), position: count, probability: z.number() }),
      ),
    }),
  }),
}
