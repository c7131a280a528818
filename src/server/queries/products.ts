import { sql } from 'kysely'
import type { Context } from '../context.ts'

type Product = { id: number; name: string; category: string; hasCost: boolean }

/** All products, by id. */
export const productsById = (ctx: Context): Promise<Map<number, Product>> =>
  ctx.once('products', async () => {
    const products = await ctx.read(sql<Product>`select id, name, category, cost is not null as "hasCost" from products`)
    return new Map(products.map(product => [product.id, product]))
  })
