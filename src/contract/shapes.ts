import { z } from 'zod'

/**
 * Money in the workspace's currency, a plain number. Sums are exact and rounded once, to the currency's own decimals (2 of most, 0 of the yen, 3 of
 * the Kuwaiti dinar); a single line or deal has up to four, as its source has them.
 */
export const money = z.number()
/** 0–100. */
export const percent = z.number()
/** YYYY-MM-DD in the workspace's time zone. */
export const date = z.iso.date()
/** A moment, ISO 8601 with its offset. */
export const instant = z.iso.datetime({ offset: true })

export const polarity = z.enum(['up_is_good', 'down_is_good', 'neutral'])

const kpiBase = {
  /** null: not known; `meta.notes` says why. */
  value: z.number().nullable(),
  previousValue: z.number().nullable(),
  /** value − previousValue. */
  change: z.number().nullable(),
  polarity,
  /** The metric over the range's complete buckets, oldest first; null when it cannot be drawn. */
  sparkline: z.array(z.number().nullable()).nullable(),
}

/** A figure with its change in percent of its comparison (one decimal; null when there is nothing to compare with). */
export const kpi = z.object({ ...kpiBase, changePercent: percent.nullable() })
/** A rate (0–100): its change is a difference in percentage points. */
export const rateKpi = z.object({ ...kpiBase, changePoints: z.number().nullable() })

export const window = z.object({ start: date, end: date })

/** What travels with every answer (docs/metrics.md, last section). */
export const meta = z.object({
  /** Resolved, both inclusive; null for questions without a range. */
  range: window.nullable(),
  /**
   * Resolved; null also where the range has not begun. Of a range that ends after the as-of day, only the days up to it
   * are compared.
   * `match`: by the same weekdays or the same dates; null for days that were chosen. `calendar`: the same part of an
   * earlier month, quarter or year.
   * `cutAt`: the last day counts only up to this time of day, as today is not over (HH:MM).
   * `known`: false where it ends before the data begins: nothing is known of it then, and all that is compared with it
   * is null.
   */
  comparison: window
    .extend({
      kind: z.enum(['previous_period', 'previous_year', 'custom']),
      match: z.enum(['weekday', 'date']).nullable(),
      calendar: z.boolean(),
      cutAt: z.string().nullable(),
      known: z.boolean(),
    })
    .nullable(),
  /** The newest row behind the answer; null without rows. */
  asOf: instant.nullable(),
  timezone: z.string(),
  currency: z.string(),
  /** The filters that applied, by name. */
  filters: z.record(z.string(), z.array(z.string())),
  rows: z.object({
    counted: z.number().int(),
    excluded: z.array(z.object({ reason: z.string(), rows: z.number().int() })),
  }),
  notes: z.array(z.string()),
})
/** What every error answers, whatever its status. */
export const failure = z.object({
  error: z.object({
    code: z.string(),
    message: z.string(),
    requestId: z.string(),
    /** The first row of a batch that cannot be written; nothing of the batch was. */
    row: z.object({ index: z.number().int(), field: z.string(), expected: z.string(), got: z.string() }).optional(),
  }),
})

export type Meta = z.output<typeof meta>
export type Kpi = z.output<typeof kpi>
export type RateKpi = z.output<typeof rateKpi>

export const email = z.email('expected an address such as anna@example.com').max(254).toLowerCase()
