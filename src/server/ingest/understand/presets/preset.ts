import type { ImportKind } from '#contract'
import type { Status } from '../status.ts'

/** A known export: recognised when it has all of `has`, mapped by column names (all as `plainName` writes them; the first that exists counts). */
export type Preset = {
  name: string
  kind: ImportKind
  has: string[]
  mapping: Record<string, string[]>
  /** What the discount column holds, where the source defines it. */
  discount?: 'rate' | 'money'
  /** Words for an order's state that mean something else there than elsewhere, in lower case. */
  statuses?: Record<string, Status>
  notes: string[]
}
