import { basename } from 'node:path'
import { sql } from 'kysely'
import type { Command } from '../context.ts'
import { imports } from '../queries/imports.ts'
import { openSnapshots } from '../state/snapshot.ts'
import { digitsOf } from '../money.ts'
import type { Workspace } from '../workspace.ts'
import type { Database } from '../db/database.ts'

type Asked = Partial<Parameters<typeof imports.import>[1]>

/** What tests of imports do with the database of the moment. */
export const importsInto = (database: () => Database) => {
  const rowsOf = async <Row>(query: string): Promise<Row[]> => (await sql.raw<Row>(query).execute(database().db)).rows

  const command = async (path: string | null, now = '2026-11-22T10:00:00Z'): Promise<Command> => {
    const [workspace] = await rowsOf<Omit<Workspace, 'digits'>>(
      `select currency, timezone, week_start as "weekStart", fiscal_month as "fiscalMonth", churn_after_days as "churnAfterDays" from settings`,
    )
    if (!workspace) throw new Error('no settings')
    return {
      database: database(),
      now: new Date(now),
      workspace: { ...workspace, digits: digitsOf(workspace.currency) },
      progress: () => {},
      upload: path === null ? null : { path, fileName: basename(path), bytes: 0 },
      note: () => {},
    }
  }

  const load = async (path: string, asked: Asked = {}, now?: string) =>
    (await imports.import(await command(path, now), { dry_run: false, keep_demo: false, ...asked })).data
  const undo = async (id: number) => (await imports.undo(await command(null), { id })).data
  const list = async () =>
    (
      await openSnapshots(database(), () => new Date('2026-11-22T10:00:00Z')).read(ctx =>
        imports.imports(ctx, { limit: 50, cursor: undefined }),
      )
    ).result.data.rows

  const figures = async () =>
    (
      await rowsOf<Record<string, unknown>>(`
    select count(*) as lines, count(distinct order_id) filter (where status = 'completed') as orders,
      count(distinct customer_id) filter (where customer_id <> 0 and status = 'completed') as customers,
      count(*) filter (where customer_id = 0) as unknown,
      sum(amount) filter (where status = 'completed' or (status = 'refunded' and amount <= 0)) as revenue,
      sum(amount) filter (where status = 'refunded') as refunds, min(ordered_on) as first, max(ordered_on) as last
    from transactions
  `)
    )[0]

  /** Everything that an import may change, but the numbers the database gives and the journal. */
  const everything = async () => ({
    lines: await rowsOf(
      `select customer_id, external_id, order_id, ordered_at, ordered_on, product_id, rep_id, quantity, unit_price, discount, amount, cost, region, channel, status, import_id from transactions order by external_id, customer_id`,
    ),
    deals: await rowsOf(
      'select customer_id, external_id, name, rep_id, product_id, stage, amount, probability, created_on, expected_close_on, closed_on, removed_on, import_id from pipeline order by external_id',
    ),
    events: await rowsOf(
      'select customer_id, deal_id, stage, from_stage, seen, entered_at, import_id from pipeline_events order by deal_id, entered_at, stage',
    ),
    changes: await rowsOf(
      'select customer_id, deal_id, changed_at, seen, amount_before, amount_after, expected_before, expected_after, import_id from pipeline_changes order by deal_id, changed_at, id',
    ),
    products: await rowsOf('select * from products order by id'),
    customers: await rowsOf('select * from customers order by id'),
    reps: await rowsOf('select * from sales_reps order by id'),
    stages: await rowsOf('select * from stages order by position'),
    settings: await rowsOf('select currency, timezone from settings'),
    mappings: await rowsOf('select signature, kind, mapping, styles from import_mappings order by signature'),
    rollup: await rowsOf(
      `select day, revenue / 10000.0 as revenue, orders, lines from daily_metrics where grain = 'total' and period = 'day' and lines > 0 order by day`,
    ),
  })

  return { rowsOf, command, load, undo, list, figures, everything }
}
