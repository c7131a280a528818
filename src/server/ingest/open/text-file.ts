import { open } from 'node:fs/promises'
import { ApiError } from '../../errors.ts'
import type { Dialect } from './csv.ts'
import { inMegabytes, type Limits } from './limits.ts'

/** How tables of other formats are written as text on their way in. */
export const ownDialect: Dialect = { delimiter: ',', newline: '\n' }

const flushAt = 1024 * 1024

const quoted = (cell: string): string => {
  // a line break in a cell would put off the numbers of lines
  const text = /[\r\n]/.test(cell) ? cell.replace(/\s*[\r\n]+\s*/g, ' ') : cell
  return text.includes('"') || text.includes(',') ? `"${text.replaceAll('"', '""')}"` : text
}

/** A table as text: each row on the line that it is given. */
export const writeText = async (path: string, limits: Limits) => {
  const file = await open(path, 'wx', 0o600)
  let text = ''
  let line = 1
  let bytes = 0
  const flush = async () => {
    bytes += Buffer.byteLength(text)
    if (bytes > limits.unpacked)
      throw new ApiError(
        413,
        'too_large',
        `Unpacked, the table is larger than ${inMegabytes(limits.unpacked)}; split it.`,
      )
    await file.write(text)
    text = ''
  }
  return {
    row: (at: number, cells: readonly string[]) => {
      while (line < at) {
        text += '\n'
        line++
      }
      text += `${cells.map(quoted).join(',')}\n`
      line++
    },
    /** Waits while much is to be written. */
    turn: async () => {
      if (text.length >= flushAt) await flush()
    },
    end: async () => {
      await flush()
      await file.close()
    },
    giveUp: () => file.close(),
  }
}
