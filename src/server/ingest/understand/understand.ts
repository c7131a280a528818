import type { Table } from '../open/table.ts'
import type { ImportKind } from '#contract'
import { type Mapping, signatureOf } from './column-names.ts'
import { type Mapped, mapColumns } from './mapping.ts'
import { orderLeads } from './order-leads.ts'
import { type Profile, profile } from './profile.ts'
import { repeatedIds } from './repeated-ids.ts'

/*
 * In: a table, and what the person said of it, now or when a file with the same column names came.
 * Out: what it is about, what its columns mean and how they are written; or what has to be asked.
 * Every row is looked at once; none becomes a fact yet.
 */

/** What was confirmed for column names seen before. */
export type Saved = { signature: string; kind: ImportKind; mapping: Mapping; styles: Record<string, string> }

export type Said = {
  kind?: ImportKind | undefined
  preset?: string | undefined
  mapping?: Mapping | undefined
  styles?: Record<string, string> | undefined
  saved: Saved[]
}

export type Understood = {
  signature: string
  mapped: Mapped
  profile: Profile
  /** Given now or kept from before, used or not. */
  answers: Record<string, string>
  /** Read as a file with the same column names was. */
  asBefore: boolean
  /** Of some orders the row that has what is of the whole order. */
  leads: ReadonlyMap<string, string[]>
}

export const understand = async (
  table: Table,
  said: Said,
  progress: (bytes: number, rows: number) => void,
): Promise<Understood> => {
  const signature = signatureOf(table.columns)
  const saved = said.saved.find(one => one.signature === signature)
  const answers = { ...saved?.styles, ...said.styles }
  const named = mapColumns(table.columns, { kind: said.kind, preset: said.preset, mapping: said.mapping, saved })

  const leads = orderLeads(table.columns, named.kind === 'orders' ? named.mapping : {})
  const ids = repeatedIds(table.columns, named, saved?.kind !== named.kind && said.mapping?.order_id === undefined)
  const found = await profile(table, named, answers, progress, row => {
    leads.watch(row)
    ids.watch(row)
  })
  if (leads.needed()) for await (const { cells } of table.rows()) cells.forEach(leads.keep)

  const buyers = ids.asCustomers()
  const mapped = buyers ? { ...named, mapping: buyers.mapping, notes: [...named.notes, buyers.note] } : named
  const asBefore = saved !== undefined && saved.kind === mapped.kind && !said.mapping
  return { signature, mapped, profile: found, answers, asBefore, leads: leads.leads }
}
