import { pipsPerUnit, toPips } from '../../money.ts'

/**
 * What products cost per unit, of all their rows. A column of costs may be of the unit or of the line: that is decided
 * over the whole file.
 */
export const orderCosts = (column: string) => {
  const spent: { each: number; whole: number; quantity: number }[] = []
  let [several, eachAbovePrice, wholeAbovePrice] = [0, 0, 0]
  const saysUnit = /unit|each|per\b|stück/i.test(column)
  const isOfLine = () => !saysUnit && eachAbovePrice > several / 2 && wholeAbovePrice <= several / 2
  return {
    add: (product: number, quantity: number, price: number, cost: number | null, whole: number) => {
      const of = (spent[product] ??= { each: 0, whole: 0, quantity: 0 })
      of.each += cost === null ? whole : cost * quantity
      of.whole += cost ?? whole
      of.quantity += quantity
      if (cost === null || quantity <= 1 || price <= 0) return
      several++
      if (cost > price) eachAbovePrice++
      if (cost / quantity > price) wholeAbovePrice++
    },
    each: (set: (product: number, cost: number) => void) =>
      spent.forEach(({ each, whole, quantity }, product) =>
        set(product, toPips((isOfLine() ? whole : each) / quantity) / pipsPerUnit),
      ),
    isOfLine,
    notes: (): string[] =>
      isOfLine()
        ? [
            `${column} is above the unit price in most rows of several units: it is taken as the cost of the whole line.`,
          ]
        : [],
  }
}
