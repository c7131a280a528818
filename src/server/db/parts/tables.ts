import { type RawBuilder, sql } from 'kysely'
import type { Rule } from '#contract/rules.ts'

/**
 * The tables of a part, under the names that questions know: views of the rows that its rule shows, and caches of its own. A table that is not
 * here is none for whoever sees a part.
 */

// a view takes no parameters
const literal = (values: string[]) => sql`array[${sql.join(values.map(value => sql.lit(value)))}]::text[]`

/** Whether a value is among those that a rule shows; what has none is ''. */
const isIn = (value: RawBuilder<unknown>, shown: string[]) => sql`coalesce(${value}, '') = any(${literal(shown)})`

const ofSegments = (shown: string[]) =>
  sql`t.customer_id in (select c.id from public.customers c where ${isIn(sql`c.segment`, shown)})`
const ofReps = (shown: string[]) => sql`(
  t.rep_id in (select r.id from public.sales_reps r where r.name = any(${literal(shown)}))
  or (t.rep_id is null and '' = any(${literal(shown)})))`

/** Of rows `t` with this region: those that the rule shows. */
const shownBy = ({ regions, segments, reps }: Rule, region: RawBuilder<unknown>) =>
  sql.join(
    [
      ...(regions ? [isIn(region, regions)] : []),
      ...(segments ? [ofSegments(segments)] : []),
      ...(reps ? [ofReps(reps)] : []),
    ],
    sql` and `,
  )

/** As operations have it (memory/deals/facts.ts): the customer's, else that of the representative. */
const dealRegion = sql`coalesce(
  (select c.region from public.customers c where c.id = t.customer_id),
  (select r.region from public.sales_reps r where r.id = t.rep_id))`

/** Another's region is not told, as it may be that of rows which are not shown. */
const region = (rule: Rule, of: string) =>
  rule.regions === null
    ? sql.ref(`${of}.region`)
    : sql`case when ${isIn(sql.ref(`${of}.region`), rule.regions)} then ${sql.ref(`${of}.region`)} end as region`

/** What somebody is to sell in all their regions and segments says nothing of what they sell in some. */
const quota = ({ regions, segments }: Rule) =>
  regions === null && segments === null ? sql`r.quota` : sql`null::numeric(18, 4) as quota`

const views = (rule: Rule) => ({
  transactions: sql`select t.* from public.transactions t where ${shownBy(rule, sql`t.region`)}`,
  pipeline: sql`select t.* from public.pipeline t where ${shownBy(rule, dealRegion)}`,
  pipeline_events: ofDeals('pipeline_events'),
  pipeline_changes: ofDeals('pipeline_changes'),
  customers: sql`
    select c.id, c.external_id, c.name, c.company, c.industry, c.segment, ${region(rule, 'c')}, c.acquisition_channel
    from public.customers c where c.id = 0 or c.id in (select id from own_customers)`,
  sales_reps: sql`select r.id, r.external_id, r.name, r.team, ${region(rule, 'r')}, ${quota(rule)}, r.hire_date
    from public.sales_reps r where r.id in (select id from own_reps)`,
  products: sql`select * from public.products`,
  stages: sql`select * from public.stages`,
  settings: sql`select * from public.settings`,
  exchange_rates: sql`select * from public.exchange_rates`,
  // when something was imported, not what
  imports: sql`select id, kind, ''::text as file_name, status, started_at, finished_at from public.imports`,
  // of the whole company
  served_forecasts: sql`select * from public.served_forecasts where false`,
  forecast_targets: sql`select * from public.forecast_targets where false`,
})

const ofDeals = (table: string) => sql`select e.* from ${sql.id('public', table)} e
  where exists (select 1 from pipeline t where t.customer_id = e.customer_id and t.id = e.deal_id)`

/** As those of the whole, with the same indexes. */
const caches = [
  'dirty_days',
  'dirty_customers',
  'changed_days',
  'changed_customers',
  'daily_metrics',
  'kept_grains',
  'daily_customers',
  'segment_customers',
  'customer_history',
  'model_results',
  'data_version',
]

/** Within the part's schema, which is there and empty: one statement a call. */
export const partStatements = (rule: Rule): RawBuilder<unknown>[] => [
  sql`create aggregate add_up (bigint) (sfunc = int8pl, stype = bigint, combinefunc = int8pl, parallel = safe)`,
  ...caches.map(name => sql`create table ${sql.id(name)} (like ${sql.id('public', name)} including all)`),
  // whose rows there are, kept up with them
  sql`create table own_customers (id bigint primary key)`,
  sql`create table own_reps (id bigint primary key)`,
  ...Object.entries(views(rule)).map(([name, select]) => sql`create view ${sql.id(name)} as ${select}`),
  sql`create view behind as select
    exists (select 1 from dirty_days) or exists (select 1 from dirty_customers)
    or (select is_behind from public.behind)
    or (select version from data_version) <> (select version from public.data_version) as is_behind`,
]
