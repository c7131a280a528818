import { z } from 'zod'
import { ApiError, RowError } from '../errors.ts'

/**
 * Reads what came by the contract; what does not fit is a sentence naming the parameter, the value and what is allowed.
 */
export const read = <S extends z.ZodType>(schema: S, came: unknown): z.output<S> => {
  const values = (came ?? {}) as Record<string, unknown>
  // the database stores none
  const withNul = Object.keys(values).find(name => [values[name]].flat().some(value => String(value).includes('\0')))
  if (withNul !== undefined)
    throw new ApiError(
      400,
      'bad_request',
      `${withNul}: expected text without the character NUL, got ${JSON.stringify(values[withNul])}`,
    )
  const result = schema.safeParse(values)
  if (result.success) return result.data
  const sentences = result.error.issues.map(issue => {
    if (issue.code === 'unrecognized_keys') {
      const allowed = schema instanceof z.ZodObject ? Object.keys(schema.shape) : []
      return `unknown parameter ${issue.keys.join(', ')}; expected ${allowed.length ? `one of ${allowed.join(', ')}` : 'none'}`
    }
    const name = String(issue.path[0] ?? '')
    const value = values[name]
    return `${name}: ${issue.message}${/, got /.test(issue.message) || value === undefined ? '' : `, got ${JSON.stringify(value).slice(0, 200)}`}`
  })
  throw new ApiError(400, 'bad_request', sentences.join('; '))
}

const shown = (value: unknown) => (value === undefined ? 'nothing' : JSON.stringify(value).slice(0, 200))

/** A JSON body of rows; the first that does not fit is named. */
export const readRows = <S extends z.ZodType>(schema: S, came: unknown): z.output<S> => {
  const result = schema.safeParse(came)
  if (result.success) return result.data
  const issue = result.error.issues[0]!
  const [list, index, name] = issue.path
  const words = issue.message.replace(/^expected /, '')
  if (list !== 'rows')
    throw new ApiError(400, 'bad_request', `Expected a JSON body { "rows": [ … ] }, got ${shown(came)}`)
  const row = typeof index === 'number' ? (came as { rows: unknown[] }).rows[index] : undefined
  if (typeof index !== 'number') throw new ApiError(400, 'bad_request', `rows: ${issue.message}`)
  if (issue.code === 'unrecognized_keys') {
    const field = issue.keys[0]!
    throw new RowError({ index, field, expected: 'no such field', got: shown((row as Record<string, unknown>)[field]) })
  }
  if (name === undefined) throw new RowError({ index, field: '', expected: 'an object', got: shown(row) })
  const got = shown((row as Record<string, unknown>)[String(name)])
  throw new RowError({ index, field: String(name), expected: words, got })
}

/** The contract also checks what goes out: a wrong column is a loud 500, never a wrong chart. */
export const respond = (answer: z.ZodType, result: unknown) => JSON.stringify(answer.parse(result))

/** One question has one key, whatever the order of its parameters. */
export const questionOf = (request: { url: string }) => {
  const url = new URL(request.url, 'http://localhost')
  url.searchParams.sort()
  return url.pathname + url.search
}
