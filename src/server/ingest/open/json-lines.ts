import { createReadStream } from 'node:fs'
import { ApiError } from '../../errors.ts'
import type { Limits } from './limits.ts'
import { unmistaken } from './workbook/values.ts'
import { writeText } from './text-file.ts'

const longestLine = 16 * 1024 * 1024

async function* linesOf(path: string): AsyncGenerator<string[]> {
  const decoder = new TextDecoder()
  let rest = ''
  for await (const chunk of createReadStream(path, { highWaterMark: 1024 * 1024 })) {
    const lines = (rest + decoder.decode(chunk as Buffer, { stream: true })).split('\n')
    rest = lines.pop() ?? ''
    if (rest.length > longestLine)
      throw new ApiError(400, 'not_a_text_file', 'Expected JSON lines, one row a line; got a line of more than 16 MB.')
    yield lines
  }
  yield [rest + decoder.decode()]
}

/** Objects within one another as columns such as customer.name; lists as they are written. */
const flatten = (object: object, within: string, add: (name: string, value: string) => void): void => {
  for (const [key, value] of Object.entries(object) as [string, unknown][]) {
    const name = `${within}${key}`
    if (value === null || value === undefined) add(name, '')
    else if (Array.isArray(value)) add(name, JSON.stringify(value))
    else if (typeof value === 'object') flatten(value, `${name}.`, add)
    else add(name, typeof value === 'number' ? unmistaken(String(value)) : String(value))
  }
}

const objectOf = (line: string, number: number): object | null => {
  if (line.trim() === '') return null
  try {
    const value: unknown = JSON.parse(line)
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value
  } catch {
    // said below
  }
  throw new ApiError(
    400,
    'not_a_text_file',
    `Line ${number.toLocaleString('en')}: expected a JSON object such as {"order_id": 1, "total": 9.5}, got ${line.trim().slice(0, 60)}.`,
  )
}

async function* objectsOf(path: string): AsyncGenerator<[object: object, line: number][]> {
  let number = 0
  for await (const lines of linesOf(path)) {
    const found: [object, number][] = []
    for (const line of lines) {
      const object = objectOf(line, ++number)
      if (object) found.push([object, number])
    }
    yield found
  }
}

/** Whether a file's beginning is one JSON object a line. */
export const looksLikeJsonLines = (start: string): boolean => {
  const [line = ''] = start.split('\n')
  if (!line.startsWith('{')) return false
  try {
    return typeof JSON.parse(line) === 'object'
  } catch {
    return false
  }
}

/** JSON lines as text: the names of all columns first, each row one line below its own. */
export const convertJsonLines = async (path: string, target: string, limits: Limits): Promise<void> => {
  const columns = new Map<string, number>()
  for await (const objects of objectsOf(path))
    for (const [object] of objects)
      flatten(object, '', name => {
        if (!columns.has(name)) columns.set(name, columns.size)
      })
  const file = await writeText(target, limits)
  try {
    file.row(1, [...columns.keys()])
    for await (const objects of objectsOf(path)) {
      for (const [object, line] of objects) {
        const cells: string[] = Array.from({ length: columns.size }, () => '')
        flatten(object, '', (name, value) => (cells[columns.get(name) ?? 0] = value))
        file.row(line + 1, cells)
      }
      await file.turn()
    }
    await file.end()
  } catch (error) {
    await file.giveUp()
    throw error
  }
}
