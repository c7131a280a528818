import { appendFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { sql } from 'kysely'
import type { Database } from '../../src/server/db/database.ts'
import { openDatabase } from '../../src/server/db/open.ts'

const tables = {
  products: {
    columns: 'id bigint, name varchar, category varchar, cost decimal(14, 2)',
    rows: 'select id, name, category, cost from products',
  },
  customers: {
    columns: 'id bigint, name varchar, segment varchar, region varchar',
    rows: 'select id, name, segment, region from customers',
  },
  transactions: {
    columns:
      'customer_id bigint, id bigint, order_id varchar, ordered_at timestamp, ordered_on date, product_id bigint, quantity decimal(14, 3), amount decimal(14, 2), region varchar, channel varchar, status varchar',
    rows: `select customer_id, id, order_id, ordered_at at time zone 'UTC', ordered_on, product_id, quantity, amount, region, channel, status from transactions`,
  },
}

/** How many rows come from the embedded engine at once. */
const rowsAtOnce = 50_000

/** A PostgreSQL server on this machine writes rows to a file itself; the embedded engine gives them as lines of it. */
const writeRows = async ({ bulk, engine }: Database, rows: string, file: string) => {
  if (engine !== 'embedded') {
    await sql.raw(`copy (${rows}) to '${file}' (format csv)`).execute(bulk)
    return
  }
  writeFileSync(file, '')
  for (let last = -1; ;) {
    const { rows: found } = await sql<{ id: number; line: string }>`
      select id, (select string_agg(coalesce('"' || replace(value, '"', '""') || '"', ''), ',') from json_each_text(row_to_json(r))) as line
      from (${sql.raw(rows)}) r where id > ${last} order by id limit ${rowsAtOnce}
    `.execute(bulk)
    if (found.length === 0) return
    appendFileSync(file, `${found.map(({ line }) => line).join('\n')}\n`)
    last = found.at(-1)!.id
  }
}

/** The same rows in DuckDB, in memory, by way of a file. */
export const openDuck = async (open: { url?: string; dir?: string }, say: (words: string) => void) => {
  const database = await openDatabase(open)
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  await connection.run("set threads = 2; set timezone = 'UTC'")
  for (const [table, { columns, rows }] of Object.entries(tables)) {
    const file = join(tmpdir(), `analytics-bench-${process.pid}-${table}.csv`)
    say(`  DuckDB: ${table}`)
    try {
      await writeRows(database, rows, file)
      await connection.run(`create table ${table} (${columns})`)
      await connection.run(`copy ${table} from '${file}' (header false)`)
    } finally {
      rmSync(file, { force: true })
    }
  }
  await database.close()
  return {
    run: async (statements: string[]) => {
      for (const statement of statements) await (await connection.run(statement)).getRows()
    },
    close: () => connection.closeSync(),
  }
}
