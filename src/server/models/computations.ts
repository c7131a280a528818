import { dealChances } from './deal-chances.ts'
import { scoreCustomers } from './customer-scores.ts'
import { forecastAll } from './revenue-forecast.ts'

/**
 * What runs in the models' thread, each a pure function of src/stats on what is handed over: numbers, texts, typed arrays and plain
 * objects of these, in and out. `revision` goes up with every change of what comes out: stored results of an older one are not used.
 * `task` is what its progress is called on screen. `timeless`: its settings name all that it is made from, so that a change of the data
 * that leaves them as they are leaves it, too.
 */
export const computations = {
  customerScores: { revision: 3, task: 'Scoring customers', timeless: false, compute: scoreCustomers },
  revenueForecasts: { revision: 3, task: 'Forecasting revenue', timeless: true, compute: forecastAll },
  dealChances: { revision: 2, task: 'Weighing deals', timeless: false, compute: dealChances },
}

export type Computations = typeof computations
export type ModelName = keyof Computations
export type Inputs<Name extends ModelName> = Parameters<Computations[Name]['compute']>[0]
export type Found<Name extends ModelName> = ReturnType<Computations[Name]['compute']>
