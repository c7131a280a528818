import { type RawBuilder, sql } from 'kysely'
import { copyOut } from '../copy.ts'
import type { Db } from '../database.ts'
import { keepsTheRight, marksOf } from './choice.ts'
import { copiedLines } from './columns.ts'
import { type Grain, grains, type VisitGrain, visitGrains } from './grains.ts'
import { columns, keys, lineTables, list, measures, rowsOfAll } from './lines.ts'
import type { Summer } from './summer.ts'
import { insertVisits, patchVisits } from './visits.ts'

const allGrains = sql`any(${grains.map(({ name }) => name)}::text[])`
const allVisits = sql`grain = any(${visitGrains.map(({ name }) => name)}::text[]) and period in ('day', 'month')`

/** lineTables as tables of this transaction. */
const readLines = async (tx: Db, condition: RawBuilder<unknown>) => {
  for (const [name, query] of lineTables(condition))
    await sql`create temp table ${sql.table(name)} on commit drop as ${query}`.execute(tx)
}

const forget = async (tx: Db, tables: string[]) => {
  for (const table of tables) await sql`drop table ${sql.table(table)}`.execute(tx)
}

/** Makes all rows of a run of whole months anew: from the first day of the first to the last day of the last. */
export const replaceMonths = async (tx: Db, summer: Summer, first: string, last: string) => {
  const inside = sql`day between ${first}::date and ${last}::date`
  await sql`delete from daily_metrics where grain = ${allGrains} and period in ('day', 'month') and ${inside}`.execute(
    tx,
  )
  await sql`delete from kept_grains where month between ${first}::date and ${last}::date`.execute(tx)
  await sql`delete from daily_customers where ${allVisits} and ${inside}`.execute(tx)
  const [from, to] = [sql.lit(first), sql.lit(last)]
  const copied = await copyOut(tx, copiedLines(sql`t.ordered_on between date ${from} and date ${to}`))
  const marks = marksOf(await summer.sum(tx, copied, 'months'))
  await sql`
    insert into kept_grains (month, grain, period)
    select * from unnest(${marks.map(({ month }) => month)}::date[], ${marks.map(({ grain }) => grain)}::text[],
      ${marks.map(({ period }) => period)}::text[])
  `.execute(tx)
}

const present = sql.raw(
  ['orders', 'lines', 'pending', 'cancelled', 'undated_refunds'].map(measure => `${measure} <> 0`).join(' or '),
)

/**
 * Makes only the rows anew that differ on these days of one month: a single order changes some twenty of thousands.
 * What is kept by month alone (in months of few lines) is made anew. False where the whole month has to be: it is new,
 * or is to keep other grains now.
 */
export const patchDays = async (tx: Db, days: string[], month: string, last: string): Promise<boolean> => {
  const { rows: held } = await sql<{
    grain: string
    period: 'day' | 'month'
  }>`select grain, period from kept_grains where month = ${month}::date`.execute(tx)
  if (held.length === 0) return false
  const has =
    (period: 'day' | 'month') =>
    ({ name }: { name: string }) =>
      held.some(one => one.grain === name && one.period === period)
  const byDay = grains.filter(has('day'))
  const byBoth = byDay.filter(has('month')).map(({ name }) => name)
  const byMonth = grains.filter(grain => has('month')(grain) && !has('day')(grain))
  await readLines(tx, sql`t.ordered_on = any(${days}::date[])`)
  await sql`create temp table day_changes on commit drop as
    with fresh (${columns}) as (${rowsOfAll(byDay.map(grain => ({ grain, day: [month], month: [] })))})
    select grain, day, ${list(keys)}, bool_or(sign = 1) as kept, max(place) as place,
      max(newest_at) filter (where sign = 1) as newest_at,
      ${list(measures.map(measure => `add_up(${measure}) filter (where sign = 1) as ${measure}, add_up(sign * ${measure}) as more_${measure}`))}
    from (
      select 1 as sign, null::tid as place, fresh.* from fresh
      union all
      select -1, ctid, ${columns} from daily_metrics
      where grain = any(${byDay.map(({ name }) => name)}::text[]) and period = 'day' and day = any(${days}::date[])
    ) both_sides
    group by grain, day, ${list(keys)}
    having ${sql.raw(measures.map(measure => `add_up(sign * ${measure}) <> 0`).join(' or '))}
      or max(newest_at) filter (where sign = 1) is distinct from max(newest_at) filter (where sign = -1)
  `.execute(tx)
  await sql`create temp table month_changes on commit drop as
    select grain, ${list(keys)}, max(place) as place,
      ${list(measures.map(measure => `add_up(${measure}) as ${measure}`))}
    from (
      select true as changed, null::tid as place, grain, ${list(keys)},
        ${list(measures.map(measure => `more_${measure} as ${measure}`))}
      from day_changes where grain = any(${byBoth}::text[])
      union all
      select false, ctid, grain, ${list([...keys, ...measures])}
      from daily_metrics where grain = any(${byBoth}::text[]) and period = 'month' and day = ${month}::date
    ) both_sides
    group by grain, ${list(keys)}
    having bool_or(changed)
  `.execute(tx)
  // by place: nobody else moves rows here, as the refresh holds its lock
  await sql`delete from daily_metrics where ctid = any(array(select place from day_changes union all select place from month_changes))`.execute(
    tx,
  )
  await sql`insert into daily_metrics (${columns})
    select grain, 'day', day, ${list([...keys, ...measures])}, newest_at from day_changes where kept
    union all
    select grain, 'month', ${month}::date, ${list([...keys, ...measures])}, null from month_changes where ${present}
  `.execute(tx)
  await patchVisits(tx, days, month, last, visitGrains.filter(has('day')))
  await forget(tx, ['lines', 'cells', 'base', 'baskets', 'day_changes', 'month_changes'])
  await makeMonthly(
    tx,
    month,
    last,
    byMonth,
    visitGrains.filter(grain => has('month')(grain) && !has('day')(grain)),
  )
  return keepsTheRight(tx, month, last)
}

const makeMonthly = async (tx: Db, month: string, last: string, sums: Grain[], visits: VisitGrain[]) => {
  if (sums.length === 0 && visits.length === 0) return
  const ofMonth = sql`period = 'month' and day = ${month}::date`
  await sql`delete from daily_metrics where grain = any(${sums.map(({ name }) => name)}::text[]) and ${ofMonth}`.execute(
    tx,
  )
  await sql`delete from daily_customers where grain = any(${visits.map(({ name }) => name)}::text[]) and ${ofMonth}`.execute(
    tx,
  )
  await readLines(tx, sql`t.ordered_on between ${month}::date and ${last}::date`)
  if (sums.length)
    await sql`insert into daily_metrics (${columns}) ${rowsOfAll(sums.map(grain => ({ grain, day: [], month: [month] })))}`.execute(
      tx,
    )
  await insertVisits(
    tx,
    visits.map(grain => ({ grain, day: [], month: [month] })),
  )
  await forget(tx, ['lines', 'cells', 'base', 'baskets'])
}
