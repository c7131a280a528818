import { ApiError } from '../errors.ts'
import { cohorts } from './customers/cohorts.ts'
import { overview } from './customers/overview.ts'
import { segments } from './customers/segments.ts'
import type { Handlers } from '../handler.ts'

const notYet = async (): Promise<never> => {
  throw new ApiError(501, 'not_yet', 'This answer is not made yet.')
}

export const customers: Handlers<'customers'> = {
  overview,
  segments,
  cohorts,
  lifetimeValue: notYet,
  acquisition: notYet,
  atRisk: notYet,
  rfm: notYet,
  list: notYet,
  one: notYet,
}
