import fs from 'node:fs'
import { join } from 'node:path'
import { Kysely, sql } from 'kysely'
import { expect, onTestFinished, test } from 'vitest'
import { embeddedFolder } from '../../../../tests/setup/database.ts'
import { embeddedDialect } from './dialect.ts'
import { startEngine } from './engine.ts'
import { openEmbedded } from './open.ts'
import { startUpkeep } from './upkeep.ts'

const folder = () => {
  const dir = embeddedFolder()
  onTestFinished(() => fs.rmSync(dir, { recursive: true, force: true }))
  return dir
}

const open = async (patience = { deadline: 60_000, wait: 60_000 }, words: string[] = []) => {
  const database = await openEmbedded({
    dir: folder(),
    say: said => words.push(said),
    durable: false,
    sharedBuffers: '16MB',
    question: patience,
  })
  onTestFinished(database.close)
  return database
}

const endless = sql`select count(*) from generate_series(1, 1000000) as a, generate_series(1, 1000000) as b`
const hire = (name: string) => sql`insert into sales_reps (external_id, name) values (${name}, ${name})`
const hired = sql<{ name: string }>`select name from sales_reps order by id`

test('a heavy question leaves the event loop turning', async () => {
  const { db } = await open()
  let turns = 0
  let answered = false
  const turn = () => {
    turns += 1
    if (!answered) setImmediate(turn)
  }
  setImmediate(turn)
  await sql`select count(*) from generate_series(1, 1000) as a, generate_series(1, 1000) as b`.execute(db)
  answered = true
  // on the server's own thread it would be a handful: the question holds it from beginning to end
  expect(turns).toBeGreaterThan(500)
})

test('past its deadline a question is stopped, the database reopened, and nothing committed is lost', async () => {
  const words: string[] = []
  const { db, bulk } = await open({ deadline: 700, wait: 60_000 }, words)
  await hire('before').execute(bulk)
  const late = endless.execute(db)
  const queued = hired.execute(bulk)
  await expect(late).rejects.toThrow(
    'The embedded database took longer than 0.7 s for one statement, so it was stopped.',
  )
  expect((await queued).rows).toStrictEqual([{ name: 'before' }])
  await hire('after').execute(bulk)
  expect((await hired.execute(bulk)).rows).toStrictEqual([{ name: 'before' }, { name: 'after' }])
  expect(words).toStrictEqual(['The embedded database was reopened.'])
})

test('a transaction that a reopening cut off is gone as a whole and cannot be continued', async () => {
  const { db, bulk } = await open({ deadline: 700, wait: 60_000 })
  const cutOff = db.transaction().execute(async tx => {
    await hire('half').execute(tx)
    await endless.execute(tx).catch(() => {})
    await hire('other half').execute(tx)
  })
  await expect(cutOff).rejects.toThrow('The transaction was lost because the embedded database had to be reopened.')
  expect((await hired.execute(bulk)).rows).toStrictEqual([])
})

test('who waits too long for the one connection is told so, and the next is served', async () => {
  const { db, bulk } = await open({ deadline: 60_000, wait: 300 })
  const nested = bulk.transaction().execute(async tx => {
    await hire('inside').execute(tx)
    await hired.execute(db)
  })
  await expect(nested).rejects.toThrow('busy with another task')
  expect((await hired.execute(db)).rows).toStrictEqual([])
})

test('after closing, questions are refused; closing twice does nothing', async () => {
  const { db, close } = await open()
  await Promise.all([close(), close()])
  await expect(hired.execute(db)).rejects.toThrow('The embedded database is closed.')
  await close()
})

test('upkeep cuts the log and tells the planner of new rows, as PostgreSQL does in the background', async () => {
  const engine = await startEngine(
    { folder: join(folder(), 'database'), durable: false, sharedBuffers: '16MB' },
    () => {},
  )
  const db = new Kysely<unknown>({ dialect: embeddedDialect(engine, { deadline: 60_000, wait: 60_000 }) })
  const upkeep = startUpkeep(engine, db, () => {})
  onTestFinished(async () => {
    await upkeep.stop()
    await engine.close()
  })
  await upkeep.tick()
  const state = async () => {
    const { rows } = await sql<{ redo: string; rows: number; dead: number }>`
      select (select redo_lsn::text from pg_control_checkpoint()) as redo, reltuples::int as rows, n_dead_tup as dead
      from pg_class join pg_stat_user_tables on relid = pg_class.oid where pg_class.relname = 'sales_reps'
    `.execute(db)
    return rows[0]
  }
  const before = await state()
  await sql`insert into sales_reps (external_id, name) select n::text, repeat('x', 1000) from generate_series(1, 50000) as n`.execute(
    db,
  )
  await sql`delete from sales_reps where id <= 20000`.execute(db)
  await sql`select pg_stat_force_next_flush()`.execute(db) // counted at once rather than within a second
  await upkeep.tick()
  const after = await state()
  expect(after).toMatchObject({ rows: 30_000, dead: 0 })
  expect(after?.redo).not.toBe(before?.redo)
})
