import { z } from 'zod'
import { get, patch } from './endpoint.ts'
import { whole } from './params.ts'

const noCurrency = 'expected a currency code such as EUR'

const stage = z.object({
  name: z.string(),
  /** What a deal in it is. */
  kind: z.enum(['open', 'won', 'lost']),
  /** Of being won, 0–1, for deals that have none of their own. */
  probability: z.number(),
  /** How many deals are in it now. */
  deals: z.number().int(),
})

const settings = z.object({
  currency: z.string(),
  timezone: z.string(),
  /** 1 Monday … 7 Sunday. */
  weekStart: z.number().int(),
  /** The month in which the fiscal year begins, 1–12. */
  fiscalMonth: z.number().int(),
  /** Days without an order after which a customer has churned. */
  churnAfterDays: z.number().int(),
  /** How comparisons are found where a question does not say it. */
  compareMatch: z.enum(['weekday', 'date']),
  /** In order; those that end a deal come last. */
  stages: z.array(stage),
})

const zoneName = z.string().min(1, 'expected a name such as Europe/London').max(60)

const zoneChange = z.object({
  orders: z.number().int(),
  /** Of these, how many another zone gives another day. */
  movedOrders: z.number().int(),
  deals: z.number().int(),
  /** Of these, how many were created, closed or are expected to close on another day. */
  movedDeals: z.number().int(),
  /** Rows of imports from before it was recorded whether times had a zone: only a person knows. `movedOrders`: if they had one. */
  unsaid: z
    .object({
      orders: z.number().int(),
      deals: z.number().int(),
      movedOrders: z.number().int(),
      files: z.array(z.string()),
    })
    .nullable(),
  /** Why it cannot be: in words. */
  refusal: z.string().nullable(),
})

const currencyCode = z
  .string({ error: noCurrency })
  .refine(code => Intl.supportedValuesOf('currency').includes(code), { error: noCurrency })

const noRate = 'expected a rate above 0 such as 0.9215, of at most 9 digits and 12 decimals'
/** Text, so that no digit of it is lost. */
const rate = z
  .string({ error: noRate })
  .regex(/^\d{1,9}(\.\d{1,12})?$/, noRate)
  .refine(text => Number(text) > 0, noRate)

const sums = z.object({ before: z.number(), /** null without a rate. */ after: z.number().nullable() })

const currencyChange = z.object({
  /** What amounts are in now. */
  from: z.string(),
  /** Whose amounts are here: `own` need an answer, `invented` ones of the demo are called by another currency, null: none are. */
  amounts: z.enum(['own', 'invented']).nullable(),
  orders: z.number().int(),
  /** With amounts, as all of these. */
  lines: z.number().int(),
  deals: z.number().int(),
  products: z.number().int(),
  reps: z.number().int(),
  /** Months and years of the plan. */
  plans: z.number().int(),
  /** Of all orders. */
  revenue: sums,
  /** Of all deals. */
  dealValue: sums,
  /** Amounts so small that they would be 0 at the rate. */
  lost: z.number().int(),
  /** Why it cannot be at this rate: in words. */
  refusal: z.string().nullable(),
})

export const workspace = {
  settings: get('/api/settings', { right: 'read', summary: "The company's choices.", data: settings }),
  zoneChange: get('/api/settings/zone-change', {
    right: 'settings',
    summary: 'What another time zone would change, before it does.',
    query: z.strictObject({ timezone: zoneName }),
    data: zoneChange,
  }),
  currencyChange: get('/api/settings/currency-change', {
    right: 'settings',
    summary: 'What another currency would change, by its name only or at a rate, before it does.',
    query: z.strictObject({ currency: currencyCode, rate: rate.optional() }),
    data: currencyChange,
  }),
  change: patch('/api/settings', {
    right: 'settings',
    summary: 'Changes those choices that are named; the others stay as they are.',
    query: z.strictObject({
      /** What all amounts are in. Where there are some, `amounts` says what becomes of them. */
      currency: currencyCode.optional(),
      /**
       * With another `currency` while there are amounts: they are in it already and only their name was wrong (`relabel`), or all of them are
       * exchanged at a rate (`exchange`), each by itself to four decimals.
       */
      amounts: z.enum(['relabel', 'exchange']).optional(),
      /** To exchange: what one unit of the currency of before is in the new one. */
      rate: rate.optional(),
      /** The currency that the rate is of: that of before. */
      rate_of: z.string().min(1, noCurrency).max(60).optional(),
      /**
       * Orders and deals that came with an instant (an offset, or UTC) move to its day there; those that came with a day, or a time without a
       * zone, keep it, as times without a zone are those of the workspace's.
       */
      timezone: zoneName.optional(),
      /**
       * With `timezone`, where `GET /api/settings/zone-change` says that it is not known of some rows: whether their times had a zone (`moments`:
       * their days follow) or not (`clocks`: they keep their days).
       */
      unsaid_times: z.enum(['moments', 'clocks']).optional(),
      week_start: whole(1, 7).optional(),
      fiscal_month: whole(1, 12).optional(),
      churn_after_days: whole(1, 3650).optional(),
      compare_match: z.enum(['weekday', 'date']).optional(),
      /** JSON: every open stage once, in the new order, `[{ "name": "Lead", "probability": 0.1 }, …]`; without a probability it keeps its own. */
      stages: z.string().min(1, 'expected a JSON array').max(20_000).optional(),
    }),
    data: settings,
  }),
}
