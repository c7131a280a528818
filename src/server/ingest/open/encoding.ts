import { createReadStream } from 'node:fs'
import { open, stat } from 'node:fs/promises'
import { ApiError } from '../../errors.ts'
import { charsets, decoderOf, type Encoding } from './charsets.ts'
import { detect } from './detect.ts'

const named = (label: string): Encoding => charsets.find(one => one.label === label) as Encoding
/** What we write ourselves. */
export const utf8 = named('utf-8')
const utf8Bom: Encoding = { name: 'UTF-8 with BOM', label: 'utf-8' }
const utf8Damaged: Encoding = { name: 'UTF-8 with characters that cannot be read', label: 'utf-8' }
const [utf16le, utf16be] = [named('utf-16le'), named('utf-16be')]

const refuse = (what: string): never => {
  throw new ApiError(400, 'not_a_text_file', what)
}

const chunkBytes = 64 * 1024

/** Text of the file in pieces, each with the bytes read so far. A byte order mark is not part of the text. */
export async function* textOf(path: string, encoding: Encoding): AsyncGenerator<{ text: string; bytes: number }> {
  const decoder = decoderOf(encoding.label)
  let bytes = 0
  for await (const chunk of createReadStream(path, { highWaterMark: chunkBytes })) {
    bytes += (chunk as Buffer).length
    yield { text: decoder.decode(chunk as Buffer, { stream: true }), bytes }
  }
  yield { text: decoder.decode(), bytes }
}

const isUtf8 = async (path: string): Promise<boolean> => {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  try {
    for await (const chunk of createReadStream(path, { highWaterMark: chunkBytes }))
      decoder.decode(chunk as Buffer, { stream: true })
    decoder.decode()
    return true
  } catch {
    return false
  }
}

/**
 * Whether what is not UTF-8 is a few damaged bytes of it: in another encoding hardly two foreign letters make one of
 * UTF-8.
 */
const isDamagedUtf8 = async (path: string): Promise<boolean> => {
  let foreign = 0
  let broken = 0
  for await (const { text } of textOf(path, utf8)) {
    foreign += text.match(/[\u0080-\ufffc]/g)?.length ?? 0
    broken += text.match(/\ufffd/g)?.length ?? 0
  }
  return broken * 20 < foreign
}

/** Text, but of another format. */
const refuseMarkup = (start: string) => {
  if (/^\{\s*["}]|^\[\s*[{[\]]/.test(start))
    refuse('This is JSON, but not one row a line. Export the table as JSON lines or as CSV.')
  if (/^<(?:!doctype|html|head|body|table|meta|div|style)\b/i.test(start))
    refuse(
      'This is an HTML page (some programs name it .xls). Open it in Excel: File, Save as, "Excel workbook (.xlsx)".',
    )
  if (/^<\?xml\b|^<\w+[^,;\t>]*>\s*</i.test(start))
    refuse('This is XML, not CSV text. Export the table as CSV instead.')
}

const startsWith = (head: Buffer, ...bytes: number[]) => bytes.every((byte, i) => head[i] === byte)

/** How a file is encoded, and others that fit about as well: each with words that they read otherwise. */
export type Sniffed = Encoding & { words: string; others: { encoding: Encoding; words: string }[] }
export const sure = (encoding: Encoding): Sniffed => ({ ...encoding, words: '', others: [] })

const chosen = (asked: string): Encoding => {
  const found = charsets.find(({ label, name }) => [label, name.toLowerCase()].includes(asked.toLowerCase()))
  if (found) return found
  const known = charsets.map(({ label }) => label).join(', ')
  throw new ApiError(400, 'bad_request', `encoding: expected one of ${known}, got "${asked}"`)
}

/** In UTF-16 without a mark every digit, comma and line end has a zero before or behind it. */
const mostZeros = 0.02
const byZeros = (head: Buffer): Encoding | null => {
  let [even, odd] = [0, 0]
  head.forEach((byte, i) => {
    if (byte !== 0) return
    if (i % 2) odd++
    else even++
  })
  if (Math.max(even, odd) < mostZeros * head.length || Math.min(even, odd) > 0.02 * Math.max(even, odd)) return null
  return odd > even ? utf16le : utf16be
}

/** The file's encoding, decided over all its bytes. Throws a sentence for what is not text at all. */
export const sniffEncoding = async (
  path: string,
  weigh: (cells: string[]) => number = () => 0,
  asked?: string,
): Promise<Sniffed> => {
  if ((await stat(path)).size === 0) refuse('The file is empty.')
  const file = await open(path)
  const { buffer, bytesRead } = await file.read(Buffer.alloc(65_536), 0, 65_536, 0)
  await file.close()
  const head = buffer.subarray(0, bytesRead)
  if (startsWith(head, 0x25, 0x50, 0x44, 0x46)) refuse('This is a PDF, not CSV text. Export the table as CSV instead.')
  refuseMarkup(
    head
      .toString('latin1')
      .replace(/^\xef\xbb\xbf/, '')
      .trimStart(),
  )
  if (asked) return sure(chosen(asked))
  if (startsWith(head, 0xef, 0xbb, 0xbf)) return sure(utf8Bom)
  if (startsWith(head, 0xff, 0xfe)) return sure(utf16le)
  if (startsWith(head, 0xfe, 0xff)) return sure(utf16be)
  const wide = byZeros(head)
  if (wide) return sure(wide)
  const controls = head.reduce((sum, byte) => sum + Number(byte < 9 || (byte > 13 && byte < 27)), 0)
  if (head.includes(0) || controls > head.length / 100)
    refuse('This is a binary file, not CSV text. Export the table as CSV.')
  if (await isUtf8(path)) return sure(utf8)
  if (await isDamagedUtf8(path)) return sure(utf8Damaged)
  const { encoding, words, others } = await detect(path, weigh)
  return { ...encoding, words, others }
}
