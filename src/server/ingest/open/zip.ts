import type { Readable } from 'node:stream'
import { type Entry, openPromise, type ZipFile } from 'yauzl'
import { ApiError } from '../../errors.ts'
import { inMegabytes, type Limits } from './limits.ts'

/** A zip archive: the names in it, and the text of each when asked. */
export type Zip = {
  /** In the archive's order, without folders and what systems add. */
  names: string[]
  has: (name: string) => boolean
  bytesOf: (name: string) => number
  stream: (name: string) => Promise<Readable>
  /** All of a small part. */
  text: (name: string) => Promise<string>
  close: () => void
}

const isOfSystem = (name: string) => /(?:^|\/)(?:__MACOSX\/|\._|\.DS_Store$|Thumbs\.db$)|\/$/.test(name)

const damaged = (error: unknown) =>
  new ApiError(
    400,
    'not_a_text_file',
    `The archive cannot be read; it may be damaged or not wholly copied (${error instanceof Error ? error.message : String(error)}).`,
  )

const readDirectory = async (zip: ZipFile, limits: Limits): Promise<Map<string, Entry>> => {
  const entries = new Map<string, Entry>()
  let bytes = 0
  for await (const entry of zip.eachEntry()) {
    if (entry.isEncrypted())
      throw new ApiError(400, 'not_a_text_file', 'The archive is locked by a password. Save it without one.')
    bytes += entry.uncompressedSize
    // yauzl sees to it that no part is larger than it says here
    if (bytes > limits.unpacked || entries.size >= limits.parts)
      throw new ApiError(
        413,
        'too_large',
        `Unpacked, the archive is larger than ${inMegabytes(limits.unpacked)} or has more than ${limits.parts.toLocaleString('en')} parts; split it.`,
      )
    if (!isOfSystem(entry.fileName)) entries.set(entry.fileName, entry)
  }
  return entries
}

/** Throws a sentence for archives that are damaged, locked, or too large unpacked: their directory says so before anything is unpacked. */
export const openZip = async (path: string, limits: Limits): Promise<Zip> => {
  const zip = await openPromise(path, { autoClose: false }).catch((error: unknown) => {
    throw damaged(error)
  })
  const entries = await readDirectory(zip, limits).catch((error: unknown) => {
    zip.close()
    throw error instanceof ApiError ? error : damaged(error)
  })
  const stream = async (name: string): Promise<Readable> => {
    const entry = entries.get(name)
    if (!entry) throw damaged(`it has no ${name}`)
    return zip.openReadStreamPromise(entry).catch((error: unknown) => {
      throw damaged(error)
    })
  }
  return {
    names: [...entries.keys()],
    has: name => entries.has(name),
    bytesOf: name => entries.get(name)?.uncompressedSize ?? 0,
    stream,
    text: async name => {
      if ((entries.get(name)?.uncompressedSize ?? 0) > limits.inMemory)
        throw new ApiError(413, 'too_large', `${name} in the archive is larger than ${inMegabytes(limits.inMemory)}.`)
      const chunks: Buffer[] = []
      for await (const chunk of await stream(name)) chunks.push(chunk as Buffer)
      return Buffer.concat(chunks).toString('utf8')
    },
    close: () => zip.close(),
  }
}
