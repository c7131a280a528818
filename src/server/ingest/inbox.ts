import { mkdir, readdir, rename, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'kysely'
import type { ImportReport } from '#contract'
import type { Command, Inbox, Progress } from '../context.ts'
import type { Database } from '../db/database.ts'
import { settingsOf } from '../db/state.ts'
import { write } from '../db/write.ts'
import { ApiError } from '../errors.ts'
import { partsOf } from './open/unpack.ts'
import { reportWords } from './report-words.ts'
import { keepLooking } from './looking.ts'
import { importFile } from './store/load.ts'

/*
 * A folder whose files are imported once they are whole: those whose columns were said before by themselves, others wait for a person. Then
 * they are moved to done/ or refused/ in it, with their report beside them. A start finds all as it was: what waits is in the database, and a
 * file that was imported but not yet moved changes nothing when it is imported again.
 */

type Options = {
  folder: string
  database: Database
  now: () => Date
  progress: Progress
  failed: (error: unknown) => void
  /** Milliseconds between two looks: a file that is the same in both is whole. */
  every?: number
}

type File = { name: string; bytes: number; modifiedAt: string }
type Verdict = { is: 'imported'; words: string } | { is: 'waiting'; words: string } | { is: 'refused'; words: string }

/** Not a file to import, or one that another program still writes. */
const isPassedOver = (name: string) => name.startsWith('.') || /\.(part|tmp|crdownload|filepart|swp)$|~$/i.test(name)

const filesIn = async (folder: string): Promise<File[]> => {
  const entries = await readdir(folder, { withFileTypes: true })
  const names = entries.filter(entry => entry.isFile() && !isPassedOver(entry.name)).map(({ name }) => name)
  const files = await Promise.all(
    names.toSorted().map(async name => {
      const found = await stat(join(folder, name)).catch(() => null)
      return found && { name, bytes: found.size, modifiedAt: found.mtime.toISOString() }
    }),
  )
  return files.filter(file => file !== null)
}

const same = (a: File, b: File | undefined) => a.bytes === b?.bytes && a.modifiedAt === b.modifiedAt

const doubts = ({ problems, questions }: ImportReport) => [...problems, ...questions.map(({ sentence }) => sentence)]
const inOrder: ImportReport['kind'][] = ['rates', 'products', 'customers', 'sales_reps', 'orders', 'deals']

export const openInbox = async (options: Options): Promise<Inbox & { close: () => Promise<void> }> => {
  const { folder, database, now, progress, failed, every = 2000 } = options
  for (const dir of ['done', 'refused']) await mkdir(join(folder, dir), { recursive: true })
  let seen = new Map<string, File>()

  const waitingNow = async () => {
    const { rows } = await sql<File>`select name, bytes, modified_at as "modifiedAt" from inbox`.execute(database.db)
    return new Map(rows.map(file => [file.name, file]))
  }
  const forget = (names: string[]) =>
    write(database, tx => sql`delete from inbox where name = any(${names}::text[])`.execute(tx))
  const wait = ({ name, bytes, modifiedAt }: File, reason: string) =>
    write(database, tx =>
      sql`
        insert into inbox (name, bytes, modified_at, found_at, reason)
        values (${name}, ${bytes}, ${modifiedAt}, ${now().toISOString()}, ${reason})
        on conflict (name) do update set bytes = excluded.bytes, modified_at = excluded.modified_at, reason = excluded.reason
      `.execute(tx),
    )

  const move = async (name: string, to: 'done' | 'refused', words: string) => {
    const taken = new Set(await readdir(join(folder, to)))
    let free = name
    for (let n = 2; taken.has(free) || taken.has(`${free}.report.txt`); n += 1) free = `${n} ${name}`
    await writeFile(join(folder, to, `${free}.report.txt`), `${words}\n`)
    await rename(join(folder, name), join(folder, to, free))
    await forget([name])
  }

  const run = async (name: string, part: string | undefined, dryRun: boolean) => {
    const command: Omit<Command, 'upload'> = {
      database,
      now: now(),
      workspace: await settingsOf(database.db),
      progress,
      // nobody asked
      note: () => {},
    }
    const fileName = part === undefined ? name : `${name}: ${part}`
    return importFile(command, { path: join(folder, name), fileName, part, dryRun, keepDemo: false })
  }

  /** What becomes of a file: imported where nothing is left to ask, and its columns were said before. */
  const judge = async (name: string): Promise<Verdict> => {
    const parts: (string | undefined)[] = await partsOf(join(folder, name))
    const tables = parts.length > 1 ? parts : [undefined]
    const open: string[] = []
    const kinds = new Map<string | undefined, number>()
    for (const part of tables) {
      const { report, isKnown, doubt } = await run(name, part, true)
      const first = isKnown ? [] : ['Files with these columns have not been imported before: look at what it holds.']
      open.push(
        ...[...doubts(report), ...first, ...(doubt ? [doubt] : [])].map(words =>
          part === undefined ? words : `${part}: ${words}`,
        ),
      )
      kinds.set(part, inOrder.indexOf(report.kind))
    }
    if (open.length) return { is: 'waiting', words: open.join(' ') }
    const told: string[] = []
    for (const part of tables.toSorted((a, b) => kinds.get(a)! - kinds.get(b)!))
      told.push(reportWords((await run(name, part, false)).report, false, undefined))
    return { is: 'imported', words: told.join('\n\n') }
  }

  const judged = (name: string): Promise<Verdict> =>
    judge(name).catch((error: unknown): Verdict => {
      if (!(error instanceof ApiError)) throw error
      return {
        is: error.code === 'cannot_import' || error.status === 409 ? 'waiting' : 'refused',
        words: error.message,
      }
    })

  const take = async (file: File) => {
    const { is, words } = await judged(file.name)
    if (is === 'waiting') await wait(file, words)
    else await move(file.name, is === 'imported' ? 'done' : 'refused', words)
  }

  const look = async () => {
    const files = await filesIn(folder)
    const waiting = await waitingNow()
    const gone = [...waiting.keys()].filter(name => !files.some(file => file.name === name))
    if (gone.length) await forget(gone)
    const before = seen
    seen = new Map(files.map(file => [file.name, file]))
    for (const file of files) {
      if (looking.isStopped()) return
      if (same(file, before.get(file.name)) && !same(file, waiting.get(file.name))) await take(file)
    }
  }

  const looking = keepLooking(look, { every, failed })

  return {
    folder,
    waiting: async name => {
      const known = (await waitingNow()).get(name)
      return known ? { path: join(folder, name), fileName: name, bytes: known.bytes } : null
    },
    imported: async (name, report) => {
      if (report.part === null) await move(name, 'done', reportWords(report, false, undefined))
      else await forget([name])
    },
    refuse: (name, words) => move(name, 'refused', words),
    close: () => looking.stop().ended,
  }
}
