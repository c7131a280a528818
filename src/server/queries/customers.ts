import { ApiError } from '../errors.ts'
import type { Handlers } from '../handler.ts'

const notYet = async (): Promise<never> => {
  throw new ApiError(501, 'not_yet', 'This answer is not made yet.')
}

export const customers: Handlers<'customers'> = {
  overview: notYet,
  segments: notYet,
  cohorts: notYet,
  lifetimeValue: notYet,
  acquisition: notYet,
  atRisk: notYet,
  rfm: notYet,
  list: notYet,
  one: notYet,
}
