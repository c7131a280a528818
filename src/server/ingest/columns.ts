import { own, texts } from './texts.ts'

/** A value for each number from 0. In columns, what is kept of millions of orders takes a tenth of what objects do. */
export type Column<T> = { at: (n: number) => T; put: (n: number, value: T) => void }

/** Takes no room while all are 0. */
const plain = (Kind: Float64ArrayConstructor | Uint32ArrayConstructor): Column<number> => {
  let values: Float64Array | Uint32Array | undefined
  return {
    at: n => values?.[n] ?? 0,
    put: (n, value) => {
      if (n >= (values?.length ?? 0)) {
        if (value === 0) return
        const more = new Kind(Math.max(64, 2 * n))
        if (values) more.set(values)
        values = more
      }
      values![n] = value
    },
  }
}
export const numbers = () => plain(Float64Array)
/** Whole numbers, none below 0. */
export const counts = () => plain(Uint32Array)

/** Values of which there are few, each kept once; those of the same key are the same. */
export const choices = <T>(keyOf: (value: T) => unknown = value => value): Column<T> => {
  const codes = new Map<unknown, number>()
  const values: T[] = []
  const column = counts()
  return {
    at: n => values[column.at(n)]!,
    put: (n, value) => {
      const key = keyOf(value)
      let code = codes.get(key)
      if (code === undefined) {
        const kept = typeof value === 'string' ? (own(value) as T) : value
        code = values.push(kept) - 1
        codes.set(typeof key === 'string' ? own(key) : key, code)
      }
      column.put(n, code)
    },
  }
}

/** Texts of which there are many, each kept once. */
export const words = (): Column<string> => {
  const met = texts()
  const column = counts()
  return { at: n => met.at(column.at(n)), put: (n, value) => column.put(n, met.of(value)) }
}

export const orNull = <T>(column: Column<T>): Column<T | null> => {
  const has = choices<boolean>()
  return {
    at: n => (has.at(n) ? column.at(n) : null),
    put: (n, value) => {
      has.put(n, value !== null)
      if (value !== null) column.put(n, value)
    },
  }
}

/** Objects by their fields. */
export const records = <R extends object>(fields: { [K in keyof R]: Column<R[K]> }): Column<R> => {
  const names = Object.keys(fields) as (keyof R)[]
  return {
    at: n => {
      const record = {} as R
      for (const name of names) record[name] = fields[name].at(n)
      return record
    },
    put: (n, record) => {
      for (const name of names) fields[name].put(n, record[name])
    },
  }
}
