import { expect, test } from 'vitest'
import { z } from 'zod'
import { read } from './reading.ts'

const schema = z.strictObject({
  colour: z.enum(['red', 'blue']).default('red'),
  size: z.coerce.number().optional(),
  tags: z.union([z.string(), z.array(z.string())]).optional(),
})

const refusal = (came: unknown, by: z.ZodType = schema) => {
  try {
    return read(by, came)
  } catch (error) {
    const { status, code, message } = error as { status: number; code: string; message: string }
    return [status, code, message]
  }
}

test('what fits is read, with defaults', () => {
  expect(read(schema, { size: '3', tags: ['a', 'b'] })).toEqual({ colour: 'red', size: 3, tags: ['a', 'b'] })
  expect(read(schema, undefined)).toEqual({ colour: 'red' })
  expect(read(schema, { tags: String.raw`a written \u0000 is text` })).toEqual({
    colour: 'red',
    tags: String.raw`a written \u0000 is text`,
  })
})

test('what does not fit is a sentence with the parameter, the value and what is allowed', () => {
  expect(refusal({ colour: 'green' })).toEqual([
    400,
    'bad_request',
    'colour: Invalid option: expected one of "red"|"blue", got "green"',
  ])
  expect(refusal({ colour: ['red', 'blue'] })).toEqual([
    400,
    'bad_request',
    'colour: Invalid option: expected one of "red"|"blue", got ["red","blue"]',
  ])
  expect(refusal({ size: 'big' })).toEqual([
    400,
    'bad_request',
    'size: Invalid input: expected number, received NaN, got "big"',
  ])
  expect(refusal({ tags: 'a\0b' })).toEqual([
    400,
    'bad_request',
    'tags: expected text without the character NUL, got "a\\u0000b"',
  ])
  expect(refusal({ tags: ['a', 'b\0'] })).toEqual([
    400,
    'bad_request',
    'tags: expected text without the character NUL, got ["a","b\\u0000"]',
  ])
  expect(refusal({ color: 'red', syze: 1 })).toEqual([
    400,
    'bad_request',
    'unknown parameter color, syze; expected one of colour, size, tags',
  ])
  expect(refusal({ any: '1' }, z.strictObject({}))).toEqual([
    400,
    'bad_request',
    'unknown parameter any; expected none',
  ])
})

test('long values are cut in the sentence', () => {
  const [, , message] = refusal({ colour: 'x'.repeat(10_000) }) as [number, string, string]
  expect(message.length).toBeLessThan(300)
})
