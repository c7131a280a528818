import { sql } from 'kysely'
import type { Meta } from '#contract'
import type { Context } from '../context.ts'
import { plainMeta, valuesOf } from './meta.ts'
import { asOfDay } from './period.ts'
import { localParts } from '../time/clock.ts'
import type { Handlers } from '../handler.ts'
import { toNumber } from '../time/calendar.ts'

const metaOf = (ctx: Context, asOf: string | null, counted: number): Meta => ({
  ...plainMeta(ctx.workspace, counted),
  asOf,
})

type Loaded = { table: string; rows: number; first: string | null; last: string | null }

// order lines are counted by the rollup: counting ten million takes seconds
const tables = async (ctx: Context): Promise<Loaded[]> => {
  const rows = await ctx.read(sql<Loaded>`
    select 'transactions' as "table", coalesce(sum(lines + pending + cancelled + undated_refunds), 0) as rows,
      min(day) as first, max(day) as last
    from daily_metrics where grain = 'total' and period = 'day'
    union all select 'customers', count(*), null, null from customers where id <> 0
    union all select 'products', count(*), null, null from products
    union all select 'sales_reps', count(*), null, null from sales_reps
    union all select 'exchange_rates', count(*), min(day), max(day) from exchange_rates
    union all select 'pipeline', count(*), min(created_on), max(greatest(created_on, closed_on)) from pipeline
  `)
  const [moves] = await ctx.read(
    sql<Loaded>`select 'pipeline_events' as "table", count(*) as rows, min(entered_at) as first, max(entered_at) as last from pipeline_events`,
  )
  const day = (at: string | null) => at && localParts(new Date(at), ctx.workspace.timezone).date
  return [...rows, { ...moves!, first: day(moves!.first), last: day(moves!.last) }]
}

/**
 * The newest day with orders up to today, as one dated ahead says nothing of how fresh the data is, and the usual gap
 * between such days in the half year before it (median).
 */
const rhythm = async (ctx: Context, today: string) => {
  const rows = await ctx.read(sql<{ newest: string | null; gap: number | null }>`
    with days as (
      select day, day - lag(day) over (order by day) as gap, max(day) over () as newest
      from daily_metrics where grain = 'total' and period = 'day' and lines > 0 and day <= ${today}::date
    )
    select max(newest) as newest, percentile_cont(0.5) within group (order by gap) as gap from days
    where day > newest - 183
  `)
  return rows[0] ?? { newest: null, gap: null }
}

/** Whether the demo data is loaded, as every page's badge says, and whether rows of files are beside it. */
export const demoOf = async (ctx: Context): Promise<{ demo: boolean; imported: boolean }> => {
  const rows = await ctx.read(sql<{ demo: boolean; imported: boolean }>`
    select demo_seed is not null as demo, exists (select 1 from imports where status = 'done') as imported from settings
  `)
  return rows[0] ?? { demo: false, imported: false }
}

type Waiting = { name: string; bytes: number; foundAt: string; reason: string }

export const data: Pick<Handlers<'data'>, 'loaded' | 'dimensions' | 'inbox'> = {
  loaded: async ctx => {
    const { date: today } = localParts(ctx.now, ctx.workspace.timezone)
    const rows = await ctx.read(
      sql<{
        lastImportAt: string | null
      }>`select max(finished_at) as "lastImportAt" from imports where status = 'done'`,
    )
    const lastImportAt = rows[0]?.lastImportAt ?? null
    const { demo } = await demoOf(ctx)
    const { newestAt } = ctx
    const loaded = await tables(ctx)
    const asOf = asOfDay(today, ctx.newestOn)
    const { newest, gap } = await rhythm(ctx, today)
    const quiet = newest === null ? 0 : toNumber(today) - toNumber(newest)
    const counted = loaded.reduce((sum, table) => sum + table.rows, 0)
    const { currency, timezone, weekStart, fiscalMonth, compareMatch } = ctx.workspace
    return {
      data: {
        demo,
        empty: loaded.every(({ table, rows }) => rows === 0 || (table !== 'transactions' && table !== 'pipeline')),
        version: ctx.version,
        workspace: { currency, timezone, weekStart, fiscalMonth, compareMatch },
        asOfDay: asOf,
        dataEnded: asOf !== today,
        newestAt,
        lastImportAt,
        stale: newest !== null && quiet > Math.max(2, 3 * (gap ?? 0)),
        tables: loaded,
        engine: ctx.engine,
        notes: asOf === today ? [] : [`Data ends on ${asOf}; ranges are relative to it.`],
      },
      meta: metaOf(ctx, newestAt, counted),
    }
  },
  inbox: async ctx => ({
    data: {
      folder: ctx.inbox,
      waiting: ctx.inbox
        ? await ctx.read(
            sql<Waiting>`select name, bytes, found_at as "foundAt", reason from inbox order by found_at, name`,
          )
        : [],
    },
    meta: metaOf(ctx, null, 0),
  }),
  dimensions: async ctx => {
    const rows = await ctx.read(sql<{ key: 'category' | 'region' | 'channel' | 'segment' | 'rep'; value: string }>`
      select key, value from (
        select distinct 'category' as key, value from (${valuesOf('category')}) named (value)
        union all select distinct 'region', value from (${valuesOf('region')}) named (value)
        union all select distinct 'channel', value from (${valuesOf('channel')}) named (value)
        union all select distinct 'segment', value from (${valuesOf('segment')}) named (value)
        union all select distinct 'rep', name from sales_reps
      ) listed order by key collate "C", value collate "C"
    `)
    const values = (wanted: string) => rows.filter(({ key }) => key === wanted).map(({ value }) => value)
    return {
      data: {
        category: values('category'),
        region: values('region'),
        channel: values('channel'),
        segment: values('segment'),
        rep: values('rep'),
      },
      meta: metaOf(ctx, null, 0),
    }
  },
}
