import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ImportReport } from '#contract'
import type { Source } from '#contract/sources.ts'
import { seal, secretOf, unseal } from '../../accounts/secrets.ts'
import type { Progress, SaidOfRows, Sources, TakenRows } from '../../context.ts'
import type { Database } from '../../db/database.ts'
import { settingsOf } from '../../db/state.ts'
import { ApiError } from '../../errors.ts'
import { folderOf } from '../open/upload.ts'
import { importFile } from '../store/load.ts'
import { addressOf, placeOf } from './address.ts'
import { onSource } from './connection.ts'
import { type End, type Kept, openRecords, told } from './records.ts'
import { keepLooking } from '../looking.ts'
import { takeRows, tryOut, type Wanted } from './rows.ts'
import type { Workspace } from '../../workspace.ts'

/*
 * PostgreSQL databases that are read by themselves. Their rows go the way of a file's; a person looks at the first ones, and is asked again
 * where rows leave a question.
 */

type Options = {
  database: Database
  secretKey: string | undefined
  now: () => Date
  progress: Progress
  failed: (error: unknown) => void
  /** Milliseconds between two looks at what is due. */
  every?: number
}

const number = new Intl.NumberFormat('en')

/** Without a column that says whose row it is, a part of the rows could not be told from the whole. */
const keyOf = ({ kind, mapping }: Pick<Kept, 'kind' | 'mapping'>) =>
  kind === 'orders' ? mapping?.['order_id'] : mapping?.['id']

const saidOf = ({ kind, mapping, styles }: Kept): SaidOfRows | null =>
  kind && { kind, mapping: mapping ?? {}, styles: styles ?? {} }

const wantedOf = (kept: Kept, whole: boolean): Omit<Wanted, 'timezone' | 'now'> => {
  const key = kept.kind === null ? undefined : keyOf(kept)
  return {
    ...kept,
    readTo: whole || key === undefined ? null : kept.readTo,
    orders: kept.kind === 'orders' ? (key ?? null) : null,
  }
}

const wordsOf = ({ rows, removed }: ImportReport) =>
  `${number.format(rows.inserted)} new, ${number.format(rows.updated)} changed, ${number.format(rows.unchanged)} as before${
    removed ? `, ${number.format(removed)} gone` : ''
  }${rows.skipped ? `, ${number.format(rows.skipped)} left out` : ''}.`

const reasonOf = (error: unknown): End => {
  if (!(error instanceof ApiError))
    return {
      outcome: 'failed',
      words: 'It failed for a reason on this side: the server’s log says which.',
      importId: null,
    }
  const waits = error.code === 'cannot_import' || error.status === 409
  return { outcome: waits ? 'waiting' : 'failed', words: error.message, importId: null }
}

export const openSources = ({
  database,
  secretKey,
  now,
  progress,
  failed,
  every = 5000,
}: Options): Sources & { close: () => Promise<void> } => {
  const records = openRecords(database)
  const key = () => secretOf(database.db, secretKey)
  const connections = new Set<() => Promise<void>>()
  const opened = (end: () => Promise<void>) => {
    connections.add(end)
    return () => void connections.delete(end)
  }

  const addressIn = async ({ address }: Pick<Kept, 'address'>) => {
    const text = await unseal(await key(), address)
    if (text !== null) return addressOf(text)
    throw new ApiError(400, 'source_refused', 'The address was encrypted with another SECRET_KEY: enter it once more.')
  }

  /** Tried before it is kept, so that a mistake is told to whoever makes it. */
  const asKept = async (asked: Partial<Parameters<Sources['add']>[0]>, before: Kept | null) => {
    const table = asked.table ?? (asked.query === undefined ? (before?.table ?? null) : null)
    const query = asked.query ?? (asked.table === undefined ? (before?.query ?? null) : null)
    if ((table === null) === (query === null))
      throw new ApiError(400, 'bad_request', 'Expected either a table or a query.')
    const address = asked.url === undefined ? await addressIn(before!) : addressOf(asked.url)
    const is = {
      name: asked.name ?? before!.name,
      place: placeOf(address),
      address: asked.url === undefined ? before!.address : await seal(await key(), asked.url),
      table,
      query,
      grows: asked.grows === undefined ? (before?.grows ?? null) : asked.grows,
      overlap: asked.overlap ?? before?.overlap ?? 10,
      zone: asked.zone === undefined ? (before?.zone ?? null) : asked.zone,
      everyMinutes: asked.every_minutes ?? before?.everyMinutes ?? 15,
    }
    const anew =
      before !== null && (['place', 'table', 'query', 'grows', 'zone'] as const).some(name => is[name] !== before[name])
    if (before === null || anew || asked.url !== undefined) await onSource(address, opened, ask => tryOut(ask, is))
    return { is, anew }
  }

  const take = async (kept: Kept, whole: boolean, { timezone }: Workspace): Promise<TakenRows> => {
    const dir = await mkdtemp(join(tmpdir(), folderOf(process.pid)))
    const remove = () => rm(dir, { recursive: true, force: true })
    const path = join(dir, 'rows')
    try {
      const wanted = { ...wantedOf(kept, whole), timezone, now: now() }
      const say = (rows: number) =>
        progress({
          task: 'Fetching',
          file: kept.name,
          done: rows,
          total: null,
          words: `${number.format(rows)} rows fetched`,
        })
      const { rows, readTo } = await onSource(await addressIn(kept), opened, ask => takeRows(ask, wanted, path, say))
      const { size: bytes } = await stat(path)
      const isPart = wanted.readTo !== null
      return { of: kept, path, fileName: kept.name, bytes, isPart, readTo, said: saidOf(kept), rows, remove }
    } catch (error) {
      await remove()
      throw error
    }
  }

  const importRows = async (
    kept: Kept,
    whole: boolean,
    workspace: Workspace,
  ): Promise<{ end: End; readTo: string | null }> => {
    const { rows, readTo, remove, said, of: _of, ...file } = await take(kept, whole, workspace)
    const nothing: End = { outcome: 'nothing_new', words: 'Nothing was new.', importId: null }
    try {
      if (rows === 0) return { end: nothing, readTo }
      const command = { database, now: now(), workspace, progress }
      const { importId, report } = await importFile(command, {
        ...file,
        ...said,
        onlyNews: true,
        dryRun: false,
        // what became of it was said in the review; one that was brought since is somebody's wish
        keepDemo: true,
      })
      const end: End = importId === null ? nothing : { outcome: 'read', words: wordsOf(report), importId }
      return { end, readTo }
    } finally {
      await remove()
    }
  }

  /** As it is by now: it may have been changed, or removed, while another was read. */
  const run = async (id: number, whole: boolean): Promise<Source> => {
    // as it is before anything is fetched: who changes the currency meanwhile is not overruled
    const workspace = await settingsOf(database.db)
    const kept = await records.find(id)
    if (kept.kind === null)
      throw new ApiError(409, 'conflict', 'Review its first rows on the Data page, then it is read by itself.')
    if (looking.isStopped()) throw new ApiError(503, 'not_ready', 'The server is ending.')
    const read = await importRows(kept, whole, workspace).catch((error: unknown) => ({
      error,
      end: reasonOf(error),
      readTo: null,
    }))
    if (looking.isStopped() && 'error' in read) throw read.error
    const source = told(await records.ended(id, kept, { ...read.end, whole }, read.readTo, now()))
    if ('error' in read && !(read.error instanceof ApiError)) throw read.error
    return source
  }
  const reading = new Map<number, { whole: boolean; done: Promise<Source> }>()
  /** One at a time of each. Who wants everything is not answered by a read of what is new. */
  const readOnce = (id: number, whole: boolean): Promise<Source> => {
    const under = reading.get(id)
    if (under && (under.whole || !whole)) return under.done
    const before = under?.done.catch(() => {}) ?? Promise.resolve()
    const mine = { whole, done: before.then(() => run(id, whole)) }
    reading.set(id, mine)
    const over = () => void (reading.get(id) === mine && reading.delete(id))
    mine.done.then(over, over)
    return mine.done
  }

  /** One that fails holds up no other; one that was removed, paused or changed since is passed over. */
  const look = async () => {
    for (const { id } of await records.due(now())) {
      const kept = looking.isStopped() ? undefined : (await records.all()).find(one => one.id === id)
      if (kept && kept.kind !== null && !kept.paused)
        await readOnce(id, false).catch(error => looking.isStopped() || error instanceof ApiError || failed(error))
    }
  }
  const looking = keepLooking(look, { every, failed })

  return {
    list: async () => (await records.all()).map(told),
    add: async asked => told(await records.add((await asKept(asked, null)).is, now())),
    change: async (id, asked) => {
      const before = await records.find(id)
      const { is, anew } = await asKept(asked, before)
      return told(await records.change(id, { ...is, paused: asked.paused ?? before.paused }, anew, now()))
    },
    remove: async id => told(await records.remove(id)),
    read: readOnce,
    take: async id => {
      const kept = await records.find(id)
      return take(kept, kept.whole, await settingsOf(database.db))
    },
    imported: async ({ of, readTo }, said, importId, report) => {
      await records.said(of.id, of, said)
      await records.ended(of.id, of, { outcome: 'read', words: wordsOf(report), importId }, readTo, now())
    },
    close: async () => {
      const { ended } = looking.stop()
      await Promise.all([...connections].map(end => end()))
      await ended
      await Promise.allSettled([...reading.values()].map(({ done }) => done))
    },
  }
}
