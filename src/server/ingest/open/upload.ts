import type { FastifyRequest } from 'fastify'
import { createWriteStream } from 'node:fs'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Upload } from '../../context.ts'
import { ApiError } from '../../errors.ts'
import { isRunning } from '../../process/processes.ts'

/** Bytes: some four million order lines. The line keys of a file are held in memory while it is read. */
export const largestFile = 512 * 1024 * 1024

/** Folders of a process's own, which the next start clears. */
export const folderOf = (pid: number | string) => `analytics-import-${pid}-`

/** At start: files that processes left behind which did not end by themselves. */
export const clearUploads = async () => {
  for (const name of await readdir(tmpdir())) {
    const [, pid] = /^analytics-import-(\d+)-/.exec(name) ?? []
    // in a container the process before had the same number; another user's stay
    if (pid && (Number(pid) === process.pid || !isRunning(Number(pid))))
      await rm(join(tmpdir(), name), { recursive: true, force: true }).catch(() => {})
  }
}

/** A file's name as it can be stored and shown. */
export const shownName = (name: string): string => name.replace(/\p{Cc}/gu, '').slice(0, 200)

const unreadable = (error: Error & { statusCode?: number; code?: string; errno?: number }) => {
  if (error instanceof ApiError || error.errno !== undefined) return error
  if (error.code === 'FST_FILES_LIMIT')
    return new ApiError(
      400,
      'bad_request',
      'Expected one file in the multipart field "file", got several; send them one after the other.',
    )
  // busboy throws plain errors where the boundary is missing or the body ends early
  return error.statusCode && error.statusCode < 500
    ? error
    : new ApiError(400, 'bad_request', `Expected a whole multipart body, got one that cannot be read: ${error.message}`)
}

/**
 * Streams the multipart field `file` to a private temporary folder, and reads the texts beside it. The caller removes
 * it once the answer is sent.
 */
export const saveUpload = async (
  request: FastifyRequest,
): Promise<{ upload: Upload; fields: Record<string, string | string[]>; remove: () => Promise<void> }> => {
  const dir = await mkdtemp(join(tmpdir(), folderOf(process.pid)))
  const path = join(dir, 'upload')
  const remove = () => rm(dir, { recursive: true, force: true })
  const store = async (file: Readable & { truncated?: boolean }) => {
    const target = createWriteStream(path, { mode: 0o600 })
    await pipeline(file, target)
    if (file.truncated)
      throw new ApiError(
        413,
        'too_large',
        `The file is larger than ${largestFile / 1024 / 1024} MB; split it into parts (each part's orders whole).`,
      )
    return target.bytesWritten
  }
  const fields: Record<string, string | string[]> = {}
  let upload: Upload | null = null
  try {
    for await (const part of request.parts({ limits: { fileSize: largestFile } })) {
      if (part.type === 'field') {
        const value = String(part.value)
        const before = fields[part.fieldname]
        fields[part.fieldname] = before === undefined ? value : [before, value].flat()
      } else if (part.fieldname === 'file')
        upload = {
          path,
          fileName: shownName(basename(part.filename || 'upload.csv')) || 'upload.csv',
          bytes: await store(part.file),
        }
      else
        throw new ApiError(
          400,
          'no_file',
          `Expected the file in the multipart field "file", got it in "${part.fieldname.slice(0, 100)}".`,
        )
    }
    if (!upload) throw new ApiError(400, 'no_file', 'Expected a file in the multipart field "file".')
    return { upload, fields, remove }
  } catch (error) {
    await remove()
    throw unreadable(error as Error)
  }
}
