import { createReadStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import type { Progress } from '../../context.ts'
import type { Database } from '../database.ts'
import { saveBackup } from './save.ts'

const summary = 'All data as of one moment, as a file that `npm run restore` brings into an empty database.'

/** `GET /api/backup`. Written to a file first: who takes it slowly holds up nobody. */
export const backupRoute = (app: FastifyInstance, database: Database, progress: Progress) => {
  const config = { right: 'everything', audited: 'data.backup' } as const
  const schema = { summary, tags: ['system'] }
  app.get('/api/backup', { exposeHeadRoute: false, config, schema }, async (_request, reply) => {
    const dir = await mkdtemp(join(tmpdir(), 'analytics-backup-'))
    const path = join(dir, 'backup.gz')
    const now = new Date()
    try {
      await saveBackup(database, path, now, progress)
    } catch (error) {
      await rm(dir, { recursive: true, force: true })
      throw error
    }
    const file = createReadStream(path)
    file.on('close', () => void rm(dir, { recursive: true, force: true }))
    return reply
      .type('application/gzip')
      .header('cache-control', 'no-store')
      .header('content-disposition', `attachment; filename="analytics-${now.toISOString().slice(0, 10)}.backup.gz"`)
      .send(file)
  })
}
