import type { FastifyInstance, LightMyRequestResponse } from 'fastify'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { z } from 'zod'
import { api, type Endpoint } from '#contract'
import { testDatabase } from '../../tests/setup/database.ts'
import { now, openShop } from '../../tests/setup/shop.ts'
import { buildApp } from './app.ts'
import { handlers } from './handlers.ts'
import type { Database } from './db/database.ts'

/** What is only for somebody who is signed in is asked by somebody who is, in accounts/*.test.ts. */
const endpoints = Object.values(api)
  .flatMap(room => Object.values(room) as Endpoint[])
  .filter(({ right }) => right !== 'oneself')
/** Questions about one thing are asked by name in its room's own tests. */
const questions = endpoints.filter(({ method, path }) => method === 'GET' && !path.includes(':'))
const ranged = questions.filter(({ query }) => query instanceof z.ZodObject && 'start_date' in query.shape)

let shop: Database
let nothing: Database
let app: FastifyInstance
let emptyApp: FastifyInstance
beforeAll(async () => {
  shop = await openShop()
  nothing = await testDatabase()
  app = await buildApp({ database: shop, now, requestsPerMinute: 10_000 })
  emptyApp = await buildApp({ database: nothing, now })
})
afterAll(async () => {
  for (const { close } of [app, emptyApp, shop, nothing]) await close()
})
afterEach(() => {
  vi.restoreAllMocks()
})

const get = (url: string) => app.inject({ url })
/** Commands about accounts take their words in a JSON body, all others in the address. */
const say = ({ method, path, personal }: Pick<Endpoint, 'method' | 'path' | 'personal'>, name: string, value: string) =>
  personal && method !== 'GET'
    ? app.inject({ method, url: path.replace(':id', '1'), payload: { [name]: value } })
    : app.inject({ method, url: `${path.replace(':id', '1')}?${name}=${value}` })
const errorOf = (response: LightMyRequestResponse) => {
  expect(response.headers['content-type']).toBe('application/json; charset=utf-8')
  const { error, ...rest } = response.json()
  expect(rest).toEqual({})
  expect(Object.keys(error).sort()).toEqual(['code', 'message', 'requestId'])
  expect(error.requestId).toMatch(/^[0-9a-f]{8}$/)
  return { status: response.statusCode, code: error.code, message: error.message }
}
const refused = (message: string | RegExp) => ({
  status: 400,
  code: 'bad_request',
  message: typeof message === 'string' ? message : expect.stringMatching(message),
})

/** What a question cannot do without. */
const needed: Record<string, Record<string, string>> = {
  '/api/settings/zone-change': { timezone: 'Europe/London' },
  '/api/settings/currency-change': { currency: 'EUR', rate: '0.92' },
}

describe('every question of the contract', () => {
  test.each(questions.map(({ path, data, meta }) => ({ path, data, meta })))(
    '$path answers by default, with rows and without',
    async ({ path, data, meta }) => {
      for (const server of [app, emptyApp]) {
        const response = await server.inject({ url: path, query: needed[path] ?? {} })
        expect(response.headers['content-type']).toBe('application/json; charset=utf-8')
        // a forecast needs months that this shop does not have
        const short = path.startsWith('/api/forecasting/') && response.statusCode === 422
        const said = [response.statusCode, response.json().error?.code]
        expect(said, response.body).toEqual(short ? [422, 'not_enough_data'] : [200, undefined])
        // nothing missing, and nothing beside the contract
        const whole = short ? response.json() : z.strictObject({ data, meta }).parse(response.json())
        expect(whole).toEqual(response.json())
      }
    },
  )

  test.each(endpoints.map(({ method, path, personal }) => ({ method, path, personal })))(
    '$method $path refuses an unknown parameter',
    async endpoint => {
      const error = errorOf(await say(endpoint, 'strat_date', '2026-11-01'))
      expect(error).toEqual(refused(/(^|; )unknown parameter strat_date; expected (none|one of \w+(, \w+)*)$/))
    },
  )

  test('there are questions with a range to try', () => expect(ranged.length).toBeGreaterThan(8))

  test.each(ranged.map(({ path }) => ({ path })))('$path refuses ranges that cannot be', async ({ path }) => {
    const ask = async (query: string) => errorOf(await get(`${path}?${query}`))
    expect(await ask('start_date=2026-02-30')).toEqual(
      refused('start_date: expected a date that exists, as YYYY-MM-DD, got "2026-02-30"'),
    )
    expect(await ask('start_date=0000-01-01&end_date=0000-02-01')).toEqual(
      refused(/^start_date: expected a date that exists, .*got "0000-01-01"; end_date: .*"0000-02-01"$/),
    )
    expect(await ask('start_date=1926-11-22&end_date=2026-11-22')).toEqual(
      refused(/^start_date: expected a range of at most 100 years/),
    )
    expect(await ask('end_date=yesterday')).toEqual(
      refused('end_date: expected a date that exists, as YYYY-MM-DD, got "yesterday"'),
    )
    expect(await ask('start_date=2026-11-02&end_date=2026-11-01')).toEqual(
      refused('end_date: expected a day on or after start_date 2026-11-02, got 2026-11-01'),
    )
    expect(await ask('start_date=1900-01-01&end_date=2026-11-01')).toEqual(
      refused('start_date: expected a range of at most 100 years, got 1900-01-01 to 2026-11-01'),
    )
    expect(await ask('start_date=1900-01-01')).toEqual(
      refused('start_date: expected a range of at most 100 years, got 1900-01-01 to 2026-11-22'),
    )
    expect(await ask('compare=last_year')).toEqual(
      refused(/^compare: .*"previous_period".*"previous_year".*"none".*"last_year"/),
    )
    expect(await ask('start_date=2026-11-01&start_date=2026-11-02')).toEqual(
      refused(/^start_date: .*2026-11-01.*2026-11-02/),
    )
  })

  test.each(ranged.map(({ path }) => ({ path })))(
    '$path answers over the longest and the strangest ranges',
    async ({ path }) => {
      const asked = [
        'start_date=1926-11-23&end_date=2026-11-22',
        'start_date=0001-01-01&end_date=0001-01-31&compare=previous_year',
        'start_date=0001-01-01&end_date=0100-12-31',
        'start_date=9999-12-01&end_date=9999-12-31',
        'start_date=2031-01-01&compare=previous_year',
      ]
      for (const query of asked) {
        const response = await get(`${path}?${query}`)
        const refusal = expect.stringMatching(/^(start_date|end_date|compare): expected/)
        expect([response.statusCode, response.json().error?.message ?? 'an answer'], query).toEqual(
          response.statusCode === 400 ? [400, refusal] : [200, 'an answer'],
        )
      }
    },
  )
})

describe('bad input', () => {
  test.each([
    ['/api/revenue/top-products?limit=0', 'limit: expected a whole number from 1 to 1000, got "0"'],
    ['/api/revenue/top-products?limit=1001', 'limit: expected a whole number from 1 to 1000, got "1001"'],
    ['/api/revenue/top-products?limit=2.5', 'limit: expected a whole number from 1 to 1000, got "2.5"'],
    ['/api/revenue/top-products?sort=name', /^sort: .*"revenue".*"units".*"growth".*got "name"/],
    ['/api/revenue/trends?granularity=hour', /^granularity: .*"day".*"week".*"month".*"quarter".*"year".*got "hour"/],
    ['/api/revenue/bridge?by=luck', /^by: .*"customers".*"price-volume-mix".*got "luck"/],
    ['/api/revenue/kpis?region=', 'region: expected a name, got ""'],
    ['/api/revenue/kpis?region=North&region=', 'region: expected a name, got ["North",""]'],
    ['/api/revenue/top-products?limit=', 'limit: expected a whole number from 1 to 1000, got ""'],
    ['/api/revenue/top-products?limit=%20', 'limit: expected a whole number from 1 to 1000, got " "'],
    ['/api/revenue/top-products?limit=5&limit=6', 'limit: expected a whole number from 1 to 1000, got ["5","6"]'],
    ['/api/revenue/kpis?region=%00', /^region: .*got/],
    ['/api/revenue/top-products?limit=1e2', 'limit: expected a whole number from 1 to 1000, got "1e2"'],
    ['/api/transactions?product=Lamp', 'product: expected a whole number of at least 1, got "Lamp"'],
    ['/api/transactions?product=0x1', 'product: expected a whole number of at least 1, got "0x1"'],
    ['/api/transactions?customer=-1', 'customer: expected a whole number of at least 0, got "-1"'],
    [`/api/revenue/kpis?${'region=a&'.repeat(101)}`, /^region: expected at most 100 values, got/],
    [`/api/revenue/kpis?region=${'a'.repeat(201)}`, /^region: expected names of at most 200 characters, got/],
    [
      `/api/transactions?cursor=${Buffer.from('["newest","0000-01-01",0,0,0]').toString('base64url')}`,
      /^cursor: expected the nextCursor/,
    ],
    [
      '/api/transactions?cursor=nonsense',
      'cursor: expected the nextCursor of an answer to the same question, got "nonsense"',
    ],
    ['/api/operations/pipeline?rep=%00', /^rep: .*got/],
  ])('%s', async (url, message) => expect(errorOf(await get(url))).toEqual(refused(message)))

  const parameters = endpoints.flatMap(({ method, path, personal, query }) =>
    query instanceof z.ZodObject ? Object.keys(query.shape).map(name => ({ method, path, personal, name })) : [],
  )
  test.each(parameters)('$method $path?$name= is refused as it came: empty', async ({ name, ...endpoint }) =>
    expect(errorOf(await say(endpoint, name, ''))).toEqual(
      // a body may lack others
      refused(new RegExp(`(^|; )${name}: [^;]*expected [^;]*, got ""(; |$)`)),
    ),
  )
  test('there are parameters to leave empty', () => expect(parameters.length).toBeGreaterThan(50))

  test('several mistakes are named together', async () => {
    expect(errorOf(await get('/api/revenue/top-products?limit=0&start_date=2026-13-01'))).toEqual(
      refused(/start_date: expected a date that exists, as YYYY-MM-DD, got "2026-13-01".*; .*limit: expected/),
    )
  })

  test.each(['/api', '/api/', '/api/revenue', '/api/nothing?x=1', '/api/revenue/kpis/1'])(
    '%s is not there',
    async url => {
      const path = url.split('?')[0]
      expect(errorOf(await get(url))).toEqual({
        status: 404,
        code: 'not_found',
        message: `There is nothing at GET ${path}. /api/docs lists what there is.`,
      })
    },
  )

  test('another method is refused with those there are', async () => {
    const refusal = async (method: 'POST' | 'PUT', url: string) => {
      const response = await app.inject({ method, url })
      return [errorOf(response), response.headers.allow]
    }
    const error = (message: string) => ({ status: 405, code: 'method_not_allowed', message })
    expect(await refusal('POST', '/api/revenue/kpis?range=x')).toEqual([
      error('Expected GET at /api/revenue/kpis, got POST.'),
      'GET',
    ])
    expect(await refusal('PUT', '/api/imports/12')).toEqual([
      error('Expected DELETE at /api/imports/12, got PUT.'),
      'DELETE',
    ])
  })

  test('an address that cannot be read has the same envelope', async () => {
    expect(errorOf(await get('/api/%E0%A4%A'))).toEqual(refused(/%E0%A4%A/))
  })

  test('an import that is not there, or whose number is none', async () => {
    expect(errorOf(await app.inject({ method: 'DELETE', url: '/api/imports/12' }))).toMatchObject({ status: 404 })
    expect(errorOf(await app.inject({ method: 'DELETE', url: '/api/imports/twelve' }))).toEqual(
      refused(/^id: .*got "twelve"/),
    )
  })
})

describe('faults of the server', () => {
  const faulty = async (answer: unknown) => {
    const spy = vi.spyOn(handlers.system, 'health')
    if (answer instanceof Error) spy.mockRejectedValue(answer)
    else spy.mockResolvedValue(answer as Awaited<ReturnType<typeof handlers.system.health>>)
    const server = await buildApp({ database: shop, now })
    const response = await server.inject({ url: '/api/health' })
    await server.close()
    return response
  }
  const loud = {
    status: 500,
    code: 'internal',
    message: 'Something went wrong in the server; its log has the details under this request id.',
  }

  test('an answer that breaks the contract is never sent', async () => {
    const { meta } = (await get('/api/health')).json()
    expect(errorOf(await faulty({ data: { status: 'fine' }, meta }))).toEqual(loud)
    expect(
      errorOf(await faulty({ data: (await get('/api/health')).json().data, meta: { ...meta, asOf: 'yesterday' } })),
    ).toEqual(loud)
  })

  test('an error says nothing of what is inside', async () => {
    const error = Object.assign(new Error('relation "secret" does not exist at /srv/app/query.ts:12'), {
      code: '42P01',
    })
    const response = await faulty(error)
    expect(errorOf(response)).toEqual(loud)
    expect(response.body).not.toMatch(/secret|query|\bat\b|42P01/)
  })

  test('a question the database refuses is a fault too', async () => {
    const broken = await testDatabase()
    const server = await buildApp({ database: broken, now })
    await broken.close()
    expect(errorOf(await server.inject({ url: '/api/revenue/kpis' }))).toEqual(loud)
    await server.close()
  })
})
