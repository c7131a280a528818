import { z } from 'zod'
import { post } from './endpoint.ts'
import { lineStates } from './line-order.ts'

/** Rows that other programs write. The fields have the names, and mean what they mean, in files of order lines and deals. */

const most = 1000

const texts = (error: string, longest: number) =>
  z
    .string({ error })
    .trim()
    .min(1, error)
    .max(longest, `expected at most ${longest} characters`)
    .refine(text => !text.includes('\0'), 'expected text without the character NUL')
const text = texts('expected text', 300).nullish()
const noId = 'expected text or a whole number'
/** Of the source; a whole number is taken as its digits. */
const id = z.union([z.int({ error: noId }).transform(String), texts(noId, 200)], { error: noId })

const numbers = (limit: number, words: string) => {
  const error = `expected ${words}`
  const exact = z
    .string({ error })
    .regex(/^-?\d{1,15}(\.\d+)?$/, error)
    .transform(Number)
  return z
    .union([z.number({ error }), exact], { error })
    .refine(value => Math.abs(value) < limit, error)
    .nullish()
}
/** A number, or its digits as text. */
const amount = numbers(1e12, 'a number such as 12.5 with an amount below 1,000,000,000,000')
const quantity = numbers(1e11, 'a number with an amount below 100,000,000,000')

const noMoment =
  'expected a day such as 2026-11-30 or a moment such as 2026-11-30T14:05:00+01:00, between 1900 and 2200'
/** A moment without an offset, and a day, are of the workspace's time zone. */
const moment = z
  .union([z.iso.date(), z.iso.datetime({ offset: true, local: true })], { error: noMoment })
  .refine(value => value >= '1900' && value < '2200', noMoment)
/** Refused where it is not the workspace's. */
const currency = texts('expected a currency code such as EUR', 10).nullish()

const line = z
  .strictObject({
    order_id: id,
    /** Unique within its order: a line that comes again under it is changed, never doubled. */
    line_id: id,
    date: moment,
    /** By the source's id, else by name. */
    customer_id: id.nullish(),
    customer_name: text,
    segment: text,
    product_id: id.nullish(),
    product_name: text,
    category: text,
    /** 1 without it. */
    quantity,
    unit_price: amount,
    /** Of the whole line. */
    discount: amount,
    /** What the line brought, after its discount and without taxes; without it quantity × unit_price − discount. Below zero: given back. */
    amount,
    /** Of the whole line. */
    cost: amount,
    region: text,
    channel: text,
    /** `completed` without it; with an amount below zero that is `refunded`. */
    status: z.enum(lineStates, { error: `expected ${lineStates.join(', ')}` }).nullish(),
    rep_id: id.nullish(),
    rep: text,
    currency,
  })
  .superRefine(({ amount: given, unit_price: price }, check) => {
    const say = (field: string, message: string) => check.addIssue({ code: 'custom', path: [field], message })
    if (given === null || given === undefined) {
      if (price === null || price === undefined) say('amount', 'expected an amount, or a unit_price')
      else if (price === 0) say('unit_price', 'expected a price other than 0, as a free gift is not a sale')
    } else if (price === 0 && given === 0)
      say('unit_price', 'expected a price other than 0, as a free gift is not a sale')
  })

const deal = z.strictObject({
  /** A deal that comes again under it is changed, never doubled; what a row does not name stays as it was. */
  id,
  name: text,
  customer_id: id.nullish(),
  customer_name: text,
  product: text,
  rep_id: id.nullish(),
  rep: text,
  /** One that is new is added, with the probability that stages of its name usually have. */
  stage: texts('expected the name of a stage', 300),
  amount,
  /** 0–1; without it the stage's. */
  probability: z
    .number({ error: 'expected a number from 0 to 1' })
    .min(0, 'expected a number from 0 to 1')
    .max(1, 'expected a number from 0 to 1')
    .nullish(),
  created: moment.nullish(),
  expected_close: moment.nullish(),
  /** The day it was won or lost on. */
  closed: moment.nullish(),
  /** When the source last changed it. */
  modified: moment.nullish(),
  currency,
})

export type LineRow = z.output<typeof line>
export type DealRow = z.output<typeof deal>

const count = z.number().int()

const batch = <Row extends z.ZodType>(row: Row) =>
  z.strictObject({
    rows: z
      .array(row, { error: `expected an array of 1 to ${most} rows` })
      .min(1, `expected 1 to ${most} rows, got none`)
      .max(most, { error: ({ input }) => `expected 1 to ${most} rows, got ${(input as unknown[]).length}` }),
  })

const query = z.strictObject({
  /** The rows join the demo data, and go with it. Beside it nothing else can be written. */
  demo: z.stringbool().default(false),
})

const written = z.object({
  /** The entry in the list of imports under which what was written can be undone; null of the demo's. */
  importId: count.nullable(),
  inserted: count,
  updated: count,
  unchanged: count,
  notes: z.array(z.string()),
})

const summaryOf = (what: string, key: string) =>
  `Up to 1,000 ${what} at once: all of them or none, with the row named that cannot be. ${key}: sent again, it is found again, so that a batch may be repeated.`

export const batches = {
  transactions: post('/api/transactions', {
    right: 'import',
    summary: summaryOf('order lines', 'Each is known by its order_id and line_id'),
    query,
    body: batch(line),
    data: written,
  }),
  deals: post('/api/deals', {
    right: 'import',
    summary: summaryOf('deals', 'Each is known by its id'),
    query,
    body: batch(deal),
    data: written,
  }),
}
