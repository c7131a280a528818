import { z } from 'zod'
import { date, money } from './shapes.ts'

const count = z.number().int()
/** 0–1. */
const probability = z.number()

/** What the scores are worth: the same model held against what came in its last complete window. */
const record = z.object({
  /** Which model was tried: of a short history the simpler one. */
  method: z.enum(['combined', 'bgnbd']),
  /** Scored on this day, and held against the days after it up to `until`. */
  scoredOn: date,
  until: date,
  /** Customers scored, and those of them who bought nothing in the window. */
  n: count,
  events: count,
  baseRate: probability,
  /** 0.5 is chance, 1 a perfect order. null when all fell silent or none did. */
  auc: z.number().nullable(),
  brier: z.number(),
  /** Against the base rate: 0 is no better than it, 1 perfect. */
  brierSkill: z.number().nullable(),
  /** Share of the silent among the tenth with the highest scores ÷ base rate. */
  lift: z.number().nullable(),
  /** Up to ten groups of similar predictions: mean predicted, share observed with its 95 % interval, and customers. */
  reliability: z.array(
    z.object({ predicted: z.number(), observed: z.number(), lower: z.number(), upper: z.number(), n: count }),
  ),
})

/**
 * combined: BG/NBD and a logistic regression. bgnbd: BG/NBD alone. rule: silence against the usual gap, as there is too
 * little to fit a model, or as the model's record is no better than knowing nothing.
 */
export const riskMethod = z.enum(['combined', 'bgnbd', 'rule'])

/** How churn risk was made. One risk per customer, from all their orders, whatever the filters. */
export const riskModel = z.object({
  method: riskMethod,
  /** The method in words, with why it is not the full model and what the fit could not tell. */
  words: z.string(),
  /** The risk is of no order within so many days after `asOf`; a rule's is no probability of anything. */
  horizonDays: count,
  asOf: date,
  customers: count,
  /** Of the model. Where method is rule it is the record for which the model was set aside. */
  record: record.nullable(),
  /** Why there is no record; null where there is one. */
  noRecord: z.string().nullable(),
})

/** Why a risk is what it is: `contribution` in logits, above 0 = riskier than the average customer. */
const reason = z.object({
  kind: z.enum(['silence', 'frequency', 'value', 'tenure']),
  contribution: z.number(),
  sentence: z.string(),
})

/** What an answer says of a customer's risk. */
export const customerRisk = {
  /** Probability of no order within the model's horizon, or what the rule gives; the same on every endpoint. */
  riskScore: probability,
  daysSinceActivity: count,
  /** Median days between orders; null with fewer than two. */
  usualGapDays: z.number().nullable(),
  /** Revenue expected in the next 12 months; null where the rule stands in for the model. */
  expectedValue12m: money.nullable(),
  /** The reason that adds most risk first. Empty where BG/NBD or the rule stands alone. */
  reasons: z.array(reason),
  /** From a rule table on reason and value: a suggestion. */
  recommendation: z.string(),
}
