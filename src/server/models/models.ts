import { promisify } from 'node:util'
import { deserialize } from 'node:v8'
import { inflate } from 'node:zlib'
import { LRUCache } from 'lru-cache'
import type { Context, ModelOf, Progress } from '../context.ts'
import type { Source } from '../db/database.ts'
import { ApiError } from '../errors.ts'
import { computations, type Found, type ModelName } from './computations.ts'
import { type ResultKey, storedResult, storeResult } from './results.ts'
import { openThread, type Thread } from './thread.ts'

/** A model is being computed: the question gives its snapshot back, waits, and is asked again. */
export class Unready extends Error {
  readonly wait: () => Promise<void>
  constructor(wait: () => Promise<void>) {
    super('a model is being computed')
    this.wait = wait
  }
}

/** How long a question waits that can do without, and one that cannot. */
const longest = 60_000

/** The version of what holds for any. */
const timeless = 0

type Kept = { version: number; result: unknown } | { version: number; error: Error }

/** `arrived` is called when a result comes that somebody has answered without. */
type Options = {
  database: Source
  /** Who else has models has them computed there, too, each under a name of its own. */
  thread?: Thread
  owner?: string
  patience: number
  progress: Progress
  arrived: () => void
  failed: (error: unknown) => void
}

/** Results travel and are kept packed (worker.ts). */
const unpacked = async (bytes: Uint8Array): Promise<unknown> => deserialize(await promisify(inflate)(bytes))

const atMost = async (milliseconds: number, work: Promise<unknown>) => {
  let timer: ReturnType<typeof setTimeout> | undefined
  const enough = new Promise<void>(resolve => {
    timer = setTimeout(resolve, milliseconds)
  })
  try {
    await Promise.race([work, enough])
  } finally {
    clearTimeout(timer)
  }
}

/**
 * What models found, each by its settings and of one version of the data: in memory, else from the database, else
 * computed in the models' thread and stored. Who asks for the same meanwhile waits for the same.
 */
export const openModels = ({
  database,
  thread = openThread(),
  owner = '',
  patience,
  progress,
  arrived,
  failed,
}: Options) => {
  const kept = new LRUCache<string, Kept>({ max: 64 })
  const storing = new Set<Promise<unknown>>()
  let arrivals = 0
  let missed = false
  let closed = false

  const store = (key: ResultKey, bytes: Uint8Array, now: Date) => {
    const work = storeResult(database, key, bytes, now).catch(error => {
      if (!closed) failed(error)
    })
    storing.add(work)
    void work.finally(() => storing.delete(work))
  }

  const keep = (name: string, one: Kept) => {
    const known = kept.get(name)
    if (!known || known.version <= one.version) kept.set(name, one)
  }

  const compute = async (name: string, key: ResultKey, inputs: unknown, now: Date) => {
    const model = key.model as ModelName
    try {
      const { task } = computations[model]
      const found = await thread.run({
        key: `${owner} ${name}`,
        version: key.version,
        task,
        name: model,
        inputs,
        progress,
      })
      keep(name, { version: found.version, result: await unpacked(found.result) })
      if (found.version === key.version && !closed) store(key, found.result, now)
    } catch (error) {
      if (closed) throw error
      keep(name, { version: key.version, error: error as Error })
      failed(error)
    }
    arrivals += 1
    if (missed) arrived()
    missed = false
  }

  /** Who asks for what is being computed joins in. */
  const flights = new Map<string, { version: number; done: Promise<void> }>()
  const flightOf = (name: string, version: number) => {
    const flight = flights.get(name)
    return flight?.version === version ? flight.done : undefined
  }
  const depart = (name: string, key: ResultKey, inputs: unknown, now: Date) => {
    const done = compute(name, key, inputs, now).finally(() => {
      if (flights.get(name)?.done === done) flights.delete(name)
    })
    done.catch(() => {})
    flights.set(name, { version: key.version, done })
    return done
  }

  /** `waited`: how long the question has waited so far, in milliseconds. */
  const at = (state: Pick<Context, 'read' | 'version' | 'now'>, waited: () => number): ModelOf => {
    return async (model, settings, inputs, need) => {
      const { read, now } = state
      const version = computations[model].timeless ? timeless : state.version
      const key: ResultKey = { model, settings: JSON.stringify([computations[model].revision, settings]), version }
      const name = `${model} ${key.settings}`
      type Result = Found<typeof model>
      const known = kept.get(name)
      if (known?.version === version) {
        if ('error' in known) throw known.error
        return known.result as Result
      }
      let done = flightOf(name, version)
      if (!done) {
        const stored = await storedResult(read, key)
        // what cannot be read, as another build packed otherwise, is computed anew
        const result = stored && ((await unpacked(stored).catch(() => null)) as Result)
        if (result) {
          keep(name, { version, result })
          return result
        }
        const given = await inputs()
        done = flightOf(name, version) ?? depart(name, key, given, now)
      }
      const flight = done
      const left = (need === 'needed' ? longest : patience) - waited()
      if (left > 0) throw new Unready(() => atMost(left, flight))
      if (need === 'needed')
        throw new ApiError(503, 'not_ready', `${computations[model].task} takes longer than a minute: ask again later.`)
      missed = true
      return null as Result
    }
  }

  /** Nobody asks any more: what is under way is not kept. */
  const end = () => {
    closed = true
  }
  const close = async () => {
    end()
    await thread.close()
    await Promise.all(storing)
  }

  return { at, arrivals: () => arrivals, end, close }
}
