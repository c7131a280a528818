import { Kysely } from 'kysely'
import { takeLock } from '../lock.ts'
import { migrate } from '../migrate.ts'
import type { Database } from '../open.ts'
import { embeddedDialect, type Patience } from './dialect.ts'
import { prepareFolder } from './folder.ts'
import { startEngine } from './engine.ts'

export type EmbeddedOptions = {
  dir: string
  say: (words: string) => void
  /** false only for tests: no fsync. */
  durable?: boolean
  /** Patience with one question. */
  question?: Patience
}

const minute = 60_000
const forQuestions: Patience = { deadline: 30_000, wait: minute }
const forBulk: Patience = { deadline: 15 * minute, wait: 15 * minute }

/** PGlite in `dir`: locked against a second process, made if it is not there, in a thread of its own. */
export const openEmbedded = async ({ dir, say, durable = true, question = forQuestions }: EmbeddedOptions): Promise<Database> => {
  const lock = await takeLock(dir, say)
  try {
    const folder = prepareFolder(dir, say)
    const engine = await startEngine({ folder: folder.path, durable }, say)
    folder.finish()
    const db = new Kysely<unknown>({ dialect: embeddedDialect(engine, question) })
    const bulk = new Kysely<unknown>({ dialect: embeddedDialect(engine, forBulk) })
    const close = async () => {
      await engine.close()
      lock.release()
    }
    await migrate(bulk).catch(async error => {
      await close()
      throw error
    })
    return { engine: 'embedded', db, bulk, close }
  } catch (error) {
    lock.release()
    throw error
  }
}
