import type { ImportKind } from '#contract'
import type { Status } from '../status.ts'
import type { RowKind } from '../words/row-kinds.ts'

/** A known export: recognised when it has all of `has` (`|` between names of one column in several languages), mapped by column names (all as `plainName` writes them; the first that exists counts). */
export type Preset = {
  name: string
  kind: ImportKind
  has: string[]
  mapping: Record<string, string[]>
  /** What the discount column holds, where the source defines it. */
  discount?: 'rate' | 'money'
  /** Words for an order's state that mean something else there than elsewhere, in lower case. */
  statuses?: Record<string, Status>
  /** Words for a row's kind that mean something else there than elsewhere, in lower case. */
  kinds?: Record<string, RowKind>
  /** Rows count only where a column (as `plainName` writes it) has one of these words, in lower case. */
  only?: Record<string, string[]>
  /** Rows do not count where a column (as `plainName` writes it) has one of these words, in lower case. */
  except?: Record<string, string[]>
  notes: string[]
}
