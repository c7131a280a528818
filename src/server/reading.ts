import { z } from 'zod'
import { ApiError } from './errors.ts'

/** Reads what came by the contract; what does not fit is a sentence naming the parameter, the value and what is allowed. */
export const read = <S extends z.ZodType>(schema: S, came: unknown): z.output<S> => {
  const result = schema.safeParse(came ?? {})
  if (result.success) return result.data
  const values = (came ?? {}) as Record<string, unknown>
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
