import { z } from 'zod'
import { dealFilters, dealSize, flowKind, flowQuestion, opportunities, opportunityById, periods } from './deals.ts'
import { get } from './endpoint.ts'
import { ranged } from './params.ts'
import { date, kpi, money, percent, rateKpi } from './shapes.ts'

/**
 * Deals as they were at the end of the range's last day ("then"), from their history: which were open, in which stage, with which amount and
 * expected close. Won, lost and closed: those whose closing day lies in the range (and which were not reopened by its end).
 * Every count has its deals: `list` says with which parameters, beside the same range and filters, `opportunities` gives exactly these.
 */

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
  /** Σ amount × probability: the deal's own while it is still in this stage, else the stage's. null of deals whose stage then is not known. */
  weightedValue: money.nullable(),
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

export const operations = {
  pipeline: get('/api/operations/pipeline', {
    right: 'read',
    summary: 'Open deals by stage at the end of the range, and the deals won in it.',
    query: question,
    data: z.array(pipelineStage),
  }),
  pipelineKpis: get('/api/operations/pipeline-kpis', {
    right: 'read',
    summary:
      'Pipeline value, sales cycle, win rate and average deal size, each with its change and its number of deals.',
    query: question,
    data: z.object({
      /** list: `state=open`. */
      pipelineValue: kpi.extend(cases),
      /** null, as is the comparison's, where the stage then of an open deal is not known. */
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
    right: 'read',
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
    right: 'read',
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
    right: 'read',
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
    right: 'read',
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
    right: 'read',
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
    right: 'read',
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
  opportunities,
  opportunity: opportunityById,
  filters: get('/api/operations/filters', {
    right: 'read',
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
