/** Order totals that stand on each line of an order: taken for amounts of lines they would count several times. */

const money = (cents: number) => (cents / 100).toFixed(2)

/** Looks at orders of several lines whose amount and quantity × price are both given. */
export const repeatedTotals = () => {
  let lines: { cents: number; gross: number }[] = []
  let order = ''
  let seen = 0
  let repeated = 0
  let example = ''
  return {
    add: (id: string, cents: number, gross: number) => {
      order = id
      lines.push({ cents, gross: gross * 100 })
    },
    /** The order's lines are complete. */
    close: () => {
      const [first] = lines
      if (first && lines.length > 1) {
        seen++
        const sum = lines.reduce((total, { gross }) => total + gross, 0)
        const same = lines.every(({ cents }) => cents === first.cents)
        // with tax, shipping or a discount a total is not the sum, but near it
        const near = first.cents > 0.5 * sum && first.cents < 2 * sum
        if (same && near && lines.every(({ cents, gross }) => gross < 0.99 * cents)) {
          repeated++
          example ||= `order ${order} has ${lines.length} lines of ${money(first.cents)}, where quantity × price is ${lines.slice(0, 3).map(({ gross }) => money(gross)).join(', ')}`
        }
      }
      lines = []
    },
    problems: (column: string): string[] =>
      repeated > seen / 2
        ? [`${column} is the total of an order, repeated on each of its lines (${example}): it would count several times. Map the amount to a column of the line, or to none; then quantity × unit price counts.`]
        : [],
  }
}
