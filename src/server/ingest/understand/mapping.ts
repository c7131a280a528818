import type { ImportKind } from '#contract'
import { find, fullName, type Mapping, plainName } from './column-names.ts'
import { fieldsOf } from './fields.ts'
import { type Doubt, settleDoubt } from './money/doubt.ts'
import { guess, type Guess, guessKind, history, missing } from './guess.ts'
import { presets } from './presets.ts'
import type { Preset } from './presets/preset.ts'
import { summedReport } from './summed.ts'
import type { Survey } from './survey.ts'
import { amountKey, unnamedAmount } from './unnamed-amount.ts'

export type { Mapping } from './column-names.ts'

const everyName = new Set([
  ...Object.values(fieldsOf).flatMap(fields => fields.flatMap(field => field.names)),
  ...presets.flatMap(preset => preset.has.flatMap(names => names.split('|'))),
])

/** How many cells of a row are column names that we know. */
export const headerWeight = (cells: string[]): number =>
  cells.filter(cell => everyName.has(plainName(cell)) || everyName.has(fullName(cell))).length

const byPreset = (columns: string[], preset: Preset): Mapping => {
  const mapping = history(columns, preset.kind)
  for (const [field, names] of Object.entries(preset.mapping)) {
    const column = find(columns, names, new Set())
    if (column) mapping[field] = column
  }
  return mapping
}

/** The known exports that have these columns. */
export const fittingPresets = (columns: string[]): Preset[] => {
  const has = new Set(columns.flatMap(column => [plainName(column), fullName(column)]))
  return presets.filter(preset => preset.has.every(names => names.split('|').some(name => has.has(name))))
}

export type Asked = {
  kind?: ImportKind | undefined
  preset?: string | undefined
  mapping?: Mapping | undefined
  answers?: Record<string, string> | undefined
  /** What was confirmed earlier for the same header. */
  saved?: { kind: ImportKind; mapping: Mapping } | undefined
}
export type Mapped = {
  kind: ImportKind
  preset: Preset | null
  mapping: Mapping
  /** What the rows show the discounts to be. */
  discount?: 'rate' | 'money' | undefined
  /** An amount that may hold its tax, and nobody said so yet. */
  doubt?: Doubt | null
  /** The amount, though no heading says so. */
  unnamed?: string | null
  problems: string[]
  notes: string[]
}

/** Which kind a file is and what its columns mean: as asked, else as saved, else by a preset, else guessed by their names. */
export const mapColumns = (survey: Survey, asked: Asked): Mapped => {
  const { columns } = survey
  const named = presets.find(preset => preset.name.toLowerCase() === asked.preset?.toLowerCase())
  const problems =
    asked.preset && !named
      ? [
          `There is no preset "${asked.preset}"; expected one of ${[...new Set(presets.map(preset => preset.name))].join(', ')}.`,
        ]
      : []
  const found = named ?? fittingPresets(columns)[0]
  const preset = found && (!asked.kind || asked.kind === found.kind) ? found : null
  const saved = asked.saved && (!asked.kind || asked.kind === asked.saved.kind) ? asked.saved : undefined
  const kind = asked.kind ?? saved?.kind ?? preset?.kind ?? guessKind(survey)
  const base: Guess =
    saved || preset
      ? { mapping: saved?.mapping ?? byPreset(columns, preset as Preset), notes: preset?.notes ?? [] }
      : guess(survey, kind)
  const mapping: Mapping = { ...base.mapping }
  // what was found to be inside of one amount says nothing of another
  if (asked.mapping?.amount !== undefined && asked.mapping.amount !== base.mapping.amount)
    for (const field of ['less_discount', 'tax_inside', 'taxed_total']) delete mapping[field]
  for (const [field, column] of Object.entries(asked.mapping ?? {})) {
    if (!fieldsOf[kind].some(known => known.field === field) && !/^(entered|rate):/.test(field)) {
      problems.push(
        `There is no field "${field}" for ${kind}; expected one of ${fieldsOf[kind].map(known => known.field).join(', ')}.`,
      )
    } else if (column === '') delete mapping[field]
    else if (!columns.includes(column))
      problems.push(`There is no column "${column}" for ${field}; the file has ${columns.join(', ')}.`)
    else mapping[field] = column
  }
  for (const [field, column] of Object.entries(mapping)) if (!columns.includes(column)) delete mapping[field]
  const isFree = kind === 'orders' && !saved && !preset && asked.mapping?.amount === undefined
  const candidate = isFree ? unnamedAmount(survey, mapping) : null
  const unnamed = candidate !== null && asked.answers?.[amountKey(candidate)] !== 'no_amount' ? candidate : null
  if (unnamed !== null) mapping.amount = unnamed
  for (const { words } of missing(mapping, kind))
    problems.push(
      `No column is mapped to ${words}, which ${kind.replace('_', ' ')} need. The file has: ${columns.join(', ')}.`,
    )
  const summed = kind === 'orders' && !preset ? summedReport(survey, mapping) : null
  if (summed) problems.push(summed)
  // what was guessed from columns that are now mapped otherwise is not worth saying
  const asGuessed =
    preset !== null || ['amount', 'unit_price', 'quantity'].every(field => mapping[field] === base.mapping[field])
  const isDoubted = base.doubt?.amount === mapping.amount && mapping.tax_inside === undefined && !asked.mapping?.amount
  const doubt = base.doubt && isDoubted && !settleDoubt(mapping, base.doubt, asked.answers ?? {}) ? base.doubt : null
  const discount = mapping.discount === base.mapping.discount ? base.discount : undefined
  return { kind, preset, mapping, discount, doubt, unnamed, problems, notes: asGuessed ? base.notes : [] }
}
