import { rmSync, createWriteStream } from 'node:fs'
import { once } from 'node:events'
import { DuckDBInstance } from '@duckdb/node-api'
import { sql } from 'kysely'
import { openDatabase } from '../../src/server/db/open.ts'

const step = 200_000

/** The same rows in DuckDB, in memory: read from the PostgreSQL database by way of a CSV file. */
export const openDuck = async (url: string, file: string, say: (words: string) => void) => {
  const database = await openDatabase({ url })
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  await connection.run("set threads = 2; set timezone = 'UTC'")
  await connection.run('create table products (id bigint, name varchar, category varchar, cost decimal(14, 2))')
  await connection.run('create table customers (id bigint, segment varchar)')
  await connection.run(
    'create table transactions (customer_id bigint, id bigint, order_id varchar, ordered_at timestamp, ordered_on date, product_id bigint, quantity decimal(14, 3), amount decimal(14, 2), region varchar, channel varchar, status varchar)',
  )
  const copy = async (table: string, statement: (after: number) => string) => {
    const out = createWriteStream(file)
    for (let after = -1; ; ) {
      const { rows } = await sql<{ line: string; id: number }>`${sql.raw(statement(after))}`.execute(database.bulk)
      if (!rows.length) break
      if (!out.write(`${rows.map(row => row.line).join('\n')}\n`)) await once(out, 'drain')
      after = rows.at(-1)?.id ?? after
      say(`  DuckDB: ${table} to ${after.toLocaleString('en-GB')}`)
    }
    out.end()
    await once(out, 'finish')
    await connection.run(`copy ${table} from '${file}' (header false, delimiter '|')`)
    rmSync(file)
  }
  await copy('products', after => `select id, concat_ws('|', id, name, category, cost) as line from products where id > ${after} order by id limit ${step}`)
  await copy('customers', after => `select id, concat_ws('|', id, segment) as line from customers where id > ${after} order by id limit ${step}`)
  await copy(
    'transactions',
    after => `select id, concat_ws('|', customer_id, id, order_id, ordered_at at time zone 'UTC', ordered_on, product_id, quantity, amount, region, channel, status) as line
      from transactions where id > ${after} and id <= ${after + step} order by id`,
  )
  await database.close()
  return {
    run: async (statements: string[]) => {
      for (const statement of statements) await (await connection.run(statement)).getRows()
    },
    close: () => connection.closeSync(),
  }
}
