import { sql } from 'kysely'
import type { Context } from '../context.ts'

type Product = { id: number; name: string; category: string }

/** All products, by id. */
export const productsById = (ctx: Context): Promise<Map<number, Product>> =>
  ctx.once('products', async () => {
    const products = await ctx.read(sql<Product>`select id, name, category from products`)
    return new Map(products.map(product => [product.id, product]))
  })

/** Item 2 before Item 10, capitals or not: as on screen. */
const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' })

/** The place of each product in the order of their names or categories; equal ones share one. */
export const productPlaces = (ctx: Context, by: 'name' | 'category'): Promise<Map<number, number>> =>
  ctx.once(`products by ${by}`, async () => {
    const products = [...(await productsById(ctx)).values()].sort((a, b) => collator.compare(a[by], b[by]))
    const places = new Map<number, number>()
    let place = 0
    for (const [i, product] of products.entries()) {
      if (i > 0 && collator.compare(products[i - 1]![by], product[by]) !== 0) place = i
      places.set(product.id, place)
    }
    return places
  })
