import { counted } from '../../counted.ts'
import { own } from '../texts.ts'

/** Products, customers and representatives met in a file: each once, numbered as met (from 1). Of several values the newest row's counts, whatever the order of rows. */

/** `byName`: the source has no number for it, so its name is the key. */
export type Entity = { key: string; name: string | null; byName: boolean; attributes: (string | number | null)[] }

const kept = (value: string | number | null) => (typeof value === 'string' ? own(value) : value)

/** As names are compared: whatever their case and spaces. */
const plain = (name: string) => name.toLowerCase().replace(/\s+/g, ' ').trim()

type Options = {
  /** Numbers that differ in case only are one. */
  isCaseless?: boolean
}

export const entities = (attributeNames: string[], { isCaseless = false }: Options = {}) => {
  const numbers = new Map<string, number>()
  const list: Entity[] = []
  /** The days that names and attributes are of. */
  const days: { name: string; attributes: string[] }[] = []
  /** How many were met with differing values, by attribute. */
  const differing = new Map<string, Set<number>>()
  /** Numbers that differ in case only, where these are not one. */
  const spellings: [string, string][] = []
  const firstSpelling = new Map<string, string>()
  const differs = (what: string, number: number) => {
    const set = differing.get(what) ?? new Set()
    differing.set(what, set.add(number))
  }
  /** Of one day the first in the alphabet counts, so that no order of rows does. */
  const isSurer = (day: string, value: string | number, before: string, known: string | number) =>
    day > before || (day === before && day !== '' && value < known)

  const noteSpelling = (key: string) => {
    const lower = key.toLowerCase()
    const before = firstSpelling.get(lower)
    if (before === undefined) firstSpelling.set(lower, key)
    else spellings.push([before, key])
  }

  return {
    list,
    spellings: spellings as readonly (readonly [string, string])[],
    /** The entity's number; `attributes` in the order of `attributeNames`, null where the row does not say; `day` that the row is of. */
    number: (id: string, name: string, attributes: readonly (string | number | null)[], day = ''): number => {
      const key = id || name
      let number = numbers.get(key)
      if (number === undefined && isCaseless) {
        number = numbers.get(key.toLowerCase())
        if (number !== undefined) numbers.set(own(key), number)
      }
      if (number === undefined) {
        number = list.push({
          key: own(key),
          name: name ? own(name) : null,
          byName: id === '',
          attributes: attributes.map(kept),
        })
        days.push({ name: day, attributes: attributes.map(() => day) })
        numbers.set(own(key), number)
        if (isCaseless) numbers.set(own(key).toLowerCase(), number)
        else if (id) noteSpelling(own(key))
        return number
      }
      const known = list[number - 1] as Entity
      const since = days[number - 1] as (typeof days)[number]
      if (name && name !== known.name) {
        if (known.name !== null && plain(known.name) !== plain(name)) differs('name', number)
        if (known.name === null || isSurer(day, name, since.name, known.name)) {
          known.name = own(name)
          since.name = day
        }
      } else if (name && day > since.name) since.name = day
      for (let i = 0; i < attributes.length; i++) {
        const value = attributes[i] ?? null
        const before = known.attributes[i] ?? null
        if (value === null) continue
        if (value === before) {
          if (day > (since.attributes[i] ?? '')) since.attributes[i] = day
          continue
        }
        if (before !== null) differs(attributeNames[i] as string, number)
        if (before === null || isSurer(day, value, since.attributes[i] ?? '', before)) {
          known.attributes[i] = kept(value)
          since.attributes[i] = day
        }
      }
      return number
    },
    /** Overwrites one attribute, such as a cost computed over all rows. */
    set: (number: number, attribute: string, value: number | null) => {
      const entity = list[number - 1]
      if (entity) entity.attributes[attributeNames.indexOf(attribute)] = value
    },
    notes: (plural: string, counts: 'newest' | 'first' = 'newest'): string[] =>
      [...differing].map(
        ([attribute, set]) =>
          `${counted(set.size, `of the ${plural} has`, `${plural} have`)} more than one ${attribute.replaceAll('_', ' ')} in the file: the ${counts} counts.`,
      ),
  }
}
export type Entities = ReturnType<typeof entities>

export const productAttributes = ['category', 'unit_price', 'cost', 'is_active']
export const customerAttributes = ['company', 'industry', 'segment', 'region', 'acquisition_channel']
export const repAttributes = ['team', 'region', 'quota', 'hire_date']
