import { rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { sql } from 'kysely'
import { openDatabase } from '../../src/server/db/open.ts'

const tables = {
  products: {
    columns: 'id bigint, name varchar, category varchar, cost decimal(14, 2)',
    rows: 'select id, name, category, cost from products',
  },
  customers: { columns: 'id bigint, segment varchar', rows: 'select id, segment from customers' },
  transactions: {
    columns:
      'customer_id bigint, id bigint, order_id varchar, ordered_at timestamp, ordered_on date, product_id bigint, quantity decimal(14, 3), amount decimal(14, 2), region varchar, channel varchar, status varchar',
    rows: `select customer_id, id, order_id, ordered_at at time zone 'UTC', ordered_on, product_id, quantity, amount, region, channel, status from transactions order by id`,
  },
}

/** The same rows in DuckDB, in memory: the PostgreSQL server, on this machine, writes them to a file where both may. */
export const openDuck = async (url: string, say: (words: string) => void) => {
  const database = await openDatabase({ url })
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  await connection.run("set threads = 2; set timezone = 'UTC'")
  for (const [table, { columns, rows }] of Object.entries(tables)) {
    const file = join(tmpdir(), `analytics-bench-${process.pid}-${table}.csv`)
    say(`  DuckDB: ${table}`)
    try {
      await sql.raw(`copy (${rows}) to '${file}' (format csv)`).execute(database.bulk)
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
