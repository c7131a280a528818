import { z } from 'zod'
import { del, get, patch, personal, post } from './endpoint.ts'
import { whole } from './params.ts'

const meta = z.object({})
const done = z.object({})
const managing = { right: 'people', meta } as const

/** Which values of a dimension are seen; null: all. What has no value is seen under the value ''. */
const seen = z
  .array(z.string().max(200, 'expected values of at most 200 characters'))
  .min(1, 'expected at least one value, or null for all')
  .max(200, 'expected at most 200 values')
  .transform(values => [...new Set(values)].sort())
  .nullable()

const shows = { regions: seen, segments: seen, reps: seen }

const shown = z.array(z.string()).nullable()
const rule = z.object({ regions: shown, segments: shown, reps: shown })
/** Which rows somebody sees: those that meet every dimension, by any of its values. */
export type Rule = z.output<typeof rule>

const name = z.string().trim().min(1, 'expected a name').max(100)
/** As those who see by it know it. */
export const namedRule = z.object({ name: z.string(), ...rule.shape })
export type NamedRule = z.output<typeof namedRule>

const ruleId = z.strictObject({ id: whole(1) })
const restricts = ({ regions, segments, reps }: Rule) => regions !== null || segments !== null || reps !== null
const question = z.strictObject({ name, ...shows }).refine(restricts, {
  error: 'expected regions, segments or reps: a rule that shows everything is none',
})

export const rules = {
  list: personal(
    get('/api/rules', {
      ...managing,
      summary: 'Rules of which rows people see, and how many people, invitations and keys have each.',
      data: z.array(
        z.object({
          id: z.number().int(),
          ...namedRule.shape,
          people: z.number().int(),
          invitations: z.number().int(),
          keys: z.number().int(),
        }),
      ),
    }),
  ),
  make: personal(
    post('/api/rules', {
      ...managing,
      summary:
        'A rule of which rows are seen: order lines by their region, their customer’s segment and their representative, deals by theirs. "" stands for what has none; null for all.',
      query: question,
      data: z.object({ id: z.number().int() }),
    }),
  ),
  change: personal(
    patch('/api/rules/:id', {
      ...managing,
      summary: 'Another name, or other rows, from the next request of everybody who has it.',
      params: ruleId,
      query: question,
      data: done,
    }),
  ),
  remove: personal(
    del('/api/rules/:id', {
      ...managing,
      summary: 'Takes a rule away that nobody has any more.',
      params: ruleId,
      data: done,
    }),
  ),
}
