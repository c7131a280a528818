/** What columns mean by their names alone. */
import type { ImportKind } from '#contract'
import { byValues } from './by-values.ts'
import { chooseAmount, withoutGross } from './money/amounts.ts'
import { type Doubt, doubtOf } from './money/doubt.ts'
import { likelyAmounts, proveAmount } from './money/proof.ts'
import type { Survey } from './survey.ts'
import { isCurrency } from './units.ts'
import { find, isNamed, type Mapping } from './column-names.ts'
import { fieldsOf, needs } from './fields.ts'
import { dealsByValues } from './deals-by-values.ts'
import { withGroups } from './groups.ts'
import { fits, headerRules, saysAmount, wordsOf } from './header-words.ts'
import { bestKind, isRates } from './kinds.ts'

const ratesIn = (columns: string[]): Mapping =>
  Object.fromEntries(columns.flatMap(column => (isCurrency(column.trim()) ? [[`rate:${column.trim()}`, column]] : [])))

const enteredColumn =
  /^(?:hs_)?(?:date[ _])?entered[ _](?:stage[ _])?["'“]?(.+?)(?:\s*\([^)]*\))?["'”]?(?:\s*\([^)]*\))?(?:[ _](?:at|on|date))?$/i

/** Columns with the days that deals entered their stages, or with the rates of a currency. */
export const history = (columns: string[], kind: ImportKind): Mapping =>
  kind === 'rates'
    ? ratesIn(columns)
    : kind === 'deals'
      ? Object.fromEntries(
          columns.flatMap(column => {
            const stage = enteredColumn.exec(column)?.[1]
            return stage ? [[`entered:${stage}`, column]] : []
          }),
        )
      : {}

/** First and last name in columns of their own, in one language each. */
const fullNames = [
  ['firstname', 'lastname'],
  ['givenname', 'surname'],
  ['firstname', 'surname'],
  ['billingfirstname', 'billinglastname'],
  ['customerfirstname', 'customerlastname'],
  ['firstnamebilling', 'lastnamebilling'],
  ['vorname', 'nachname'],
  ['vorname', 'name'],
  ['prenom', 'nom'],
  ['nombre', 'apellidos'],
  ['nombre', 'apellido'],
  ['nome', 'cognome'],
  ['nome', 'sobrenome'],
  ['voornaam', 'achternaam'],
  ['imie', 'nazwisko'],
] as const
const wholeName = [
  'customername',
  'customer',
  'clientname',
  'client',
  'buyername',
  'buyer',
  'billingname',
  'fullname',
  'kunde',
  'kundenname',
  'cliente',
]

const namesApart = (columns: string[], kind: ImportKind): Mapping => {
  const fields =
    kind === 'orders' ? ['customer_name', 'customer_last_name'] : kind === 'customers' ? ['name', 'last_name'] : null
  if (!fields || find(columns, wholeName, new Set())) return {}
  for (const pair of fullNames) {
    const [first, last] = pair.map(name => find(columns, [name], new Set()))
    if (first && last) return { [fields[0] as string]: first, [fields[1] as string]: last }
  }
  return {}
}

/** What order files leave to their rows: a number or a name without saying whose, a cost where nothing else has a price. */
const lastResorts = (columns: string[], mapping: Mapping): string[] => {
  const taken = new Set(Object.values(mapping))
  const sold = mapping.product_name ?? mapping.product_id
  const name = mapping.customer_name
    ? undefined
    : find(columns, ['name1', 'fullname', ...(sold ? ['name'] : [])], taken)
  if (name) mapping.customer_name = name
  const id = mapping.order_id || sold ? undefined : find(columns, ['id'], taken)
  if (id) mapping.order_id = id
  if (mapping.amount ?? mapping.unit_price) return []
  const { cost } = mapping
  if (!cost || !isNamed(cost, 'unitcost')) return []
  delete mapping.cost
  mapping.unit_price = cost
  return [
    `${cost} is taken as the price, as the file has no other price and no amount. If it is what the goods cost you, these are no sales.`,
  ]
}

const amountNames = fieldsOf.orders.find(({ field }) => field === 'amount')?.names ?? []

export type Guess = { doubt?: Doubt | null; mapping: Mapping; discount?: 'rate' | 'money' | undefined; notes: string[] }

export const guess = (survey: Survey, kind: ImportKind): Guess => {
  const { columns } = survey
  const mapping = { ...history(columns, kind), ...namesApart(columns, kind) }
  const taken = new Set(Object.values(mapping))
  const map = (field: string, column: string | undefined) => {
    if (!column || mapping[field]) return
    mapping[field] = column
    taken.add(column)
  }
  const stateIsPlace = columns.some(column =>
    /\b(country|city|zip|postal|address|territory|region)\b/.test(wordsOf(column)),
  )
  for (const { field, names } of fieldsOf[kind]) {
    if (kind !== 'orders' || field !== 'amount')
      map(
        field,
        find(columns, field === 'status' && stateIsPlace ? names.filter(name => name !== 'state') : names, taken),
      )
  }
  const free = () => columns.filter(column => !taken.has(column))
  if (kind === 'orders') {
    const named = amountNames.flatMap(name => free().filter(column => isNamed(column, name)))
    map('amount', chooseAmount(likelyAmounts(survey, [...named, ...free().filter(saysAmount)]), columns))
  }
  for (const rule of headerRules[kind])
    map(
      rule.field,
      free().find(column => fits(rule, column)),
    )
  if (kind === 'deals' && !mapping.stage && mapping.outcome) {
    mapping.stage = mapping.outcome
    delete mapping.outcome
  }
  if (kind === 'deals') dealsByValues(survey, mapping)
  if (kind !== 'orders') return { mapping, notes: [] }
  if (!mapping.date && mapping.time) {
    mapping.date = mapping.time
    delete mapping.time
  }
  byValues(survey, mapping)
  withGroups(survey, mapping)
  const proof = proveAmount(survey, mapping)
  const notes = [...(proof?.notes ?? withoutGross(columns, mapping)), ...lastResorts(columns, mapping)]
  return { mapping, doubt: proof ? null : doubtOf(survey, mapping), discount: proof?.discount, notes }
}

/** What a kind needs and the mapping has not. */
export const missing = (mapping: Mapping, kind: ImportKind) => {
  const isWide = kind === 'rates' && Object.keys(mapping).some(field => field.startsWith('rate:'))
  return needs[kind].filter(
    ({ oneOf }) => !oneOf.some(field => mapping[field] !== undefined || (isWide && field !== 'date')),
  )
}

export const guessKind = (survey: Survey): ImportKind => {
  const kinds = (Object.keys(fieldsOf) as ImportKind[]).filter(kind => kind !== 'rates')
  const [rates, ...others] = (['rates', ...kinds] as const).map(kind => {
    const { mapping } = guess(survey, kind)
    return { kind, mapping, complete: missing(mapping, kind).length === 0 }
  })
  return isRates(survey, rates!) ? 'rates' : bestKind(survey, others)
}
