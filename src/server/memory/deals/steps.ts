import { none } from './facts.ts'
import { byDay } from './grouped.ts'
import { open, type Timeline } from './timeline.ts'

/** A day on which a deal stopped to be open; `until`: the day from which it was open again, or Infinity. */
export type Closings = { deal: Int32Array; day: Int32Array; until: Float64Array }

/**
 * What each change of each deal adds to the open pipeline, by day: deals, those with an amount, those with one whose chance is not known, pips, and
 * pips × ten-thousandths of a chance.
 */
export type Steps = {
  deal: Int32Array
  day: Int32Array
  deals: Int8Array
  sized: Int8Array
  unweighed: Int8Array
  pips: Float64Array
  weighted: Float64Array
}

/** A column in another order, in a column that is there. */
const inOrder = <Column extends Int8Array | Int32Array | Float64Array>(
  order: Uint32Array,
  column: Column,
  into: Column,
): Column => {
  for (let k = 0; k < order.length; k++) into[k] = column[order[k]!]!
  return into
}

export const closingsOf = ({ from, day, state, since }: Timeline, size: number): Closings => {
  const room = from[size]!
  const [deals, days, untils] = [new Int32Array(room), new Int32Array(room), new Float64Array(room)]
  let count = 0
  for (let i = 0; i < size; i++) {
    for (let row = from[i]!; row < from[i + 1]!; row++) {
      if (state[row] === open || since[row] !== day[row]) continue
      let next = row + 1
      while (next < from[i + 1]! && state[next] === state[row] && since[next] === since[row]) next++
      deals[count] = i
      days[count] = day[row]!
      untils[count++] = next < from[i + 1]! ? day[next]! : Infinity
    }
  }
  const order = byDay(days.subarray(0, count))
  return {
    deal: inOrder(order, deals, new Int32Array(count)),
    day: inOrder(order, days, new Int32Array(count)),
    until: inOrder(order, untils, new Float64Array(count)),
  }
}

export const stepsOf = async (
  { from, day, state, amount, chance }: Timeline,
  size: number,
  rest: () => Promise<void>,
): Promise<Steps> => {
  const room = from[size]!
  const [deal, on] = [new Int32Array(room), new Int32Array(room)]
  const [deals, sized, unweighed] = [new Int8Array(room), new Int8Array(room), new Int8Array(room)]
  const [pips, weighted] = [new Float64Array(room), new Float64Array(room)]
  let count = 0
  for (let i = 0; i < size; i++) {
    let [wasOpen, hadSize, wasUnknown, had, weighed] = [0, 0, 0, 0, 0]
    for (let row = from[i]!; row < from[i + 1]!; row++) {
      const isOpen = Number(state[row] === open)
      const hasSize = Number(isOpen && !Number.isNaN(amount[row]))
      const has = hasSize ? amount[row]! : 0
      const isUnknown = Number(has !== 0 && chance[row] === none)
      const weighs = isUnknown ? 0 : has * chance[row]!
      if (isOpen === wasOpen && hasSize === hadSize && isUnknown === wasUnknown && has === had && weighs === weighed)
        continue
      deal[count] = i
      on[count] = day[row]!
      deals[count] = isOpen - wasOpen
      sized[count] = hasSize - hadSize
      unweighed[count] = isUnknown - wasUnknown
      pips[count] = has - had
      weighted[count++] = weighs - weighed
      wasOpen = isOpen
      hadSize = hasSize
      wasUnknown = isUnknown
      had = has
      weighed = weighs
    }
    if (i % 4096 === 0) await rest()
  }
  const order = byDay(on.subarray(0, count))
  await rest()
  return {
    deal: inOrder(order, deal, new Int32Array(count)),
    day: inOrder(order, on, new Int32Array(count)),
    deals: inOrder(order, deals, new Int8Array(count)),
    sized: inOrder(order, sized, new Int8Array(count)),
    unweighed: inOrder(order, unweighed, new Int8Array(count)),
    pips: inOrder(order, pips, new Float64Array(count)),
    weighted: inOrder(order, weighted, new Float64Array(count)),
  }
}
