import { createReadStream } from 'node:fs'
import { open, stat } from 'node:fs/promises'
import { ApiError } from '../../errors.ts'

/** `name` is for the report, `label` for TextDecoder. */
export type Encoding = {
  name: string
  label: 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252' | 'windows-1250' | 'windows-1251'
}

const utf8: Encoding = { name: 'UTF-8', label: 'utf-8' }
const utf8Bom: Encoding = { name: 'UTF-8 with BOM', label: 'utf-8' }
const utf16le: Encoding = { name: 'UTF-16 little endian', label: 'utf-16le' }
const utf16be: Encoding = { name: 'UTF-16 big endian', label: 'utf-16be' }
const utf8Damaged: Encoding = { name: 'UTF-8 with characters that cannot be read', label: 'utf-8' }
const western: Encoding = { name: 'Windows-1252', label: 'windows-1252' }
const polish: Encoding = { name: 'Windows-1250', label: 'windows-1250' }
const cyrillic: Encoding = { name: 'Windows-1251', label: 'windows-1251' }

const refuse = (what: string): never => {
  throw new ApiError(400, 'not_a_text_file', what)
}

const chunkBytes = 1024 * 1024

/** Text of the file in pieces, each with the bytes read so far. A byte order mark is not part of the text. */
export async function* textOf(path: string, encoding: Encoding): AsyncGenerator<{ text: string; bytes: number }> {
  const decoder = new TextDecoder(encoding.label)
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

const count = (text: string, pattern: RegExp) => text.match(pattern)?.length ?? 0

/**
 * Which of the Windows encodings: in Cyrillic words foreign letters stand side by side; Polish ł, ż and ą would be
 * signs such as ³ inside of words.
 */
const windowsOf = async (path: string): Promise<Encoding> => {
  let [foreign, inRows, signsInWords, letters] = [0, 0, 0, 0]
  for await (const { text } of textOf(path, western)) {
    foreign += count(text, /[\u00c0-\u00ff]/g)
    inRows += count(text, /(?<=[\u00c0-\u00ff])[\u00c0-\u00ff]/g)
    signsInWords += count(text, /(?<=\p{L})[\u00b3\u00b9\u00bf](?=\p{Ll})|£(?=\p{Ll})/gu)
    letters += count(text, /[\u00a1-\u00ff\u0152-\u0178]/g)
  }
  if (foreign > 3 && inRows > foreign / 2) return cyrillic
  return signsInWords > letters / 20 ? polish : western
}

/** Text, but of another format. */
const refuseMarkup = (start: string) => {
  if (/^\{\s*["}]|^\[\s*[{[\]]/.test(start))
    refuse('This is JSON, not CSV text. Export the table as CSV: one row a line, the column names in the first.')
  if (/^<(?:!doctype|html|head|body|table|meta|div|style)\b/i.test(start))
    refuse(
      'This is an HTML page (some programs name it .xls), not CSV text. Open it in Excel: File, Save as, "CSV UTF-8".',
    )
  if (/^<\?xml\b|^<\w+[^,;\t>]*>\s*</i.test(start))
    refuse('This is XML, not CSV text. Export the table as CSV instead.')
}

const startsWith = (head: Buffer, ...bytes: number[]) => bytes.every((byte, i) => head[i] === byte)

/** The file's encoding, decided over all its bytes. Throws a sentence for what is not text at all. */
export const sniffEncoding = async (path: string): Promise<Encoding> => {
  if ((await stat(path)).size === 0) refuse('The file is empty.')
  const file = await open(path)
  const { buffer, bytesRead } = await file.read(Buffer.alloc(65_536), 0, 65_536, 0)
  await file.close()
  const head = buffer.subarray(0, bytesRead)
  if (startsWith(head, 0x50, 0x4b, 3, 4))
    refuse('This is an Excel workbook or another zip archive, not CSV text. In Excel: File, Save as, "CSV UTF-8".')
  if (startsWith(head, 0xd0, 0xcf, 0x11, 0xe0))
    refuse('This is an old Excel workbook (.xls), not CSV text. In Excel: File, Save as, "CSV UTF-8".')
  if (startsWith(head, 0x25, 0x50, 0x44, 0x46)) refuse('This is a PDF, not CSV text. Export the table as CSV instead.')
  if (startsWith(head, 0x1f, 0x8b)) refuse('This file is compressed (gzip). Unpack it first.')
  refuseMarkup(
    head
      .toString('latin1')
      .replace(/^\xef\xbb\xbf/, '')
      .trimStart(),
  )
  if (startsWith(head, 0xef, 0xbb, 0xbf)) return utf8Bom
  if (startsWith(head, 0xff, 0xfe)) return utf16le
  if (startsWith(head, 0xfe, 0xff)) return utf16be
  // without a mark: western text in UTF-16 has a zero in every other byte
  let even = 0
  let odd = 0
  for (let i = 0; i < head.length; i++) {
    if (head[i] !== 0) continue
    if (i % 2) odd++
    else even++
  }
  if (odd > head.length / 4 && even < head.length / 50) return utf16le
  if (even > head.length / 4 && odd < head.length / 50) return utf16be
  const controls = head.reduce((sum, byte) => sum + Number(byte < 9 || (byte > 13 && byte < 27)), 0)
  if (even + odd > 0 || controls > head.length / 100)
    refuse('This is a binary file, not CSV text. Export the table as CSV.')
  if (await isUtf8(path)) return utf8
  return (await isDamagedUtf8(path)) ? utf8Damaged : windowsOf(path)
}
