import { createReadStream, createWriteStream } from 'node:fs'
import { mkdtemp, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { type Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { ApiError } from '../../errors.ts'
import { convertJsonLines, looksLikeJsonLines } from './json-lines.ts'
import type { Weigh } from './layout.ts'
import { inMegabytes, type Limits, usualLimits } from './limits.ts'
import { folderOf } from './upload.ts'
import { type Converted, convertWorkbook } from './workbook/convert.ts'
import { openZip, type Zip } from './zip.ts'

/*
 * In: a file as it came: text, a workbook, JSON lines, one of them compressed, or several in an archive.
 * Out: one table as text on disk, and what there was to choose from.
 */

export type Unpacked = {
  path: string
  /** What it was, where it was no text with delimiters; it is ours then, and written plainly. */
  converted: (Partial<Converted> & { format: 'Excel workbook' | 'JSON lines'; linesBefore: number }) | null
  /** Files of an archive, and the one that is read. */
  parts: string[]
  part: string | null
  remove: () => Promise<void>
}

export type Asked = {
  sheet?: string | undefined
  part?: string | undefined
  weigh: Weigh
  limits?: Limits
  progress?: (words: string) => void
}

const refuse = (what: string): never => {
  throw new ApiError(400, 'not_a_text_file', what)
}

const headOf = async (path: string): Promise<Buffer> => {
  const file = await open(path)
  const { buffer, bytesRead } = await file.read(Buffer.alloc(65_536), 0, 65_536, 0)
  await file.close()
  return buffer.subarray(0, bytesRead)
}

const startsWith = (head: Buffer, ...bytes: number[]) => bytes.every((byte, i) => head[i] === byte)

const limited = (limits: Limits) => {
  let bytes = 0
  return new Transform({
    transform(chunk: Buffer, _, done) {
      bytes += chunk.length
      if (bytes <= limits.unpacked) done(null, chunk)
      else
        done(
          new ApiError(
            413,
            'too_large',
            `Unpacked, the file is larger than ${inMegabytes(limits.unpacked)}; split it.`,
          ),
        )
    },
  })
}

const save = async (from: Readable, target: string, limits: Limits, through: NodeJS.ReadWriteStream[] = []) => {
  try {
    await pipeline([from, ...through, limited(limits), createWriteStream(target, { flags: 'wx', mode: 0o600 })])
  } catch (error) {
    if (error instanceof ApiError) throw error
    refuse(
      `The compressed file cannot be unpacked; it may be damaged or not wholly copied (${error instanceof Error ? error.message : String(error)}).`,
    )
  }
}

const isTable = (name: string) => /\.(?:csv|tsv|tab|txt|xlsx|xlsm|jsonl|ndjson)(?:\.gz)?$/i.test(name)

const isWorkbook = (zip: Zip) =>
  zip.has('[Content_Types].xml') && zip.names.some(name => /(?:^|\/)workbook\d*\.xml$/i.test(name))

/** Another program's document, which is a zip archive, too. */
const refuseDocuments = async (zip: Zip) => {
  const kind = zip.has('mimetype') && zip.bytesOf('mimetype') < 200 ? await zip.text('mimetype') : ''
  if (kind.includes('opendocument'))
    refuse(
      'This is an OpenDocument file (.ods). In LibreOffice: File, Save as, "Excel 2007–365 (.xlsx)" or "Text CSV".',
    )
  if (zip.names.some(name => name.endsWith('.iwa')))
    refuse('This is a Numbers document of a Mac. In Numbers: File, Export to, Excel or CSV.')
  if (zip.has('xl/workbook.bin'))
    refuse('This is a binary Excel workbook (.xlsb). In Excel: File, Save as, "Excel workbook (.xlsx)".')
  if (zip.has('word/document.xml') || zip.has('ppt/presentation.xml'))
    refuse('This is a document or a presentation, not a table. Export the table as .xlsx or CSV.')
}

/** The tables in an archive, of any other file none. */
export const partsOf = async (path: string): Promise<string[]> => {
  if (!startsWith(await headOf(path), 0x50, 0x4b, 3, 4)) return []
  const zip = await openZip(path, usualLimits)
  zip.close()
  return isWorkbook(zip) ? [] : zip.names.filter(isTable).toSorted()
}

const choosePart = (zip: Zip, asked: string | undefined): { parts: string[]; part: string } => {
  const parts = zip.names.filter(isTable).toSorted()
  if (asked !== undefined) {
    if (parts.includes(asked)) return { parts, part: asked }
    throw new ApiError(
      400,
      'bad_request',
      `part: expected one of ${parts.map(part => JSON.stringify(part)).join(', ')}, got ${JSON.stringify(asked)}`,
    )
  }
  const [part] = parts
  return part === undefined
    ? refuse('The archive holds no table: expected .csv, .tsv, .txt, .xlsx, .xlsm or .jsonl files.')
    : { parts, part }
}

const deepest = 4

/** Throws a sentence for what is no table, or larger than it may be. Whoever asked removes what was unpacked. */
export const unpack = async (path: string, asked: Asked): Promise<Unpacked> => {
  const limits = asked.limits ?? usualLimits
  const result: Unpacked = { path, converted: null, parts: [], part: null, remove: async () => {} }
  let folder: string | null = null
  let files = 0
  const next = async () => {
    if (folder === null) {
      const made = (folder = await mkdtemp(join(tmpdir(), folderOf(process.pid))))
      result.remove = () => rm(made, { recursive: true, force: true })
    }
    return join(folder, String(++files))
  }
  const fromZip = async (zip: Zip): Promise<boolean> => {
    await refuseDocuments(zip)
    const target = await next()
    if (isWorkbook(zip)) {
      const progress = (rows: number) => asked.progress?.(`${rows.toLocaleString('en')} rows unpacked`)
      const converted = await convertWorkbook(zip, target, { sheet: asked.sheet, weigh: asked.weigh, limits, progress })
      Object.assign(result, { path: target, converted: { ...converted, format: 'Excel workbook', linesBefore: 0 } })
      return true
    }
    if (result.part !== null) return refuse('The archive holds another archive: unpack it first.')
    const { parts, part } = choosePart(zip, asked.part)
    await save(await zip.stream(part), target, limits)
    Object.assign(result, { path: target, parts, part })
    return false
  }
  /** Whether the table is reached. */
  const step = async (): Promise<boolean> => {
    const head = await headOf(result.path)
    if (startsWith(head, 0x1f, 0x8b)) {
      const target = await next()
      await save(createReadStream(result.path), target, limits, [createGunzip()])
      result.path = target
      return false
    }
    if (startsWith(head, 0x50, 0x4b, 3, 4) || startsWith(head, 0x50, 0x4b, 5, 6)) {
      const zip = await openZip(result.path, limits)
      return fromZip(zip).finally(zip.close)
    }
    if (startsWith(head, 0xd0, 0xcf, 0x11, 0xe0))
      refuse(
        'This is an old Excel workbook (.xls), or one that is locked by a password. In Excel: File, Save as, "Excel workbook (.xlsx)", without a password.',
      )
    if (!looksLikeJsonLines(head.toString('utf8').replace(/^\ufeff/, ''))) return true
    const target = await next()
    await convertJsonLines(result.path, target, limits)
    Object.assign(result, { path: target, converted: { format: 'JSON lines', linesBefore: 1 } })
    return true
  }
  try {
    for (let depth = 0; !(await step()); depth++)
      if (depth === deepest) refuse('The file is packed in several layers: unpack it first.')
    if (asked.part !== undefined && result.part === null)
      throw new ApiError(400, 'bad_request', `part: ${basename(path)} is no archive of several files.`)
    if (asked.sheet !== undefined && result.converted?.sheet === undefined)
      throw new ApiError(400, 'bad_request', `sheet: ${basename(path)} is no workbook.`)
    return result
  } catch (error) {
    await result.remove()
    throw error
  }
}
