import type { Readable } from 'node:stream'
import { SaxesParser } from 'saxes'
import { ApiError } from '../../../errors.ts'

export type Handlers = {
  open?: (name: string, attributes: Record<string, string>) => void
  text?: (text: string) => void
  close?: (name: string) => void
}

/** Some programs write <x:row>. */
const bare = (name: string) => (name.includes(':') ? name.slice(name.indexOf(':') + 1) : name)

/**
 * Reads XML from a stream, element by element. `turn` after each piece, and may wait; false ends the reading early.
 * Entities of the document's own are not expanded.
 */
export const readXml = async (
  stream: Readable,
  { open, text, close }: Handlers,
  turn: () => Promise<boolean> | boolean = () => true,
): Promise<void> => {
  const parser = new SaxesParser()
  if (open) parser.on('opentag', ({ name, attributes }) => open(bare(name), attributes))
  if (text) parser.on('text', text)
  if (close) parser.on('closetag', ({ name }) => close(bare(name)))
  parser.on('error', error => {
    throw error
  })
  const decoder = new TextDecoder()
  try {
    for await (const chunk of stream) {
      parser.write(decoder.decode(chunk as Buffer, { stream: true }))
      if (!(await turn())) return
    }
    parser.close()
  } catch (error) {
    if (error instanceof ApiError) throw error
    throw new ApiError(
      400,
      'not_a_text_file',
      `The workbook cannot be read: ${error instanceof Error ? error.message : String(error)}. Open it in Excel and save it anew.`,
    )
  }
}

/** A number written where "_x000D_" stands for one character. */
export const unescaped = (text: string): string =>
  text.includes('_x')
    ? text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    : text
