/** What every spec needs: the pages, opening one until its figures stand, and asking the API for the truth. */
import { type APIRequestContext, expect, type Locator, type Page, test as base } from '@playwright/test'
import { api, type Result } from '#contract'
import { removeFolder, startServer } from './server-process.ts'

type Answered = { data: unknown; meta: unknown }
type Parameters = Record<string, string | number | string[] | undefined>

/** Anything a page may write to the console or throw that a clean page does not. */
const watch = (page: Page): string[] => {
  const problems: string[] = []
  page.on('pageerror', error => problems.push(`error: ${error.message}`))
  page.on('console', message => {
    if (message.type() === 'error' || message.type() === 'warning')
      problems.push(`${message.type()}: ${message.text()}`)
  })
  return problems
}

/**
 * Which server a file's tests talk to: one of the two that all share, or one of the file's own, named after what the
 * file does to it.
 */
type Serves = 'demo' | 'empty' | `demo for ${string}` | `empty for ${string}`

const addressOf = async (serves: Serves, use: (address: string) => Promise<void>) => {
  if (serves === 'demo') return use(process.env['E2E_DEMO']!)
  if (serves === 'empty') return use(process.env['E2E_EMPTY']!)
  const server = await startServer(serves.startsWith('demo') ? { copyOf: process.env['E2E_SEED']! } : 'nothing')
  await use(server.url)
  await server.stop()
  removeFolder(server)
}

/**
 * `problems` collects errors and warnings of the page's console, among them what the content security policy refuses.
 */
export const test = base.extend<{ problems: string[] }, { serves: Serves; address: string }>({
  serves: ['demo', { option: true, scope: 'worker' }],
  address: [({ serves }, use) => addressOf(serves, use), { scope: 'worker', timeout: 180_000 }],
  baseURL: ({ address }, use) => use(address),
  problems: ({ page }, use) => use(watch(page)),
})
export { expect }

export const main = (page: Page) => page.getByRole('main')
export const card = (page: Page, name: string) => main(page).getByRole('region', { name, exact: true })
/** The figure of a card: a button that plots it, a link to its rows, or words that only tell the exact value. */
export const figure = (page: Page, name: string) =>
  card(page, name)
    .getByRole('link', { name: /^(?!See the rows)/ })
    .or(card(page, name).getByRole('button', { name: /^(?!What is)/ }))
    .or(card(page, name).locator('p:has(> .sr-only)'))
/** What leads from a figure that plots itself to its rows. */
export const rowsOf = (page: Page, name: string) =>
  card(page, name).getByRole('link', { name: `See the rows behind ${name}` })
/** Amounts of money anywhere in the content. */
export const amounts = (page: Page) => main(page).getByText(/[$€£]\s?\d/)
/** What a card says exactly, as a screen reader hears it. */
export const exact = async (page: Page, name: string) =>
  /, (?:exactly )?(.+?)(?: · (?:see the rows|plot it below|plotted below))?$/.exec(
    (await figure(page, name).textContent()) ?? '',
  )?.[1]

type Screen = { path: string; title: string; inSidebar: string; shows: (page: Page) => Locator }

/** Every page, and what stands on it once its answers have come. */
export const screens: Screen[] = [
  {
    path: '/',
    title: 'Executive dashboard',
    inSidebar: 'Executive',
    shows: page => page.getByRole('table', { name: 'Top products by revenue' }),
  },
  {
    path: '/revenue',
    title: 'Revenue',
    inSidebar: 'Revenue',
    shows: page => page.getByRole('table', { name: 'Revenue by product' }),
  },
  {
    path: '/customers',
    title: 'Customers',
    inSidebar: 'Customers',
    shows: page => page.getByRole('table', { name: 'Customers at risk' }),
  },
  {
    path: '/operations',
    title: 'Operations',
    inSidebar: 'Operations',
    shows: page => page.getByRole('table', { name: 'Deals' }),
  },
  {
    path: '/forecasting',
    title: 'Forecasting',
    inSidebar: 'Forecasting',
    shows: page => page.getByRole('slider', { name: 'Revenue, and its forecast: month' }),
  },
  {
    path: '/transactions',
    title: 'Order lines',
    inSidebar: 'Order lines',
    shows: page => page.getByRole('table', { name: 'Rows' }).or(page.getByRole('list', { name: 'Rows' })),
  },
  {
    path: '/customers/all',
    title: 'Customer list',
    inSidebar: 'Customer list',
    shows: page => page.getByRole('table', { name: 'Customers' }),
  },
  {
    path: '/operations/deals',
    title: 'Deals',
    inSidebar: 'Deals',
    shows: page => page.getByRole('table', { name: 'Deals' }),
  },
  {
    path: '/data',
    title: 'Data',
    inSidebar: 'Data',
    shows: page => page.getByRole('table', { name: 'What is loaded' }),
  },
  {
    path: '/settings',
    title: 'Settings',
    inSidebar: 'Settings',
    shows: page => page.getByRole('list', { name: 'Stages in order' }),
  },
]

/** Nothing is being loaded any more. */
export const settled = async (page: Page) => {
  await expect(page.getByRole('status', { name: 'Loading' })).toHaveCount(0)
  await expect(page.locator('[aria-busy=true]')).toHaveCount(0)
}

/** The figures of a page stand. */
export const stands = async (page: Page, path: string) => {
  await screens
    .find(screen => screen.path === path)
    ?.shows(page)
    .waitFor()
  await settled(page)
}

/** Opens a page (with parameters) and waits until its figures stand. */
export const open = async (page: Page, address: string) => {
  await page.goto(address)
  await stands(page, new URL(address, 'http://localhost').pathname)
}

/** The last whole month: no order of it comes while the tests run, and its comparison is not cut. */
export const lastMonth = () => {
  const now = new Date()
  const day = (at: number) => new Date(at).toISOString().slice(0, 10)
  const first = (back: number) => Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - back, 1)
  const [start, end] = [day(first(1)), day(first(0) - 86_400_000)]
  return { start, end, search: `from=${start}&to=${end}`, question: { start_date: start, end_date: end } }
}

const asked = async <T>(request: APIRequestContext, path: string, parameters: Parameters): Promise<T> => {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(parameters))
    for (const one of Array.isArray(value) ? value : [value]) if (one !== undefined) search.append(name, String(one))
  const response = await request.get(`${path}?${search}`)
  expect(response.status(), `${path}?${search}`).toBe(200)
  return ((await response.json()) as Answered).data as T
}

/** The API's own answers, to hold the screen against. */
export const truth = (request: APIRequestContext) => ({
  kpis: (parameters: Parameters = {}) =>
    asked<Result<typeof api.dashboard.kpis>['data']>(request, api.dashboard.kpis.path, parameters),
  summary: (parameters: Parameters = {}) =>
    asked<Result<typeof api.dashboard.summary>['data']>(request, api.dashboard.summary.path, parameters),
  revenueKpis: (parameters: Parameters = {}) =>
    asked<Result<typeof api.revenue.kpis>['data']>(request, api.revenue.kpis.path, parameters),
  trends: (parameters: Parameters = {}) =>
    asked<Result<typeof api.revenue.trends>['data']>(request, api.revenue.trends.path, parameters),
  movers: (parameters: Parameters = {}) =>
    asked<Result<typeof api.revenue.movers>['data']>(request, api.revenue.movers.path, parameters),
  breakdown: (parameters: Parameters = {}) =>
    asked<Result<typeof api.revenue.breakdown>['data']>(request, api.revenue.breakdown.path, parameters),
  matrix: (parameters: Parameters = {}) =>
    asked<Result<typeof api.revenue.matrix>['data']>(request, api.revenue.matrix.path, parameters),
  byCategory: (parameters: Parameters = {}) =>
    asked<Result<typeof api.revenue.byCategory>['data']>(request, api.revenue.byCategory.path, parameters),
  byRegion: (parameters: Parameters = {}) =>
    asked<Result<typeof api.revenue.byRegion>['data']>(request, api.revenue.byRegion.path, parameters),
  byChannel: (parameters: Parameters = {}) =>
    asked<Result<typeof api.revenue.byChannel>['data']>(request, api.revenue.byChannel.path, parameters),
  topProducts: (parameters: Parameters = {}) =>
    asked<Result<typeof api.revenue.topProducts>['data']>(request, api.revenue.topProducts.path, parameters),
  products: (parameters: Parameters = {}) =>
    asked<Result<typeof api.revenue.products>['data']>(request, api.revenue.products.path, parameters),
  bridge: (parameters: Parameters = {}) =>
    asked<Result<typeof api.revenue.bridge>['data']>(request, api.revenue.bridge.path, parameters),
  rows: (parameters: Parameters = {}) =>
    asked<Result<typeof api.transactions.list>['data']>(request, api.transactions.list.path, parameters),
  customers: (parameters: Parameters = {}) =>
    asked<Result<typeof api.customers.list>['data']>(request, api.customers.list.path, parameters),
  overview: (parameters: Parameters = {}) =>
    asked<Result<typeof api.customers.overview>['data']>(request, api.customers.overview.path, parameters),
  segments: (parameters: Parameters = {}) =>
    asked<Result<typeof api.customers.segments>['data']>(request, api.customers.segments.path, parameters),
  cohorts: (parameters: Parameters = {}) =>
    asked<Result<typeof api.customers.cohorts>['data']>(request, api.customers.cohorts.path, parameters),
  rfm: (parameters: Parameters = {}) =>
    asked<Result<typeof api.customers.rfm>['data']>(request, api.customers.rfm.path, parameters),
  values: (parameters: Parameters = {}) =>
    asked<Result<typeof api.customers.lifetimeValue>['data']>(request, api.customers.lifetimeValue.path, parameters),
  customer: (id: number) =>
    asked<Result<typeof api.customers.one>['data']>(request, `/api/customers/${id}`, { limit: 200 }),
  forecast: (parameters: Parameters = {}) =>
    asked<Result<typeof api.forecasting.revenue>['data']>(request, api.forecasting.revenue.path, parameters),
  forecastKpis: (parameters: Parameters = {}) =>
    asked<Result<typeof api.forecasting.kpis>['data']>(request, api.forecasting.kpis.path, parameters),
  target: () => asked<Result<typeof api.forecasting.target>['data']>(request, api.forecasting.target.path, {}),
  pipeline: (parameters: Parameters = {}) =>
    asked<Result<typeof api.operations.pipeline>['data']>(request, api.operations.pipeline.path, parameters),
  pipelineKpis: (parameters: Parameters = {}) =>
    asked<Result<typeof api.operations.pipelineKpis>['data']>(request, api.operations.pipelineKpis.path, parameters),
  conversionRates: (parameters: Parameters = {}) =>
    asked<Result<typeof api.operations.conversionRates>['data']>(
      request,
      api.operations.conversionRates.path,
      parameters,
    ),
  cycleTime: (parameters: Parameters = {}) =>
    asked<Result<typeof api.operations.cycleTime>['data']>(request, api.operations.cycleTime.path, parameters),
  dealSizes: (parameters: Parameters = {}) =>
    asked<Result<typeof api.operations.dealSizeDistribution>['data']>(
      request,
      api.operations.dealSizeDistribution.path,
      parameters,
    ),
  flow: (parameters: Parameters = {}) =>
    asked<Result<typeof api.operations.flow>['data']>(request, api.operations.flow.path, parameters),
  dealForecast: (parameters: Parameters = {}) =>
    asked<Result<typeof api.operations.forecast>['data']>(request, api.operations.forecast.path, parameters),
  reps: (parameters: Parameters = {}) =>
    asked<Result<typeof api.operations.salesPerformance>['data']>(
      request,
      api.operations.salesPerformance.path,
      parameters,
    ),
  deals: (parameters: Parameters = {}) =>
    asked<Result<typeof api.operations.opportunities>['data']>(request, api.operations.opportunities.path, parameters),
  deal: (id: number) =>
    asked<Result<typeof api.operations.opportunity>['data']>(request, `/api/operations/opportunities/${id}`, {}),
  loaded: () => asked<Result<typeof api.data.loaded>['data']>(request, api.data.loaded.path, {}),
})

/** $1,234.56 as the screen writes it. */
export const money = (value: number | null, currency = 'USD') =>
  value === null
    ? '—'
    : new Intl.NumberFormat('en-US', { style: 'currency', currency, currencyDisplay: 'narrowSymbol' })
        .format(value)
        .replace('-', '\u2212')
export const count = (value: number | null) =>
  value === null ? '—' : new Intl.NumberFormat('en-US', { maximumFractionDigits: 2 }).format(value)
export const cents = (value: number) => Math.round(value * 100) / 100

/** A figure of the screen as a number: "−$1,234.50" is −1234.5. */
export const numberIn = (text: string) => Number(text.replace('\u2212', '-').replace(/[^\d.-]/g, ''))

/** All cells of a table, row by row, as one reads them. */
export const cells = async (table: Locator): Promise<string[][]> => {
  const rows = await table.getByRole('row').all()
  return Promise.all(
    rows.map(async row => (await row.locator('th, td').allInnerTexts()).map(text => text.replace(/\s+/g, ' ').trim())),
  )
}

const orderColumns = [
  'Order ID',
  'Order Date',
  'Customer ID',
  'Customer Name',
  'SKU',
  'Product',
  'Category',
  'Qty',
  'Price',
  'Region',
  'Status',
]
/** A small file of orders, as a customer would bring it. */
export const ordersFile = (name: string, ...rows: (string | number)[][]) => ({
  name,
  mimeType: 'text/csv',
  buffer: Buffer.from(`${[orderColumns, ...rows].map(row => row.join(',')).join('\n')}\n`),
})
