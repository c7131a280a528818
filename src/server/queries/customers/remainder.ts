import { counted } from '../../counted.ts'
import { partsIn } from '../../money.ts'
import type { Workspace } from '../../workspace.ts'
import type { Measures } from '../measures.ts'
import { exactMoney } from './money-words.ts'
import type { People } from './people.ts'

/** In pips. */
const sumsOf = ({ orders, pips }: People) => {
  const sums = { active: 0, givenBack: 0, givers: 0 }
  for (let place = 0; place < orders.length; place += 1) {
    if (orders[place]! > 0) sums.active += pips[place]!
    else if (pips[place] !== 0) {
      sums.givenBack += pips[place]!
      sums.givers += 1
    }
  }
  return sums
}

/**
 * How the revenue of a range is made of that of its active customers, of what others gave back in it, and of orders of
 * nobody; nothing where it is all theirs.
 */
export const remainderNotes = (
  people: People,
  { revenue, pips }: Pick<Measures, 'revenue' | 'pips'>,
  { currency, digits }: Pick<Workspace, 'currency' | 'digits'>,
): string[] => {
  const { active, givenBack, givers } = sumsOf(people)
  const nobody = pips - active - givenBack
  if (givers === 0 && nobody === 0) return []
  const [ofActive, ofGivers, ofNobody] = partsIn([active, givenBack, nobody], digits, revenue).map(part =>
    exactMoney(part, currency),
  )
  const parts = [
    `${ofActive} of active customers`,
    ...(givers > 0
      ? [`${ofGivers} of ${counted(givers, 'customer', 'customers')} without an order in it (refunds)`]
      : []),
    ...(nobody !== 0 ? [`${ofNobody} of orders without a customer`] : []),
  ]
  return [`The range’s revenue of ${exactMoney(revenue, currency)} is ${parts.join(' and ')}.`]
}
