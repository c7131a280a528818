import { sql } from 'kysely'
import { api } from '#contract'
import { readConfig } from '../config.ts'
import { lockOwner } from '../db/lock.ts'
import { openDatabase } from '../db/open.ts'
import { record } from './audit.ts'
import { removeFactor } from './factors.ts'
import { linkTo, makeLink } from './links.ts'
import { localHeaders } from './local-key.ts'

const usage = `npm run people -- reset EMAIL                  a one-time link with which this person sets a new password
npm run people -- reset EMAIL second-factor    takes the second factor of this person away, who has lost it`

const say = (words: string) => process.stdout.write(`${words}\n`)
const unknown = (email: string) => new Error(`Nobody has the address ${email} here.`)

const linkWords = (link: string | null) => `Once, within a day: ${link}`
const factorWords = (email: string) =>
  `The second factor of ${email} is taken away. All sessions have ended; the password stays as it was.`

/** The server that has the folder open does it for us: two cannot. */
const askServer = async (url: string, dir: string, email: string, factor: boolean): Promise<string> => {
  const ask = async (method: string, path: string) => {
    const response = await fetch(url + path, { method, headers: localHeaders(dir) })
    const body = (await response.json()) as { data?: unknown; error?: { message: string } }
    if (body.error) throw new Error(body.error.message)
    return body.data
  }
  const { people } = api.people.list.data.parse(await ask('GET', api.people.list.path))
  const person = people.find(one => one.email === email)
  if (!person) throw unknown(email)
  const of = (path: string) => path.replace(':id', person.id)
  if (!factor) return linkWords(api.people.reset.data.parse(await ask('POST', of(api.people.reset.path))).link)
  await ask('DELETE', of(api.security.removeSecondFactor.path))
  return factorWords(email)
}

const reset = async (email: string, factor: boolean): Promise<string> => {
  const { databaseUrl, dataDir, network, port } = readConfig(process.env)
  const server = databaseUrl ? null : lockOwner(dataDir)?.url
  if (server) return askServer(server, dataDir, email, factor)
  const { db, close } = await openDatabase({ url: databaseUrl, dir: dataDir, say })
  try {
    const { rows } = await sql<{ id: string }>`select id from people where email = ${email}`.execute(db)
    const personId = rows[0]?.id
    if (personId === undefined) throw unknown(email)
    const now = new Date()
    const audit = (action: string) =>
      record(db, { access: { by: 'here' }, address: 'terminal', action, detail: { email }, at: now })
    if (factor) {
      if (!(await removeFactor(db, personId, now))) throw new Error(`${email} has no second factor.`)
      await audit('security.removeSecondFactor')
      return factorWords(email)
    }
    const made = await makeLink(db, { kind: 'reset', email, role: null, personId, madeBy: null, now })
    await audit('people.reset')
    return linkWords(linkTo(network.base?.origin ?? `http://localhost:${port}`, made.token))
  } finally {
    await close()
  }
}

try {
  const [what, email, of, ...more] = process.argv.slice(2)
  if (what !== 'reset' || !email || !['second-factor', undefined].includes(of) || more.length > 0)
    throw new Error(`Expected reset and an address.\n${usage}`)
  say(await reset(email.toLowerCase(), of === 'second-factor'))
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exit(1)
}
