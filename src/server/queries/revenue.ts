import { bridge } from './revenue/bridge.ts'
import { breakdown } from './revenue/breakdown.ts'
import { kpis } from './revenue/kpis.ts'
import { matrix } from './revenue/matrix.ts'
import { movers } from './revenue/movers.ts'
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
  breakdown,
  movers,
  matrix,
}
