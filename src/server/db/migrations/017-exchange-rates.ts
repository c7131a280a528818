import { type Kysely, sql } from 'kysely'

/** One unit of `base` is so much of `quote`, as it was published. On Citus it stays with the coordinator: only imports read it. */
export const up = async (db: Kysely<unknown>) => {
  await sql`create table exchange_rates (
    day date not null,
    base text not null,
    quote text not null,
    rate numeric not null check (rate > 0),
    import_id bigint not null,
    primary key (base, quote, day)
  )`.execute(db)
}
