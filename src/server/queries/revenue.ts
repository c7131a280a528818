import { bridge } from './revenue/bridge.ts'
import { kpis } from './revenue/kpis.ts'
import { products, topProducts } from './revenue/products.ts'
import { byCategory, byChannel, byRegion } from './revenue/shares.ts'
import { trends } from './revenue/trends.ts'
import type { Handlers } from '../handler.ts'

export const revenue: Handlers<'revenue'> = {
  kpis,
  trends,
  byCategory,
  byRegion,
  byChannel,
  topProducts,
  products,
  bridge,
}
