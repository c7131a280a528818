import { LRUCache } from 'lru-cache'
import type { Rule } from '#contract/rules.ts'
import { keyOf, rulesInUse } from '../accounts/rules.ts'
import type { Progress } from '../context.ts'
import type { Database, Part, Source } from '../db/database.ts'
import { dropParts, partSchemas, schemaOf } from '../db/parts/drop.ts'
import { ApiError } from '../errors.ts'
import { openModels } from '../models/models.ts'
import { openThread } from '../models/thread.ts'
import { openAnswers } from './answers.ts'
import type { Audience, Live } from './live.ts'
import { openSnapshots } from './snapshot.ts'

type Options = {
  database: Database
  now: () => Date
  keepAnswers: boolean
  patience: number
  live: Live
  inbox: string | null
  failed: (error: unknown) => void
}

/** The one task of which somebody who sees by a rule is told before anything is answered. */
const ownRows = 'Your rows'
/** Those that were asked for longest ago give their memory back; what they are made of stays in the database. */
const mostParts = 16
/** Who looked so long ago looks no more. */
const looked = 10 * 60_000
/** What takes longer than this is shown while it lasts. */
const shownAfter = 1000

const patient = (progress: Progress): Progress => {
  let began = 0
  let last = 0
  return step => {
    const at = performance.now()
    // what was not heard of for so long is another task
    if (at - last > 5000) began = at
    last = at
    if (at - began > shownAfter) progress({ ...step, task: ownRows })
  }
}

/**
 * What questions are asked of: all rows, or those that a rule shows (db/parts/). Each has its own memory, answers and models, so that nothing of
 * one is ever taken for another's.
 */
export const openReadings = ({ database, now, keepAnswers, patience, live, inbox, failed }: Options) => {
  const thread = openThread()

  const open = (source: Source, audience: Audience, folder: string | null) => {
    const progress: Progress = body => live.tell({ event: 'progress', body }, audience)
    const models = openModels({
      database: source,
      thread,
      owner: audience ?? '',
      patience,
      progress,
      arrived: () => live.tell({ event: 'models', body: {} }, audience),
      failed,
    })
    const snapshots = openSnapshots(source, now, models, folder, audience === null ? undefined : patient(progress))
    return { answers: openAnswers(keepAnswers), models, snapshots, progress }
  }

  const whole = open(database, null, inbox)
  const parts = new LRUCache<string, ReturnType<typeof open>>({ max: mostParts, dispose: part => part.models.end() })

  const partOf = (rule: Rule, key: string) => {
    const known = parts.get(key)
    if (known) return known
    const schema = schemaOf(key)
    const part: Part = { engine: database.engine, ...database.within(schema), schema, rule, whole: database }
    const opened = open(part, key, null)
    parts.set(key, opened)
    return opened
  }

  /** When each was last asked, in milliseconds. */
  const asked = new Map<string, number>()
  const of = (rule: Rule | null) => {
    if (rule === null) return whole
    const key = keyOf(rule)
    asked.set(key, Date.now())
    return partOf(rule, key)
  }

  /** Makes the parts of rules that nobody has asked by yet, and lets those go on that somebody looks at. */
  const partsAhead = async (stopped: () => boolean) => {
    // a refusal is told to whoever asks, not to the log with each commit
    const unlessRefused = (error: unknown) => {
      if (!stopped() && !(error instanceof ApiError)) failed(error)
    }
    const made = new Set(await partSchemas(database.db))
    const isWanted = (key: string) => !made.has(schemaOf(key)) || (asked.get(key) ?? 0) > Date.now() - looked
    const rulesByKey = async () => new Map((await rulesInUse(database.db)).map(rule => [keyOf(rule), rule]))
    for (const key of (await rulesByKey()).keys()) {
      // one more would take the memory of somebody who looks; and nobody may have the rule any more
      if (stopped() || !isWanted(key) || (!parts.has(key) && parts.size >= mostParts)) continue
      const rule = (await rulesByKey()).get(key)
      if (rule && !stopped())
        await partOf(rule, key)
          .snapshots.read(async () => {}, 'bulk')
          .catch(unlessRefused)
    }
  }

  /** Takes away what nobody sees by any more. */
  const tidy = async () => {
    const schemas = await partSchemas(database.db)
    const used = new Set((await rulesInUse(database.db)).map(keyOf))
    for (const key of Array.from(parts.keys())) if (!used.has(key)) parts.delete(key)
    for (const key of Array.from(asked.keys())) if (!used.has(key)) asked.delete(key)
    const wanted = new Set([...used].map(schemaOf))
    await dropParts(
      database.bulk,
      schemas.filter(schema => !wanted.has(schema)),
    )
  }
  let tidying = Promise.resolve()
  const tidyUp = () => {
    tidying = tidying.then(tidy).catch(failed)
    return tidying
  }

  const close = async () => {
    parts.clear()
    await whole.models.close()
    await tidying
  }

  return { whole, of, partsAhead, tidy: tidyUp, close }
}
export type Reading = ReturnType<ReturnType<typeof openReadings>['of']>
