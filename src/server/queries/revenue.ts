import type { Handlers } from '../handlers.ts'
import { bridge } from './revenue/bridge.ts'
import { kpis } from './revenue/kpis.ts'
import { byCategory, byChannel, byRegion, topProducts } from './revenue/shares.ts'
import { trends } from './revenue/trends.ts'

export const revenue: Handlers<'revenue'> = { kpis, trends, byCategory, byRegion, byChannel, topProducts, bridge }
