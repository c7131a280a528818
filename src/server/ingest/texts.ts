/** A copy: a slice would keep all of the text that it was cut from in memory. */
export const own = (text: string): string => (text.length < 13 ? text : Buffer.from(text, 'utf8').toString('utf8'))

const grown = <A extends Uint8Array | Uint32Array>(array: A, least: number): A => {
  if (array.length >= least) return array
  const larger = new (array.constructor as new (length: number) => A)(Math.max(least, 2 * array.length))
  larger.set(array)
  return larger
}

/** Before a letter of two bytes; all others are one. */
const wide = 255

/**
 * Texts by number, from 0 as they are met. Keys of a file come in millions: in a Map of strings each takes some hundred bytes, here its letters
 * and some 16. Texts of the same hash are compared letter by letter, so two are never taken for one.
 */
export const texts = () => {
  let size = 0
  let letters = new Uint8Array(1024)
  /** Where each begins, and the last one ends. */
  let starts = new Uint32Array(64)
  let hashes = new Uint32Array(64)
  /** Numbers from 1, each at its hash or the next free place behind it; 0 is free. */
  let places = new Uint32Array(128)

  const hashOf = (text: string): number => {
    let hash = 0
    for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x5bd1e995) ^ (hash >>> 13)
    // the lower bits, which say the place, are to be of all letters
    hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d)
    return (hash ^ (hash >>> 12)) >>> 0
  }
  const isAt = (number: number, text: string): boolean => {
    let at = starts[number]!
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i)
      if (code < wide) {
        if (letters[at++] !== code) return false
      } else {
        if (letters[at] !== wide || letters[at + 1] !== code >> 8 || letters[at + 2] !== (code & 255)) return false
        at += 3
      }
    }
    return at === starts[number + 1]
  }
  /** Where it stands, or would. */
  const placeOf = (text: string, hash: number): number => {
    const last = places.length - 1
    for (let place = hash & last; ; place = (place + 1) & last) {
      const number = places[place]! - 1
      if (number < 0 || (hashes[number] === hash && isAt(number, text))) return place
    }
  }
  const spread = () => {
    places = new Uint32Array(2 * places.length)
    const last = places.length - 1
    for (let number = 0; number < size; number++) {
      let place = hashes[number]! & last
      while (places[place] !== 0) place = (place + 1) & last
      places[place] = number + 1
    }
  }
  const write = (text: string) => {
    let at = starts[size]!
    letters = grown(letters, at + 3 * text.length)
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i)
      if (code >= wide) {
        letters[at++] = wide
        letters[at++] = code >> 8
      }
      letters[at++] = code & 255
    }
    starts = grown(starts, size + 2)
    starts[size + 1] = at
  }
  const of = (text: string): number => {
    const hash = hashOf(text)
    const place = placeOf(text, hash)
    const known = places[place]! - 1
    if (known >= 0) return known
    write(text)
    hashes = grown(hashes, size + 1)
    hashes[size] = hash
    places[place] = ++size
    if (size > 0.7 * places.length) spread()
    return size - 1
  }
  return {
    size: () => size,
    of,
    /** -1: not met. */
    find: (text: string): number => places[placeOf(text, hashOf(text))]! - 1,
    /** Whether it was met before; from now on it was. */
    wasMet: (text: string): boolean => {
      const known = size
      return of(text) < known
    },
    at: (number: number): string => {
      const codes: number[] = []
      for (let at = starts[number]!; at < starts[number + 1]!; at++) {
        const code = letters[at]!
        codes.push(code === wide ? letters[++at]! * 256 + letters[++at]! : code)
      }
      return String.fromCharCode(...codes)
    },
  }
}
