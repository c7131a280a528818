import { type ControlledTransaction, sql } from 'kysely'
import type { Moment } from './answers.ts'
import { localParts } from '../time/clock.ts'
import type { Context, Progress } from '../context.ts'
import { freshOf } from '../db/parts/catch-up.ts'
import { type DataState, forgetState, settingsOf, stateOf } from '../db/state.ts'
import { carrySums } from '../db/write.ts'
import { type Changes, mostBytes, openPages } from '../memory/pages.ts'
import { type openModels, Unready } from '../models/models.ts'
import type { Db, Source } from '../db/database.ts'

/** The data moved on between the question's first look and its first statement: it is asked again, of what the snapshot shows. */
class Moved extends Error {
  readonly shown: DataState
  constructor(shown: DataState) {
    super()
    this.shown = shown
  }
}

/**
 * A read-only transaction, begun with the first statement that needs it: a question that is answered from memory needs
 * none.
 */
const lazySnapshot = (source: Source, pool: 'db' | 'bulk', expected: DataState) => {
  let tx: ControlledTransaction<unknown> | undefined
  let begun: Promise<Db> | undefined
  const start = async () => {
    tx = await source[pool].startTransaction().setIsolationLevel('repeatable read').setAccessMode('read only').execute()
    const shown = await stateOf(tx, source)
    if (shown.version !== expected.version || shown.dirty) throw new Moved(shown)
    return tx as Db
  }
  /** From here on the question is about what the snapshot shows, and nothing can overtake it. */
  const keep = () => {
    begun = Promise.resolve(tx as Db)
  }
  const begin = () => (begun ??= start())
  const end = async () => {
    await begun?.catch(() => {})
    if (tx) await tx.rollback().execute()
  }
  return { begin, keep, end }
}

const changesSince = async (ctx: Pick<Context, 'read'>, version: number): Promise<Changes> => {
  const days = await ctx.read(
    sql<{ day: number }>`select day - date '1970-01-01' as day from changed_days where version > ${version}`,
  )
  const blocks = await ctx.read(sql<{ block: number }>`select block from changed_customers where version > ${version}`)
  return { days: days.map(({ day }) => day), blocks: blocks.map(({ block }) => block) }
}

/** What was found at the newest version; a question about an older one finds for itself. */
const foundByVersion = () => {
  let kept: { version: number; found: Map<string, unknown> } | undefined
  return (version: number) => {
    if (!kept || version > kept.version) kept = { version, found: new Map() }
    return kept.version === version ? kept.found : new Map<string, unknown>()
  }
}

type Models = Pick<ReturnType<typeof openModels>, 'at' | 'arrivals'>

/** For those who ask no question that needs a model. */
const withoutModels: Models = {
  at: () => () => Promise.reject(new Error('no models are open here')),
  arrivals: () => 0,
}

/** Each question sees one state of the data, in the database and in memory, so that its parts agree. */
export const openSnapshots = (
  database: Source,
  now: () => Date,
  models: Models = withoutModels,
  inbox: string | null = null,
  progress?: Progress,
) => {
  const pages = openPages('whole' in database ? mostBytes.part : mostBytes.whole)
  const all = foundByVersion()
  const deals = foundByVersion()

  const contextOf = async (state: DataState, begin: () => Promise<Db>, waited: () => number): Promise<Context> => {
    const { version, dealsVersion, newestAt, newestOn } = state
    const read: Context['read'] = async statement => (await statement.execute(await begin())).rows
    // who waits for a snapshot, and may have one already, never waits for another question: they could wait for each other
    const onceIn =
      (found: Map<string, unknown>): Context['once'] =>
      async <T>(name: string, find: () => Promise<T>): Promise<T> => {
        if (!found.has(name)) await begin()
        if (!found.has(name)) found.set(name, await find())
        return found.get(name) as T
      }
    const once = onceIn(all(version))
    await pages.advance(version, since => changesSince({ read }, since))
    const workspace = await once('settings', async () => settingsOf(await begin()))
    const at = now()
    return {
      engine: database.engine,
      now: at,
      workspace,
      version,
      newestAt,
      newestOn,
      begin,
      read,
      once,
      onceOfDeals: onceIn(deals(dealsVersion)),
      pages: pages.at(version, begin),
      model: models.at({ read, version, now: at }, waited),
      inbox,
    }
  }

  const momentOf = ({ version, now: at, workspace }: Context, arrivals: number): Moment => {
    const { date, time } = localParts(at, workspace.timezone)
    return { version, arrivals, day: date, minute: time.slice(0, 5) }
  }

  /** Another process took the part's tables away, and they are made again. */
  const isGone = (error: unknown) => 'whole' in database && (error as { code?: string }).code === '42P01'

  /** `pool`: whose patience and connections it takes. */
  const read = async <T>(
    work: (ctx: Context) => Promise<T>,
    pool: 'db' | 'bulk' = 'db',
  ): Promise<{ result: T; moment: Moment }> => {
    const began = performance.now()
    const waited = () => performance.now() - began
    let wasGone = false
    let kept: { state: DataState; snapshot: ReturnType<typeof lazySnapshot> } | undefined
    for (;;) {
      const state = kept?.state ?? (await freshOf(database, progress))
      if (state.dirty) {
        carrySums('whole' in database ? database.whole : database)
        continue
      }
      const arrivals = models.arrivals()
      const snapshot: ReturnType<typeof lazySnapshot> = kept?.snapshot ?? lazySnapshot(database, pool, state)
      kept = undefined
      let unready: Unready | undefined
      try {
        const ctx = await contextOf(state, snapshot.begin, waited)
        return { result: await work(ctx), moment: momentOf(ctx, arrivals) }
      } catch (error) {
        if (error instanceof Unready) unready = error
        else if (isGone(error) && !wasGone) {
          wasGone = true
          forgetState(database)
        } else if (!(error instanceof Moved)) throw error
        else if (!error.shown.dirty) {
          snapshot.keep()
          kept = { state: error.shown, snapshot }
        }
      } finally {
        if (!kept) await snapshot.end()
      }
      // others have the snapshot's connection meanwhile
      await unready?.wait()
    }
  }

  /** What names the answers of now. */
  const present = async () => {
    const { result: ctx, moment } = await read(async found => found)
    return { ctx, moment }
  }

  return { present, read }
}
