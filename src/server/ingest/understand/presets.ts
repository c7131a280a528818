import { accounting } from './presets/accounting.ts'
import { crm } from './presets/crm.ts'
import { marketplaces } from './presets/marketplaces.ts'
import { payments } from './presets/payments.ts'
import type { Preset } from './presets/preset.ts'
import { shops } from './presets/shops.ts'
import { tills } from './presets/tills.ts'

/** Known exports; of several that fit a header the first counts. */
export const presets: Preset[] = [...shops, ...tills, ...marketplaces, ...accounting, ...payments, ...crm]
