import { resolve } from 'node:path'
import { z } from 'zod'
import type { Schedule } from './db/backup/schedule.ts'

const loopback = ['127.0.0.1', 'localhost', '::1']

const environment = z
  .object({
    PORT: z.coerce
      .number({ error: 'PORT: expected a number from 0 to 65535' })
      .int()
      .min(0)
      .max(65535, 'PORT: expected a number from 0 to 65535')
      .default(5001),
    HOST: z.string().default('127.0.0.1'),
    DATA_DIR: z.string().min(1, 'DATA_DIR: expected a folder').default('./data'),
    DATABASE_URL: z
      .string()
      .regex(/^postgres(ql)?:\/\//, 'DATABASE_URL: expected postgres://user:password@host:port/database')
      .optional(),
    LOG_LEVEL: z
      .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], {
        error: 'LOG_LEVEL: expected fatal, error, warn, info, debug, trace or silent',
      })
      .default('warn'),
    INBOX: z.string().optional(),
    BACKUP_DIR: z.string().optional(),
    BACKUP_EVERY_HOURS: z.coerce
      .number({ error: 'BACKUP_EVERY_HOURS: expected a number of hours from 1 to 8760' })
      .min(1, 'BACKUP_EVERY_HOURS: expected a number of hours from 1 to 8760')
      .max(8760, 'BACKUP_EVERY_HOURS: expected a number of hours from 1 to 8760')
      .default(24),
    BACKUP_KEEP: z.coerce
      .number({ error: 'BACKUP_KEEP: expected a whole number from 1 to 1000' })
      .int('BACKUP_KEEP: expected a whole number from 1 to 1000')
      .min(1, 'BACKUP_KEEP: expected a whole number from 1 to 1000')
      .max(1000, 'BACKUP_KEEP: expected a whole number from 1 to 1000')
      .default(7),
    INSIDE_CONTAINER: z.stringbool({ error: 'INSIDE_CONTAINER: expected true or false' }).default(false),
  })
  .refine(env => loopback.includes(env.HOST) || env.INSIDE_CONTAINER, {
    error:
      'HOST: only 127.0.0.1, localhost or ::1 for now, as there are no accounts yet and anybody who reaches the port could read everything. ' +
      'Reach it from elsewhere through an SSH tunnel; in a container set INSIDE_CONTAINER=true and publish the port on 127.0.0.1 (compose.yaml does).',
  })

export type Config = {
  port: number
  host: string
  dataDir: string
  databaseUrl: string | undefined
  logLevel: string
  /** A folder whose files are imported. */
  inbox: string | undefined
  /** Backups that the server makes by itself; none without a folder for them. */
  backups: Schedule | undefined
}

/** The environment, read once. Throws one sentence for every mistake. */
export const readConfig = (env: Record<string, string | undefined>): Config => {
  const read = environment.safeParse(Object.fromEntries(Object.entries(env).filter(([, value]) => value !== '')))
  if (!read.success) throw new Error(read.error.issues.map(issue => issue.message).join('\n'))
  const { PORT, HOST, DATA_DIR, DATABASE_URL, LOG_LEVEL, INBOX, BACKUP_DIR, BACKUP_EVERY_HOURS, BACKUP_KEEP } =
    read.data
  const backups = BACKUP_DIR ? { dir: BACKUP_DIR, everyHours: BACKUP_EVERY_HOURS, keep: BACKUP_KEEP } : undefined
  return {
    port: PORT,
    host: HOST,
    dataDir: DATA_DIR,
    databaseUrl: DATABASE_URL,
    logLevel: LOG_LEVEL,
    inbox: INBOX && resolve(INBOX),
    backups,
  }
}
