import { blockSize } from '../db/rollup/grains.ts'

/** Which customers of a block of ids: one bit each, in bytes from the highest bit on as PostgreSQL has them. */
export type Bits = Uint8Array
export const bitBytes = blockSize / 8

/** Some customers of a block: as ids within the block where they are few, else as bits. Never changed. */
export type Customers = { ids: Uint16Array } | { bits: Bits }

/** From this many ids on, bits take less room. */
const mostIds = bitBytes / 2

const idsIn = (bits: Bits): Uint16Array | undefined => {
  const ids: number[] = []
  for (let byte = 0; byte < bitBytes; byte += 1) {
    if (!bits[byte]) continue
    for (let bit = 0; bit < 8; bit += 1) if (bits[byte]! & (0x80 >> bit)) ids.push(byte * 8 + bit)
    if (ids.length >= mostIds) return undefined
  }
  return Uint16Array.from(ids)
}

/** Marks these ids. */
const setIds = (bits: Bits, ids: Uint16Array) => {
  for (let i = 0; i < ids.length; i += 1) bits[ids[i]! >> 3]! |= 0x80 >> (ids[i]! & 7)
}

const words = (bits: Bits) => new Uint32Array(bits.buffer, bits.byteOffset, bits.byteLength / 4)

/** Two lists of ids in order as one. */
const merged = (one: Uint16Array, other: Uint16Array): Uint16Array => {
  const ids = new Uint16Array(one.length + other.length)
  let [i, j, length] = [0, 0, 0]
  while (i < one.length && j < other.length) {
    const [a, b] = [one[i]!, other[j]!]
    ids[length++] = a < b ? a : b
    if (a <= b) i += 1
    if (b <= a) j += 1
  }
  while (i < one.length) ids[length++] = one[i++]!
  while (j < other.length) ids[length++] = other[j++]!
  return ids.subarray(0, length)
}

/** All who are in one of these. */
export const union = (sets: Customers[]): Customers => {
  if (sets.length === 1) return sets[0]!
  const [one, other] = sets
  if (sets.length === 2 && one && other && 'ids' in one && 'ids' in other) return { ids: merged(one.ids, other.ids) }
  const bits = new Uint8Array(bitBytes)
  const into = words(bits)
  for (const set of sets) {
    if ('ids' in set) setIds(bits, set.ids)
    else for (let word = 0, from = words(set.bits); word < into.length; word += 1) into[word]! |= from[word]!
  }
  return { bits }
}

/** Those that are among others. */
export const among = (set: Customers, others: Bits): Customers =>
  'ids' in set
    ? { ids: set.ids.filter(id => (others[id >> 3]! & (0x80 >> (id & 7))) !== 0) }
    : { bits: set.bits.map((byte, i) => byte & others[i]!) }

/** How many there are. */
export const countOf = (set: Customers): number => {
  if ('ids' in set) return set.ids.length
  const own = words(set.bits)
  let count = 0
  for (let i = 0; i < own.length; i += 1) {
    // Hacker's Delight, 5-1
    let word = own[i]!
    if (word === 0) continue
    word -= (word >>> 1) & 0x55555555
    word = (word & 0x33333333) + ((word >>> 2) & 0x33333333)
    count += Math.imul((word + (word >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
  }
  return count
}

export const customersIn = (bits: Bits): Customers => {
  const ids = idsIn(bits)
  return ids ? { ids } : { bits: new Uint8Array(bits) }
}

/** The same in as little room as they need. */
export const compact = (set: Customers): Customers => ('bits' in set ? customersIn(set.bits) : set)

export const customersWith = (ids: number[]): Customers => {
  const bits = new Uint8Array(bitBytes)
  setIds(bits, Uint16Array.from(ids))
  return customersIn(bits)
}

/** Room they take. */
export const bytesOf = (set: Customers): number => ('ids' in set ? set.ids.byteLength : bitBytes)
