import { resolve } from 'node:path'
import { Kysely } from 'kysely'
import { takeLock } from '../lock.ts'
import { saveBeforeMigrating } from '../backup/before-migrating.ts'
import { migrate } from '../migrate.ts'
import { embeddedDialect, type Patience } from './dialect.ts'
import { buffersFor, prepareFolder } from './folder.ts'
import { startEngine } from './engine.ts'
import { startUpkeep } from './upkeep.ts'
import type { Database } from '../database.ts'

export type EmbeddedOptions = {
  dir: string
  say: (words: string) => void
  /** false only for tests: no fsync. */
  durable?: boolean
  /** Only for tests: fewer than usual. */
  sharedBuffers?: string
  step?: string | undefined
  /** Patience with one question. */
  question?: Patience
}

const minute = 60_000
const forQuestions: Patience = { deadline: 30_000, wait: minute }
const forBulk: Patience = { deadline: 15 * minute, wait: 15 * minute }

const unusable = (dir: string, error: unknown) => {
  if (!(error instanceof Error) || !('syscall' in error)) return error
  return new Error(
    `The data folder ${resolve(dir)} cannot be used: ${error.message}. See to its permissions and free space, or set DATA_DIR to another folder.`,
    { cause: error },
  )
}

/** PGlite in `dir`: locked against a second process, made if it is not there, in a thread of its own. */
export const openEmbedded = async ({
  dir,
  say,
  durable = true,
  sharedBuffers,
  step,
  question = forQuestions,
}: EmbeddedOptions): Promise<Database> => {
  const opened: (() => unknown)[] = []
  const close = async () => {
    for (const end of opened.splice(0).toReversed()) await end()
  }
  try {
    const lock = await takeLock(dir, say)
    opened.push(lock.release)
    const folder = prepareFolder(dir, say)
    const engine = await startEngine(
      { folder: folder.path, durable, sharedBuffers: sharedBuffers ?? buffersFor(folder.path) },
      say,
    )
    opened.push(engine.close)
    folder.finish()
    const poolsIn = (schema?: string) => ({
      db: new Kysely<unknown>({ dialect: embeddedDialect(engine, question, schema) }),
      bulk: new Kysely<unknown>({ dialect: embeddedDialect(engine, forBulk, schema) }),
    })
    const { db, bulk } = poolsIn()
    await saveBeforeMigrating(dir, bulk, say)
    await migrate(bulk, { step })
    opened.push(startUpkeep(engine, bulk, say).stop)
    return { engine: 'embedded', db, bulk, within: poolsIn, close }
  } catch (error) {
    await close()
    throw unusable(dir, error)
  }
}
