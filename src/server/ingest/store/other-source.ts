import { sql, type RawBuilder } from 'kysely'
import type { ImportReport } from '#contract'
import { counted } from '../../counted.ts'
import type { Db } from '../../db/database.ts'
import { prefixOf, sameSource, sourceKey, sourceOf } from '../read/source.ts'

/*
 * In: the sales of a file (`order_id`, `day`, `customer`), and the orders that are here.
 * Out: whether its order numbers meet orders of other customers on other days. Then it may be of another shop, and that is asked.
 */

type Met = {
  /** Of another customer, or of nobody known, and more than a day apart. */
  others: number
  example: { order: string; here: string; file: string } | null
  /** Names that files were imported under, and whether with these columns. */
  sources: { name: string; sameColumns: boolean }[]
  /** Of a file that has a name: orders that are here without one, with the same day and customer. */
  unnamed: number
}

type Looked = { others: number; same: number; order: string | null; here: string | null; file: string | null }

/** `strip`: how many letters of the file's numbers are the shop's name. */
const look = async (db: Db, file: RawBuilder<unknown>, strip: number, demoGoes: boolean): Promise<Looked> => {
  const { rows } = await sql<Looked>`
    with file as (
      select substr(order_id, ${strip + 1}) as order_id, min(day) as day, min(substr(customer, ${strip + 1})) as number,
        min(customer) as customer
      from (${file}) sales group by 1
    ), here as (
      select t.order_id, min(t.ordered_on) as day, min(c.external_id) as number, min(c.name) as name,
        min(t.customer_id) as customer_id
      from transactions t join customers c on c.id = t.customer_id
      where t.order_id in (select order_id from file) and t.amount > 0
        and (not ${demoGoes}::boolean or t.import_id is distinct from 0)
      group by 1
    ), met as (
      select f.order_id, f.day, f.customer, h.day as day_here, h.number as number_here, h.customer_id = 0 as nobody_here,
        abs(f.day - h.day) <= 1 as same_day,
        case when f.customer is null or h.customer_id = 0 then f.customer is null and h.customer_id = 0
          else lower(h.number) in (lower(f.customer), lower(f.number)) or lower(h.name) = lower(f.customer) end as same_customer
      from file f join here h using (order_id)
    ), judged as (
      select *, not same_day and (not same_customer or nobody_here) as other from met
    ), first as (
      select * from judged where other order by order_id limit 1
    )
    select count(*) filter (where other) as others, count(*) filter (where same_day and same_customer) as same, (select order_id from first) as "order",
      (select to_char(day_here, 'YYYY-MM-DD') || case when nobody_here then '' else ', ' || number_here end from first) as here,
      (select to_char(day, 'YYYY-MM-DD') || coalesce(', ' || customer, '') from first) as file
    from judged
  `.execute(db)
  return rows[0]!
}

export const metOrders = async (
  db: Db,
  { signature, source, demoGoes }: { signature: string; source: string | null; demoGoes: boolean },
  file: RawBuilder<unknown>,
): Promise<Met> => {
  const { rows: sources } = await sql<Met['sources'][number]>`
    select report->>'source' as name, bool_or(signature = ${signature}) as "sameColumns" from imports
    where status = 'done' and report->>'source' is not null group by 1 order by min(id)
  `.execute(db)
  // where there is no order none can be met, and the whole file need not be looked at
  const { rows: here } = await sql<{ some: boolean }>`
    select exists (select 1 from transactions where not ${demoGoes}::boolean or import_id is distinct from 0) as some
  `.execute(db)
  if (!here[0]?.some) return { others: 0, example: null, sources, unnamed: 0 }
  const { others, order, here: ofHere, file: ofFile } = await look(db, file, 0, demoGoes)
  const example = order === null ? null : { order, here: ofHere!, file: ofFile! }
  if (source === null) return { others, example, sources, unnamed: 0 }
  const plain = await look(db, file, prefixOf(source).length, demoGoes)
  return { others, example, sources, unnamed: plain.same }
}

/** How many of a file's customers have a number that a named shop has, too. */
export const metCustomers = async (
  db: Db,
  keys: RawBuilder<unknown>,
): Promise<{ here: number; example: string | null; sources: Met['sources'] }> => {
  const { rows: sources } = await sql<Met['sources'][number]>`
    select report->>'source' as name, false as "sameColumns" from imports
    where status = 'done' and report->>'source' is not null group by 1 order by min(id)
  `.execute(db)
  const names = sources.map(({ name }) => prefixOf(name))
  const { rows } = await sql<{ here: number; example: string | null }>`
    select count(distinct f.key) as here, min(c.external_id) as example
    from (${keys}) f cross join unnest(${names}::text[]) as shop (prefix)
      join customers c on lower(c.external_id) = lower(shop.prefix || f.key)
    where not f.by_name
  `.execute(db)
  return { ...rows[0]!, sources }
}

/** What becomes of them by what was said of this file; where it is open the report asks. */
export const judgeCustomers = (
  report: ImportReport,
  { here, example, sources }: Awaited<ReturnType<typeof metCustomers>>,
  said: Record<string, string> | undefined,
) => {
  const column = report.mapping.id!
  const key = sourceKey(column)
  report.source = sourceOf(said, column)
  if (report.source !== null)
    report.notes.push(
      `Kept apart as ${report.source}: numbers are stored with it, such as ${prefixOf(report.source)}1001.`,
    )
  if (said?.[key] !== undefined || here === 0) return
  report.questions.push({
    column: key,
    about: 'meaning',
    sentence: `${column}: ${counted(here, 'number is one', 'numbers are some')} that a shop with a name has, too, such as ${example}. Which shop's customers are these?`,
    options: optionsOf(report.fileName, sources).map(option =>
      option.value === sameSource
        ? { value: sameSource, example: 'those of the shop whose orders are here without a name' }
        : option,
    ),
  })
}

const mostOptions = 6

const optionsOf = (fileName: string, sources: Met['sources']) => {
  const known = sources.map(({ name }) => name)
  const ofFile = fileName
    .replace(/\.[^.]*$/, '')
    .replaceAll('/', ' ')
    .trim()
    .slice(0, 40)
  const fresh = [ofFile, `Shop ${known.length + 2}`].filter(
    name => name && name !== sameSource && !known.includes(name),
  )
  return [
    { value: sameSource, example: 'the shop whose orders are here without a name: the ones it meets are replaced' },
    ...known.slice(0, mostOptions).map(name => ({ value: name, example: `the shop called ${name}` })),
    ...fresh.map(name => ({ value: name, example: `another shop, kept apart as ${name}` })),
  ]
}

/** What becomes of them by what was said of this file; where it is open the report asks. */
export const judgeSource = (report: ImportReport, met: Met, said: Record<string, string> | undefined) => {
  const column = report.mapping.order_id
  if (column === undefined) return
  const key = sourceKey(column)
  const source = sourceOf(said, column)
  report.source = source
  if (source !== null) {
    report.notes.push(
      `Kept apart as ${source}: orders and customers' numbers are stored with it, such as ${prefixOf(source)}1001.`,
    )
    if (met.unnamed > 0)
      report.problems.push(
        `${counted(met.unnamed, 'of its orders is', 'of its orders are')} here already without the name of a shop, with the same day and customer, and would count twice. Expected orders of ${source} only: undo the import that brought them, and import its file as ${source}.`,
      )
    return
  }
  if (said?.[key] === sameSource) return
  const several = met.sources.some(({ sameColumns }) => sameColumns)
  if (met.others === 0 && !several) return
  const { example } = met
  const meets = example
    ? `${counted(met.others, 'order number is', 'order numbers are')} here already with another day and customer, such as ${example.order} (here ${example.here}; in the file ${example.file})`
    : 'Files with these columns came from more than one shop'
  report.questions.push({
    column: key,
    about: 'meaning',
    sentence: `${column}: ${meets}. Which shop is this file of?`,
    options: optionsOf(report.fileName, met.sources),
  })
}
