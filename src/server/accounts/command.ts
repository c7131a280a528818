import { sql } from 'kysely'
import { api } from '#contract'
import { readConfig } from '../config.ts'
import { lockOwner } from '../db/lock.ts'
import { openDatabase } from '../db/open.ts'
import { record } from './audit.ts'
import { linkTo, makeLink } from './links.ts'
import { localHeaders } from './local-key.ts'

const usage = 'npm run people -- reset EMAIL    a one-time link with which this person sets a new password'

const say = (words: string) => process.stdout.write(`${words}\n`)
const unknown = (email: string) => new Error(`Nobody has the address ${email} here.`)

/** The server that has the folder open does it for us: two cannot. */
const askServer = async (url: string, dir: string, email: string): Promise<string> => {
  const ask = async (method: string, path: string) => {
    const response = await fetch(url + path, { method, headers: localHeaders(dir) })
    const body = (await response.json()) as { data?: unknown; error?: { message: string } }
    if (body.error) throw new Error(body.error.message)
    return body.data
  }
  const { people } = api.people.list.data.parse(await ask('GET', api.people.list.path))
  const person = people.find(one => one.email === email)
  if (!person) throw unknown(email)
  return api.people.reset.data.parse(await ask('POST', api.people.reset.path.replace(':id', person.id))).link
}

const reset = async (email: string): Promise<string> => {
  const { databaseUrl, dataDir, network, port } = readConfig(process.env)
  const server = databaseUrl ? null : lockOwner(dataDir)?.url
  if (server) return askServer(server, dataDir, email)
  const { db, close } = await openDatabase({ url: databaseUrl, dir: dataDir, say })
  try {
    const { rows } = await sql<{ id: string }>`select id from people where email = ${email}`.execute(db)
    if (!rows[0]) throw unknown(email)
    const now = new Date()
    const made = await makeLink(db, { kind: 'reset', email, role: null, personId: rows[0].id, madeBy: null, now })
    await record(db, {
      access: { by: 'here' },
      address: 'terminal',
      action: 'people.reset',
      detail: { email },
      at: now,
    })
    return linkTo(network.base?.origin ?? `http://localhost:${port}`, made.token)
  } finally {
    await close()
  }
}

try {
  const [what, email, ...more] = process.argv.slice(2)
  if (what !== 'reset' || !email || more.length > 0) throw new Error(`Expected reset and an address.\n${usage}`)
  say(`Once, within a day: ${await reset(email.toLowerCase())}`)
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exit(1)
}
