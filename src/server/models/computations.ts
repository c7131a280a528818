import { dealChances } from './deal-chances.ts'
import { scoreCustomers } from './customer-scores.ts'

/**
 * What runs in the models' thread, each a pure function of src/stats on what is handed over: numbers, texts, typed arrays and plain
 * objects of these, in and out. `revision` goes up with every change of what comes out: stored results of an older one are not used.
 * `task` is what its progress is called on screen.
 */
export const computations = {
  customerScores: { revision: 1, task: 'Scoring customers', compute: scoreCustomers },
  dealChances: { revision: 1, task: 'Weighing deals', compute: dealChances },
}

export type Computations = typeof computations
export type ModelName = keyof Computations
export type Inputs<Name extends ModelName> = Parameters<Computations[Name]['compute']>[0]
export type Found<Name extends ModelName> = ReturnType<Computations[Name]['compute']>
