/** For tests: jsdom measures nothing and has no server, so a chart is given a width here, and a page its answers. */
import { QueryClientProvider } from '@tanstack/react-query'
import { cleanup, render } from '@testing-library/react'
import type { ReactElement } from 'react'
import { createMemoryRouter, matchPath, MemoryRouter, RouterProvider } from 'react-router'
import { afterEach, vi } from 'vitest'
import { api, type Endpoint, type Meta } from '#contract'
import { queryClient } from './api.ts'

/** To be called once in a test file. */
export const stageOf = (width: number) => {
  vi.stubGlobal(
    'ResizeObserver',
    class {
      observe() {}
      unobserve() {}
      disconnect() {}
    },
  )
  vi.spyOn(Element.prototype, 'getBoundingClientRect').mockReturnValue(new DOMRect(0, 0, width, 300))
  afterEach(cleanup)
  return (chart: ReactElement) => render(<MemoryRouter>{chart}</MemoryRouter>)
}

/** The cells of the table on screen, row by row. */
export const cellsOf = (table: HTMLElement) =>
  [...table.querySelectorAll('tr')].map(row => [...row.children].map(cell => cell.textContent))

const endpoints: Endpoint[] = Object.values(api).flatMap(room => Object.values(room))

const meta: Meta = {
  range: { start: '2026-10-24', end: '2026-11-22' },
  comparison: {
    kind: 'previous_period',
    match: 'date',
    calendar: false,
    start: '2026-09-24',
    end: '2026-10-23',
    cutAt: null,
    known: true,
  },
  asOf: '2026-11-22T15:42:00.000Z',
  timezone: 'UTC',
  currency: 'USD',
  filters: {},
  rows: { counted: 100, excluded: [] },
  notes: [],
}

const loaded = {
  demo: false,
  empty: false,
  version: 1,
  workspace: { currency: 'USD', timezone: 'UTC', weekStart: 1, fiscalMonth: 1, compareMatch: 'weekday' },
  asOfDay: '2026-11-22',
  dataEnded: false,
  newestAt: meta.asOf,
  lastImportAt: null,
  stale: false,
  tables: [
    { table: 'transactions', rows: 100, first: '2025-01-01', last: '2026-11-22' },
    { table: 'pipeline', rows: 40, first: '2025-01-01', last: '2026-11-22' },
  ],
  engine: 'embedded',
  notes: [],
}
const nobodyAsked = { open: true, owned: false, person: null }
const dimensions = {
  category: ['Chairs', 'Tables'],
  region: ['North', 'South'],
  channel: ['Online'],
  segment: [],
  rep: [],
}

/** What a path answers: its data, a failure, or a whole response; or what makes one of these from the parameters. */
export type Answers = Record<string, unknown>
export const failure = (message: string) => new Error(message)

/**
 * A page at an address, with a server that answers from `answers` (by path; its object may be changed between
 * questions), each parsed by the contract so that a test cannot answer what the server could not. `about` is what they
 * say of themselves beside the usual.
 * `asked` lists the questions, `address` is where the page is now.
 */
export const openPage = (page: ReactElement, address: string, answers: Answers, about: Partial<Meta> = {}) => {
  const asked: string[] = []
  queryClient.clear()
  queryClient.setDefaultOptions({ queries: { ...queryClient.getDefaultOptions().queries, retry: false } })
  const all: Answers = { '/api/session': nobodyAsked, '/api/data': loaded, '/api/data/dimensions': dimensions }
  vi.stubGlobal('fetch', async (input: string) => {
    const url = new URL(input, 'http://localhost')
    asked.push(url.pathname + decodeURIComponent(url.search))
    const endpoint = endpoints.find(one => one.method === 'GET' && matchPath(one.path, url.pathname))
    const found = url.pathname in answers ? answers[url.pathname] : all[url.pathname]
    const answer: unknown = typeof found === 'function' ? await found(url.searchParams) : found
    if (answer instanceof Response) return answer
    if (!endpoint || answer === undefined || answer instanceof Error) {
      const message = answer instanceof Error ? answer.message : `nothing answers ${url.pathname}`
      return new Response(JSON.stringify({ error: { code: 'internal', message, requestId: 'req-7' } }), { status: 500 })
    }
    return new Response(
      JSON.stringify({
        data: endpoint.data.parse(answer),
        meta: { ...meta, ...(url.searchParams.get('compare') === 'none' ? { comparison: null } : {}), ...about },
      }),
    )
  })
  const router = createMemoryRouter([{ path: '*', element: page }], { initialEntries: [address] })
  const view = render(
    <QueryClientProvider client={queryClient}>
      <RouterProvider router={router} />
    </QueryClientProvider>,
  )
  return {
    ...view,
    asked,
    address: () => router.state.location.pathname + decodeURIComponent(router.state.location.search),
  }
}
