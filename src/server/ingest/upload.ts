import type { MultipartFile } from '@fastify/multipart'
import type { FastifyRequest } from 'fastify'
import { createWriteStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { Upload } from '../context.ts'
import { ApiError } from '../errors.ts'

/** Bytes: some four million order lines. The line keys of a file are held in memory while it is read. */
export const largestFile = 512 * 1024 * 1024

/** Streams the multipart field `file` to a private temporary folder. The caller removes it once the answer is sent. */
export const saveUpload = async (request: FastifyRequest): Promise<Upload & { remove: () => Promise<void> }> => {
  // busboy throws a plain error where the boundary is missing
  const part: MultipartFile | undefined = await request.file({ limits: { fileSize: largestFile } }).catch((error: Error & { statusCode?: number }) => {
    throw error.statusCode ? error : new ApiError(400, 'bad_request', `Expected a multipart body with a boundary, got one that cannot be read: ${error.message}`)
  })
  if (!part) throw new ApiError(400, 'no_file', 'Expected a file in the multipart field "file".')
  const dir = await mkdtemp(join(tmpdir(), 'analytics-import-'))
  const remove = () => rm(dir, { recursive: true, force: true })
  try {
    const path = join(dir, 'upload')
    const target = createWriteStream(path, { mode: 0o600 })
    await pipeline(part.file, target)
    if (part.file.truncated) throw new ApiError(413, 'too_large', `The file is larger than ${largestFile / 1024 / 1024} MB; split it into parts (each part's orders whole).`)
    return { path, fileName: basename(part.filename || 'upload.csv').slice(0, 200), bytes: target.bytesWritten, remove }
  } catch (error) {
    await remove()
    throw error
  }
}
