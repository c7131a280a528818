/** What deals are told apart by, as the list of deals takes it (`GET /api/operations/opportunities`). */

/**
 * open: at the end of the range. won, lost, closed (either), removed: in the range. all: open, won or lost. created: in
 * the range, whatever became of them. undated: open ones without a day of creation, which no day’s pipeline can count.
 * any: every deal known by then.
 */
export const dealStates = ['open', 'won', 'lost', 'closed', 'removed', 'all', 'created', 'undated', 'any'] as const

/** Where the deals that came and went between two days went to. */
export const flowKinds = [
  'created',
  'reopened',
  'pulled-in',
  'pushed-out',
  'grew',
  'shrank',
  'won',
  'lost',
  'removed',
] as const

/** Lower bound included, upper bound not. `0-10K` also holds amounts below zero. */
export const dealSizes = ['0-10K', '10-25K', '25-50K', '50-100K', '100-250K', '250K+'] as const

/** What can be asked to be known of a deal. */
export const dealKnown = ['created', 'amount'] as const

/** What became of deals that entered a stage. */
export const dealOutcomes = ['converted', 'lost', 'undecided'] as const

/** Beside the months: overdue, after the last month of the forecast, or without an expected close. */
export const dealExpected = ['overdue', 'later', 'none'] as const

/** Months ahead that a forecast shows one by one, the current one included. */
export const mostPeriods = 24
