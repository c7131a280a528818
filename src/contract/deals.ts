import { z } from 'zod'
import { dealExpected, dealKnown, dealOutcomes, dealSizes, dealStates, flowKinds, mostPeriods } from './deal-groups.ts'
import { dealOrder } from './choices.ts'
import { get } from './endpoint.ts'
import { cursor, day, filters, limit, month, ranged, search, whole } from './params.ts'
import { date, instant, money } from './shapes.ts'

/** Values of one filter are alternatives; different filters all hold. A deal's region is its customer's, else its representative's. */
export const dealFilters = {
  region: filters.region,
  region_not: filters.region_not,
  rep: filters.region,
  team: filters.region,
}
const count = z.number().int()
const days = z.number()

/** What a deal is at a moment. `removed`: it vanished from its source and was said to be deleted there. */
const dealState = z.enum(['open', 'won', 'lost', 'removed'])

export const flowKind = z.enum(flowKinds)
export const dealSize = z.enum(dealSizes)

/** The flow since the end of a day; without it, since the day before the range. `close_start`, `close_end`: only the pipeline expected to close on these days. */
export const flowQuestion = { since: day.optional(), close_start: day.optional(), close_end: day.optional() }

/** Months ahead that a forecast shows one by one, the current one included. */
export const periods = limit(6, mostPeriods)

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
  /** An import showed it, and no date of the source says when it happened: some time since the import before, at the latest then. */
  seen: z.boolean(),
}

const expected = z
  .union([month, z.enum(dealExpected)], {
    error: 'expected a month (YYYY-MM), "overdue", "later" or "none"',
  })
  .optional()

export const opportunities = get('/api/operations/opportunities', {
  right: 'read',
  summary:
    'The deals behind a figure, with the same range and filters: searched, sorted by any column, page by page, with the sums of all that match.',
  query: ranged({
    ...dealFilters,
    /** One representative by id; 0: deals without one. */
    rep_id: whole(0).optional(),
    /**
     * Without it: open; with `entered`, `left` or `flow`: any; with `stage`: all.
     */
    state: z.enum(dealStates).optional(),
    /** By name, as they are then. */
    stage: filters.region,
    /** In the deal’s name or number, its customer’s or representative’s name. */
    search,
    size: z.enum([...dealSizes, 'unknown']).optional(),
    /** Only deals of which this is known. */
    known: z.enum(dealKnown).optional(),
    /** Month of expected close of deals not overdue, or overdue, after the last of the `periods` months, or without one. */
    expected,
    periods,
    /** Entered this stage in the range, and what became of them since. */
    entered: z.string().min(1).max(200).optional(),
    outcome: z.enum(dealOutcomes).optional(),
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
      /** null if the stage then of one of them is not known. */
      weightedValue: money.nullable(),
      withoutAmount: count,
      open: count,
      won: count,
      lost: count,
      removed: count,
    }),
  }),
})

export const opportunityById = get('/api/operations/opportunities/:id', {
  right: 'read',
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
})
