import type { Handlers } from '../handler.ts'
import { acquisition } from './customers/acquisition.ts'
import { atRisk } from './customers/at-risk.ts'
import { cohorts } from './customers/cohorts.ts'
import { list } from './customers/list.ts'
import { overview } from './customers/overview.ts'
import { one } from './customers/profile.ts'
import { rfm } from './customers/rfm.ts'
import { segments } from './customers/segments.ts'
import { lifetimeValue } from './customers/value.ts'

export const customers: Handlers<'customers'> = {
  overview,
  segments,
  cohorts,
  lifetimeValue,
  acquisition,
  atRisk,
  rfm,
  list,
  one,
}
