// A process to be killed: opens the folder (argument 1), says which batches it finds, then writes batch after batch and
// says each one once it is committed. Batch n has n % 5 * 40 + 1 rows in each of two tables.
import { writeSync } from 'node:fs'
import { sql } from 'kysely'
import { openEmbedded } from '../../src/server/db/embedded/open.ts'

export type Said = { opened: { batch: number; reps: number; products: number }[] } | { committed: number }

const say = (said: Said) => writeSync(1, `${JSON.stringify(said)}\n`)

const { db } = await openEmbedded({ dir: process.argv[2] ?? '', say: () => {}, sharedBuffers: '16MB' })
const { rows: opened } = await sql<{ batch: number; reps: number; products: number }>`
  select batch, sum(reps)::int as reps, sum(products)::int as products
  from (
    select team::int as batch, 1 as reps, 0 as products from sales_reps
    union all
    select category::int, 0, 1 from products
  ) as rows
  group by batch order by batch
`.execute(db)
say({ opened })

for (let batch = (opened.at(-1)?.batch ?? 0) + 1; ; batch += 1) {
  const names = Array.from({ length: (batch % 5) * 40 + 1 }, (_, row) => `${batch}-${row}`)
  await db.transaction().execute(async tx => {
    await sql`insert into sales_reps (external_id, name, team) select name, repeat('x', 500), ${String(batch)} from unnest(${names}::text[]) as name`.execute(
      tx,
    )
    await sql`insert into products (external_id, name, category) select name, repeat('y', 500), ${String(batch)} from unnest(${names}::text[]) as name`.execute(
      tx,
    )
  })
  say({ committed: batch })
  if (batch % 13 === 0) await sql`checkpoint`.execute(db)
}
