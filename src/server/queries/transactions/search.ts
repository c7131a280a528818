import { type RawBuilder, sql } from 'kysely'
import type { Context } from '../../context.ts'

const idsNamed = async (ctx: Context, table: 'products' | 'customers', search: string): Promise<number[]> => {
  const rows = await ctx.read(
    sql<{ id: number }>`select id from ${sql.table(table)} where strpos(lower(name), lower(${search})) > 0`,
  )
  return rows.map(({ id }) => id)
}

/**
 * The lines (`t`) with these letters in their order number, product or customer. Names are looked up first: they are
 * far fewer than lines.
 */
export const linesFound = async (ctx: Context, search: string): Promise<RawBuilder<unknown>> => {
  const products = await idsNamed(ctx, 'products', search)
  const customers = await idsNamed(ctx, 'customers', search)
  return sql`(
    strpos(lower(t.order_id), lower(${search})) > 0
    or t.product_id = any(${products}::bigint[])
    or t.customer_id = any(${customers}::bigint[])
  )`
}
