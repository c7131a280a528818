import type { FastifyInstance } from 'fastify'
import { type RawBuilder, sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { api, type Endpoint } from '#contract'
import type { Rule } from '#contract/rules.ts'
import { exportPage } from '#contract/system.ts'
import { testDatabase } from '../../../tests/setup/database.ts'
import { addPerson, type Browser, makeOwner } from '../../../tests/setup/people.ts'
import { store } from '../../../tests/setup/rows.ts'
import { laterRows, regions, reps, segments, tradingCompany, until } from '../../../tests/setup/trading-company.ts'
import { buildApp } from '../app.ts'
import type { Database } from '../db/database.ts'
import { random } from '../db/demo/random.ts'
import { markLines, write } from '../db/write.ts'

/**
 * Generated questions of all rules together. With `PROOF=10000` as many as the security documents say, of each rule on each engine, of models
 * and files, too, and each endpoint asked in all ways. Without it each endpoint is asked once, for all that there is.
 */
const everything = process.env.PROOF !== undefined
const requests = Number(process.env.PROOF ?? 300)
const now = () => new Date(until)

type Door = { path: string; names: string[] }
const doors: Door[] = [
  ...Object.values(api)
    .flatMap(room => Object.values(room) as Endpoint[])
    .filter(({ method, personal, right }) => method === 'GET' && !personal && ['anybody', 'read'].includes(right))
    .map(({ path, query }) => ({ path, names: Object.keys((query as { shape?: object }).shape ?? {}) })),
  { path: '/api/export', names: ['page', 'format', 'start_date', 'end_date', 'region', 'search', 'limit'] },
]

const some: Rule = { regions: null, segments: null, reps: null }
/** With `later`, rows come, go and move from one rule to another after everything was asked. */
const rules: [string, Rule, 'later'?][] = [
  ['a region', { ...some, regions: ['East'] }, 'later'],
  ['a segment and representatives, or none', { ...some, segments: ['smb', 'Unknown'], reps: ['', 'Rita'] }, 'later'],
  [
    'regions, also of none, a segment and a representative',
    { regions: ['', 'North', 'West'], segments: ['enterprise'], reps: ['Raul'] },
  ],
  ['a representative', { ...some, reps: ['Rosa'] }],
  ['what there is not', { ...some, regions: ['Atlantis'] }],
]

// each takes half a minute: unless all are asked for, each engine is shown some
const onEmbedded = ([, , later]: (typeof rules)[number]) => later !== undefined
const shown = everything ? rules : rules.filter(rule => onEmbedded(rule) === (process.env.TEST_ENGINE === 'embedded'))

/** Leaves only what a rule shows, in words of its own: what a server would hold that never had more. */
const reduce = (database: Database, rule: Rule) =>
  write(database, async tx => {
    const among = (value: RawBuilder<unknown>, shown: string[] | null) =>
      shown ? sql`coalesce(${value}, '') in (select unnest(${shown}::text[]))` : sql`true`
    const segment = sql`(select segment from customers where id = t.customer_id)`
    const rep = sql`(select name from sales_reps where id = t.rep_id)`
    const home = sql`coalesce((select region from customers where id = t.customer_id), (select region from sales_reps where id = t.rep_id))`
    const both = sql`${among(segment, rule.segments)} and ${among(rep, rule.reps)}`
    const hidden = sql`not (${among(sql`t.region`, rule.regions)} and ${both})`
    await markLines(tx, hidden)
    await sql`delete from transactions t where ${hidden}`.execute(tx)
    await sql`delete from pipeline t where not (${among(home, rule.regions)} and ${both})`.execute(tx)
    for (const table of ['pipeline_events', 'pipeline_changes'])
      await sql`delete from ${sql.table(table)} where deal_id not in (select id from pipeline)`.execute(tx)
    for (const [table, key] of [
      ['customers', 'customer_id'],
      ['sales_reps', 'rep_id'],
    ] as const) {
      const named =
        table === 'sales_reps' && rule.reps ? sql`name in (select unnest(${rule.reps}::text[]))` : sql`false`
      const absent =
        table === 'sales_reps' && rule.reps
          ? sql`not ${named}`
          : sql`
        id <> 0 and id not in (select ${sql.ref(key)} from transactions where ${sql.ref(key)} is not null)
        and id not in (select ${sql.ref(key)} from pipeline where ${sql.ref(key)} is not null)`
      await sql`delete from ${sql.table(table)} where ${absent}`.execute(tx)
      if (rule.regions)
        await sql`update ${sql.table(table)} set region = null where not (region in (select unnest(${rule.regions}::text[])))`.execute(
          tx,
        )
    }
    if (rule.regions || rule.segments) await sql`update sales_reps set quota = null`.execute(tx)
  })

type Ask = (url: string) => Promise<{ statusCode: number; body: string }>
const answer = async (ask: Ask, url: string) => {
  const { statusCode, body } = await ask(url)
  // what names the moment of the server
  const plain = body
    .replace(/"(version|startedAt)":("[^"]*"|\d+)/g, '"$1":0')
    .replace(/"requestId":"[^"]*"/, '"requestId":0')
  return `${statusCode} ${plain}`
}

const wide = 'start_date=2025-01-01&end_date=2026-11-22'
const filled = (path: string, id: number) => path.replace(/:\w+/, String(id))
const waysOf = ({ path, names }: Door): string[] => {
  if (path.includes(':'))
    return Array.from({ length: everything ? 12 : 4 }, (_, i) => filled(path, i * (everything ? 5 : 17) + 1))
  const dated = names.includes('start_date')
  const searched = names.includes('search') ? [`${path}?${wide}&search=customer`] : []
  if (!everything) return [dated ? `${path}?${wide}` : path, ...searched]
  return [
    path,
    ...(dated ? [`${path}?${wide}`] : []),
    ...(names.includes('region_not') ? [`${path}?${wide}&region_not=North`] : []),
    ...(names.includes('segment') ? [`${path}?segment=smb&region=East&region=West`] : []),
    ...searched,
  ]
}
const everyQuestion = () => [
  ...doors.filter(({ path }) => path !== '/api/export').flatMap(waysOf),
  ...(everything ? exportPage.options : (['monday', 'customer-list', 'orders', 'deals'] as const)).map(
    page => `/api/export?page=${page}&format=json&${page === 'forecasting' ? '' : wide}`,
  ),
]

const words = [
  '',
  '0',
  '1',
  '2',
  '12',
  'true',
  'csv',
  'json',
  '2026-11-01',
  '2025-02-01',
  '2026-11-22',
  '2026-02-30',
  'all',
  'week',
  'month',
  'quarter',
  'revenue',
  'orders',
  'customers',
  'name',
  'asc',
  'desc',
  'previous_year',
  'none',
  'category',
  'rep',
  'first',
  'Customer',
  'lamp',
  'lead',
  'completed',
  'x'.repeat(300),
  '\u0000',
  '💶',
]
const longer = [...words, ...regions, ...segments, ...reps, ...regions]

// a model is fitted for each of their filters, on both servers
const fitted = /forecast|risk|export/
const often = everything ? doors : doors.filter(({ path }) => !fitted.test(path))

const generated = (seed: string, count: number) => {
  const { pick, chance, between } = random('questions', seed)
  return Array.from({ length: count }, () => {
    const { path, names } = pick(often)
    const said = new URLSearchParams()
    for (const name of names) {
      if (!chance(names.length > 8 ? 0.12 : 0.3)) continue
      const dated = /_date$|_start$|_end$/.test(name)
      said.append(
        name,
        dated && chance(0.8)
          ? pick(['2025-02-01', '2026-09-05', '2026-11-22'])
          : name === 'page'
            ? pick(exportPage.options)
            : pick(longer),
      )
    }
    return `${filled(path, Math.floor(between(0, 75)))}?${said}`
  })
}

/** Lines of both servers have the same names. */
const numbered = (database: Database) =>
  sql`update transactions set external_id = 'line ' || id::text`.execute(database.db)

/** What comes, goes, and moves from one rule to another. */
const change = async (database: Database) => {
  await store(database, laterRows())
  await numbered(database)
  await write(database, async tx => {
    const movers = sql`customer_id in (3, 4, 5, 17)`
    await markLines(tx, sql`t.customer_id in (3, 4, 5, 17, 9) or t.order_id in ('first 3', 'first 5', 'first 90')`)
    await sql`update customers set segment = case segment when 'smb' then 'enterprise' else 'smb' end where id in (3, 4, 5, 17)`.execute(
      tx,
    )
    await sql`update transactions set region = 'East' where order_id = 'first 3'`.execute(tx)
    await sql`update transactions set rep_id = 1 where order_id = 'first 5'`.execute(tx)
    await sql`delete from transactions where order_id = 'first 90' or customer_id = 9`.execute(tx)
    await sql`update pipeline set rep_id = 1 where ${movers}`.execute(tx)
    await sql`update customers set region = 'East' where id in (7, 8)`.execute(tx)
    await markLines(tx, sql`t.order_id in ('first 3', 'first 5')`)
  })
}

const fill = async (changed: boolean) => {
  const database = await testDatabase()
  await store(database, tradingCompany())
  await numbered(database)
  if (changed) await change(database)
  return database
}

const options = { now, requestsPerMinute: 10_000_000, patience: 60_000 }

describe.each(shown)('whoever sees by a rule of %s', (title, rule, later) => {
  let whole: Database
  let reduced: Database
  let app: FastifyInstance
  let alone: FastifyInstance
  let viewer: Browser
  const ask: Ask = url => viewer.get(url)
  const expected: Ask = url => alone.inject({ url, headers: { host: 'localhost' } })

  beforeAll(async () => {
    whole = await fill(false)
    app = await buildApp({ ...options, database: whole })
    const owner = await makeOwner(app)
    viewer = await addPerson(app, owner, 'viewer')
    const { id } = (await owner.post('/api/rules', { name: title, ...rule })).json().data
    const { people } = (await owner.get('/api/people')).json().data
    const person = people.find(({ role }: { role: string }) => role === 'viewer')
    const given = await owner.send({ method: 'PATCH', url: `/api/people/${person.id}`, payload: { rule: id } })
    expect(given.statusCode).toBe(200)
    reduced = await fill(later !== undefined)
    await reduce(reduced, rule)
    alone = await buildApp({ ...options, database: reduced })
  }, 600_000)
  afterAll(async () => {
    await app?.close()
    await alone?.close()
    await whole?.close()
    await reduced?.close()
  }, 600_000)

  const compare = async (questions: string[]) => {
    let answered = 0
    for (const url of questions) {
      const [said, truth] = await Promise.all([answer(ask, url), answer(expected, url)])
      expect(said, url).toBe(truth)
      if (said.startsWith('200')) answered += 1
    }
    return answered
  }

  test('is told of every question what a server says that holds only those rows', { timeout: 1_800_000 }, async () => {
    if (later) {
      // what is in memory from before: models are computed once, for what is there now
      for (const url of everyQuestion())
        if (!(everything ? /forecast|risk|page=customers/ : fitted).test(url)) await ask(url)
      await change(whole)
    }
    const questions = everyQuestion()
    expect(await compare(questions)).toBeGreaterThan(questions.length / 3)
  })

  const share = Math.ceil(requests / rules.length)
  test(`${share} generated questions: no row outside the rule`, { timeout: 7_200_000 }, async () => {
    expect(await compare(generated(title, share))).toBeGreaterThan(share / 8)
  })
})
