import pg from 'pg'
import { ApiError } from '../../errors.ts'
import { type Address, placeOf, reachable } from './address.ts'

/** Milliseconds: to connect, and for each statement there. */
const patience = 10_000
const longestStatement = 120_000

export type Fields = { name: string; type: number }[]
export type Answer = { fields: Fields; rows: (string | null)[][] }
/** One statement, answered with texts as PostgreSQL writes them. */
export type Ask = (statement: string) => Promise<Answer>

const types: pg.CustomTypesConfig = { getTypeParser: () => (text: string) => text }

const asked = {
  '42601': 'The query is no single SELECT',
  '42P01': 'There is no such table',
  '42703': 'There is no such column',
}
const words: Record<string, string> = {
  ECONNREFUSED: 'nothing listens there. Is PostgreSQL running, and are host and port right?',
  ENOTFOUND: 'there is no such host.',
  EAI_AGAIN: 'the name of the host is not known now.',
  ECONNRESET: 'the connection was cut.',
  '28P01': 'the password was refused.',
  '28000': 'the user was refused.',
  '3D000': 'there is no such database.',
  '42501': 'this user may not read it.',
  '25006': 'it would change something there; only reading is allowed.',
  '53300': 'it has no connection left.',
  '57014': `a statement took longer than ${longestStatement / 1000} s.`,
  '57P01': 'it is being shut down.',
  '57P03': 'it is starting, or being shut down.',
}

/** What went wrong there, in words; nothing of the address but where. */
const refusal = (place: string, error: unknown): ApiError => {
  if (error instanceof ApiError) return error
  const { code = '', message = String(error) } = error as { code?: string; message?: string }
  const inSql = asked[code as keyof typeof asked]
  if (inSql) return new ApiError(400, 'source_refused', `${inSql}: ${message}.`)
  const why = words[code] ?? (/timeout/i.test(message) ? 'it did not answer in time.' : `${message}.`)
  // without its cause, which would be taken for one of the database that everything is kept in
  return new ApiError(400, 'source_refused', `${place}: ${why}`)
}

const tlsOf = ({ tls, host }: Address) =>
  tls === 'disable' ? false : { rejectUnauthorized: tls === 'verify-full', servername: host }

/** A connection on which nothing can be changed, and on which all statements see the same moment. `opened` may end it early. */
export const onSource = async <T>(
  address: Address,
  opened: (end: () => Promise<void>) => () => void,
  work: (ask: Ask) => Promise<T>,
): Promise<T> => {
  const place = placeOf(address)
  let client: pg.Client | undefined
  let close = () => {}
  try {
    const mine = (client = new pg.Client({
      ...address,
      host: await reachable(address.host),
      // a function, as an empty one would be looked for in the environment and in files
      password: () => address.password,
      ssl: tlsOf(address),
      types,
      application_name: 'analytics-dashboard source',
      connectionTimeoutMillis: patience,
      statement_timeout: longestStatement,
      query_timeout: longestStatement + patience,
      keepAlive: true,
    }))
    close = opened(() => mine.end().catch(() => {}))
    // what breaks is met by the statement under way, or by the next one
    mine.on('error', () => {})
    await mine.connect()
    const ask: Ask = async text => {
      // the extended protocol takes one statement only
      const query = { text, rowMode: 'array' as const, queryMode: 'extended', values: [] }
      const { fields, rows } = await mine.query<(string | null)[]>(query)
      return { fields: fields.map(({ name, dataTypeID }) => ({ name, type: dataTypeID })), rows }
    }
    await mine.query(
      `begin isolation level repeatable read read only; set local timezone to 'UTC'; set local datestyle to 'ISO, YMD'; set local intervalstyle to 'postgres'; set local extra_float_digits to 1; set local bytea_output to 'hex'; set local jit to off; set local lock_timeout to '${patience}'`,
    )
    return await work(ask)
  } catch (error) {
    throw refusal(place, error)
  } finally {
    close()
    await client?.end().catch(() => {})
  }
}
