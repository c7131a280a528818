import { counted } from '../../counted.ts'

/** Products, customers and representatives met in a file: each once, numbered as met (from 1), attributes from the first row that has them. */

/** `byName`: the source has no number for it, so its name is the key. */
export type Entity = { key: string; name: string | null; byName: boolean; attributes: (string | number | null)[] }

/** Slices of a large file's text would keep all of it in memory. */
const own = (text: string) => (text.length < 13 ? text : Buffer.from(text, 'utf8').toString('utf8'))
const kept = (value: string | number | null) => (typeof value === 'string' ? own(value) : value)

export const entities = (attributeNames: string[]) => {
  const numbers = new Map<string, number>()
  const list: Entity[] = []
  /** How many were met with differing values, by attribute. */
  const differing = new Map<string, Set<number>>()

  return {
    list,
    /** The entity's number; `attributes` in the order of `attributeNames`, null where the row does not say. */
    number: (id: string, name: string, attributes: readonly (string | number | null)[]): number => {
      const key = id || name
      let number = numbers.get(key)
      if (number === undefined) {
        number = list.push({
          key: own(key),
          name: name ? own(name) : null,
          byName: id === '',
          attributes: attributes.map(kept),
        })
        numbers.set(own(key), number)
        return number
      }
      const known = list[number - 1] as Entity
      if (name && known.name === null) known.name = own(name)
      for (let i = 0; i < attributes.length; i++) {
        const value = attributes[i] ?? null
        const before = known.attributes[i]
        if (value === null || value === before) continue
        if (before === null) known.attributes[i] = kept(value)
        else {
          const attribute = attributeNames[i] as string
          const set = differing.get(attribute) ?? new Set()
          differing.set(attribute, set.add(number))
        }
      }
      return number
    },
    /** Overwrites one attribute, such as a cost computed over all rows. */
    set: (number: number, attribute: string, value: number | null) => {
      const entity = list[number - 1]
      if (entity) entity.attributes[attributeNames.indexOf(attribute)] = value
    },
    notes: (plural: string): string[] =>
      [...differing].map(
        ([attribute, set]) =>
          `${counted(set.size, `of the ${plural} has`, `${plural} have`)} more than one ${attribute.replaceAll('_', ' ')} in the file: the first counts.`,
      ),
  }
}
export type Entities = ReturnType<typeof entities>

export const productAttributes = ['category', 'unit_price', 'cost', 'is_active']
export const customerAttributes = ['company', 'industry', 'segment', 'region', 'acquisition_channel']
export const repAttributes = ['team', 'region', 'quota', 'hire_date']
