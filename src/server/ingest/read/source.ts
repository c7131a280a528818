import type { ImportReport } from '#contract'

/*
 * Two shops may use the same numbers. A file that is said to be of another shop has the shop's name before its numbers of orders, of their
 * lines and of customers, so that nothing of it meets what is of the first.
 */

/** The column of the shop's own numbers: of orders, or in a file of customers of these. */
export const sourceColumnOf = (kind: ImportReport['kind'], mapping: Record<string, string>): string | undefined =>
  kind === 'orders' ? mapping['order_id'] : kind === 'customers' ? mapping['id'] : undefined

/** What the answer stands under: that column. It is of one file alone, never of the next with the same columns. */
export const sourceKey = (column: string) => `${column}: shop`
/** The answer that it is the shop whose orders are here without a name. */
export const sameSource = 'same'

const longest = 60
export const isSourceName = (name: string) =>
  name.trim() === name && name.length > 0 && name.length <= longest && !/[\p{Cc}/]/u.test(name)
export const sourceNameWords = `a name of 1 to ${longest} letters without a slash`

export const sourceOf = (styles: Record<string, string> | undefined, column: string | undefined): string | null => {
  const said = column === undefined ? undefined : styles?.[sourceKey(column)]
  return said === undefined || said === sameSource ? null : said
}

export const prefixOf = (source: string | null) => (source === null ? '' : `${source}/`)

/** A customer's number is the shop's own; an address of mail or a name is the person's. */
export const isOwnNumber = (key: string, byName: boolean) => !byName && !key.includes('@')
