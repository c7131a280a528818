import type { ImportKind } from '#contract'
import { type Field, fieldsOf, needs } from './fields.ts'
import { type Preset, presets } from './presets.ts'

/** Field → column name. Stage history columns are fields of their own: `entered:Negotiation`. */
export type Mapping = Record<string, string>

/** A column name without case, accents, Pipedrive's "Deal - ", units in brackets, spaces and punctuation. */
export const plainName = (name: string): string =>
  name
    .replace(/\s*[([][^)\]]*[)\]]\s*$/, '')
    .replace(/^deal - /i, '')
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '')

/** As `plainName`, with what stands in brackets. */
const fullName = (name: string) => plainName(name.replace(/[()[\]]/g, ' '))

const enteredColumn = /^(?:hs_)?(?:date[ _])?entered[ _](?:stage[ _])?["'“]?(.+?)(?:\s*\([^)]*\))?["'”]?(?:\s*\([^)]*\))?(?:[ _](?:at|on|date))?$/i

const everyName = new Set([...Object.values(fieldsOf).flatMap(fields => fields.flatMap(field => field.names)), ...presets.flatMap(preset => preset.has)])

/** How many cells of a row are column names that we know. */
export const headerWeight = (cells: string[]): number => cells.filter(cell => everyName.has(plainName(cell)) || everyName.has(fullName(cell))).length

const find = (columns: string[], names: string[], taken: ReadonlySet<string>): string | undefined => {
  for (const name of names) {
    const column = columns.find(candidate => !taken.has(candidate) && (fullName(candidate) === name || plainName(candidate) === name))
    if (column) return column
  }
  return undefined
}

const history = (columns: string[], kind: ImportKind): Mapping =>
  kind === 'deals' ? Object.fromEntries(columns.flatMap(column => {
    const stage = enteredColumn.exec(column)?.[1]
    return stage ? [[`entered:${stage}`, column]] : []
  })) : {}

const guess = (columns: string[], fields: Field[], kind: ImportKind): Mapping => {
  const mapping = history(columns, kind)
  const taken = new Set(Object.values(mapping))
  for (const { field, names } of fields) {
    const column = find(columns, names, taken)
    if (!column) continue
    mapping[field] = column
    taken.add(column)
  }
  return mapping
}

const missing = (mapping: Mapping, kind: ImportKind) => needs[kind].filter(({ oneOf }) => !oneOf.some(field => mapping[field] !== undefined))

const byPreset = (columns: string[], preset: Preset): Mapping => {
  const mapping = history(columns, preset.kind)
  for (const [field, names] of Object.entries(preset.mapping)) {
    const column = find(columns, names, new Set())
    if (column) mapping[field] = column
  }
  return mapping
}

const recognised = (columns: string[]): Preset | undefined => {
  const has = new Set(columns.flatMap(column => [plainName(column), fullName(column)]))
  return presets.find(preset => preset.has.every(name => has.has(name)))
}

export type Asked = {
  kind?: ImportKind | undefined
  preset?: string | undefined
  mapping?: Mapping | undefined
  /** What was confirmed earlier for the same header. */
  saved?: { kind: ImportKind; mapping: Mapping } | undefined
}
export type Mapped = { kind: ImportKind; preset: Preset | null; mapping: Mapping; problems: string[] }

const guessKind = (columns: string[]): ImportKind => {
  const scored = (Object.keys(fieldsOf) as ImportKind[]).map(kind => {
    const mapping = guess(columns, fieldsOf[kind], kind)
    // a product has a price and a day it was created on, too
    const sold = kind !== 'orders' || ['order_id', 'customer_id', 'customer_name', 'amount', 'quantity'].some(field => mapping[field]) || !/^(created|date(created|added))/.test(plainName(mapping.date ?? ''))
    return { kind, fits: sold && missing(mapping, kind).length === 0, score: Object.keys(mapping).length }
  })
  const facts = scored.filter(({ kind, fits, score }) => fits && (kind === 'deals' || (kind === 'orders' && score > 2)))
  const order = (facts.length ? facts : scored.filter(({ fits }) => fits)).sort((a, b) => b.score - a.score)
  return order[0]?.kind ?? 'orders'
}

/** Which kind a file is and what its columns mean: as asked, else as saved, else by a preset, else guessed by their names. */
export const mapColumns = (columns: string[], asked: Asked): Mapped => {
  const named = presets.find(preset => preset.name.toLowerCase() === asked.preset?.toLowerCase())
  const problems = asked.preset && !named ? [`There is no preset "${asked.preset}"; expected one of ${[...new Set(presets.map(preset => preset.name))].join(', ')}.`] : []
  const found = named ?? recognised(columns)
  const preset = found && (!asked.kind || asked.kind === found.kind) ? found : null
  const saved = asked.saved && (!asked.kind || asked.kind === asked.saved.kind) ? asked.saved : undefined
  const kind = asked.kind ?? saved?.kind ?? preset?.kind ?? guessKind(columns)
  const base = saved?.mapping ?? (preset ? byPreset(columns, preset) : guess(columns, fieldsOf[kind], kind))
  const mapping: Mapping = { ...base }
  for (const [field, column] of Object.entries(asked.mapping ?? {})) {
    if (!fieldsOf[kind].some(known => known.field === field) && !field.startsWith('entered:')) {
      problems.push(`There is no field "${field}" for ${kind}; expected one of ${fieldsOf[kind].map(known => known.field).join(', ')}.`)
    } else if (column === '') delete mapping[field]
    else if (!columns.includes(column)) problems.push(`There is no column "${column}" for ${field}; the file has ${columns.join(', ')}.`)
    else mapping[field] = column
  }
  for (const [field, column] of Object.entries(mapping)) if (!columns.includes(column)) delete mapping[field]
  for (const { words } of missing(mapping, kind)) problems.push(`No column is mapped to ${words}, which ${kind.replace('_', ' ')} need. The file has: ${columns.join(', ')}.`)
  return { kind, preset, mapping, problems }
}
