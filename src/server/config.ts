import { readFileSync } from 'node:fs'
import { BlockList, isIP } from 'node:net'
import { resolve } from 'node:path'
import { z } from 'zod'
import type { Schedule } from './db/backup/schedule.ts'
import { isLoopback, type Network } from './http/network.ts'
import type { Provider } from './accounts/provider.ts'
import type { MailServer } from './mail/mail.ts'
import { mailOf, providerOf, refusalOf, signingIn } from './signing-in.ts'

const baseSentence =
  'BASE_URL: expected the address that people type, such as https://bi.example.com (http:// only for localhost, as passwords would travel readable), without a path'

/** https, or this machine. */
const isBase = (text: string) => {
  const url = URL.canParse(text) ? new URL(text) : null
  if (!url || url.username || url.password || url.search || url.hash || url.pathname !== '/') return false
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname))
}

const proxySentence =
  'TRUST_PROXY: expected the addresses of your proxies, such as 10.0.0.2 or 172.16.0.0/12, with commas'

/** Never "all": whoever may say where a request comes from could say anything. */
const isProxy = (text: string) => {
  const [address = '', bits, ...more] = text.split('/')
  const version = isIP(address)
  if (!version || more.length > 0) return false
  if (bits === undefined) return true
  try {
    new BlockList().addSubnet(address, Number(bits), version === 4 ? 'ipv4' : 'ipv6')
    return /^[1-9]\d*$/.test(bits)
  } catch {
    return false
  }
}

const secretSentence =
  'SECRET_KEY: expected at least 32 characters that nobody can guess, such as openssl rand -hex 32 gives'

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
    BASE_URL: z.string().refine(isBase, { error: baseSentence }).optional(),
    TRUST_PROXY: z
      .string()
      .transform(text => text.split(',').map(one => one.trim()))
      .refine(all => all.every(isProxy), { error: proxySentence })
      .optional(),
    TLS_CERT: z.string().optional(),
    TLS_KEY: z.string().optional(),
    SECRET_KEY: z.string().min(32, secretSentence).optional(),
    HSTS_SUBDOMAINS: z.enum(['true', 'false'], { error: 'HSTS_SUBDOMAINS: expected true or false' }).optional(),
    ...signingIn,
  })
  .refine(env => isLoopback(env.HOST) || env.BASE_URL !== undefined, {
    error: `HOST: to be reached from other computers it needs the address they use. ${baseSentence}.`,
  })
  .refine(env => (env.TLS_CERT === undefined) === (env.TLS_KEY === undefined), {
    error: 'TLS_CERT, TLS_KEY: expected both files or neither',
  })
  .refine(env => env.TLS_CERT === undefined || env.BASE_URL?.startsWith('http:') !== true, {
    error: 'BASE_URL: expected https://…, as TLS_CERT is set',
  })
  .superRefine((env, { addIssue }) => {
    const message = refusalOf(env)
    if (message !== null) addIssue({ code: 'custom', message })
  })

const fileOf = (name: string, path: string) => {
  try {
    return readFileSync(path)
  } catch (error) {
    throw new Error(`${name}: ${path} could not be read (${error instanceof Error ? error.message : String(error)})`, {
      cause: error,
    })
  }
}

type Environment = z.output<typeof environment>

const networkOf = ({ HOST, BASE_URL, TRUST_PROXY, TLS_CERT, TLS_KEY, HSTS_SUBDOMAINS }: Environment): Network => ({
  host: HOST,
  base: BASE_URL === undefined ? undefined : new URL(BASE_URL),
  proxies: TRUST_PROXY ?? [],
  tls: TLS_CERT && TLS_KEY ? { cert: fileOf('TLS_CERT', TLS_CERT), key: fileOf('TLS_KEY', TLS_KEY) } : undefined,
  hstsSubdomains: HSTS_SUBDOMAINS === 'true',
})

export type Config = {
  port: number
  network: Network
  /** Signs sessions; without it one is made and kept with the data. */
  secretKey: string | undefined
  mail: MailServer | undefined
  /** Where else people sign in. */
  provider: Provider | undefined
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
  const { PORT, DATA_DIR, DATABASE_URL, LOG_LEVEL, INBOX, BACKUP_DIR, BACKUP_EVERY_HOURS, BACKUP_KEEP, SECRET_KEY } =
    read.data
  const backups = BACKUP_DIR ? { dir: BACKUP_DIR, everyHours: BACKUP_EVERY_HOURS, keep: BACKUP_KEEP } : undefined
  return {
    port: PORT,
    network: networkOf(read.data),
    secretKey: SECRET_KEY,
    mail: mailOf(read.data),
    provider: providerOf(read.data),
    dataDir: DATA_DIR,
    databaseUrl: DATABASE_URL,
    logLevel: LOG_LEVEL,
    inbox: INBOX && resolve(INBOX),
    backups,
  }
}
