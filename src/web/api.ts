/** The only fetch. Every address, parameter and result type comes from the contract; query keys derive from the endpoint. */
import {
  keepPreviousData,
  QueryClient,
  useMutation,
  useQuery,
  useQueryClient,
  type UseQueryResult,
} from '@tanstack/react-query'
import type { Endpoint, Query, Result } from '#contract'
import type { z } from 'zod'

/** `unreachable`: no answer at all, as opposed to an answer that says no. */
export class ApiError extends Error {
  readonly status: number
  readonly code: string
  readonly requestId: string | null
  constructor(status: number, code: string, message: string, requestId: string | null) {
    super(message)
    this.status = status
    this.code = code
    this.requestId = requestId
  }
}

/** Query state for every page. `networkMode: always`, as the server is often on this very machine, which may be offline. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      networkMode: 'always',
      staleTime: 60_000,
      gcTime: 10 * 60_000,
      retry: (failures, error) =>
        failures < 1 && !(error instanceof ApiError && error.status >= 400 && error.status < 500),
      retryDelay: 400,
    },
    mutations: { networkMode: 'always' },
  },
})

type Value = string | number | boolean | string[] | null | undefined

/** The query string of a question, in a stable order, without what is not said. */
const queryString = (query: Record<string, unknown>) => {
  const params = new URLSearchParams()
  for (const [name, value] of Object.entries(query as Record<string, Value>).sort(([a], [b]) => a.localeCompare(b)))
    for (const one of Array.isArray(value) ? value : [value])
      if (one !== undefined && one !== null && one !== '') params.append(name, String(one))
  const text = params.toString()
  return text ? `?${text}` : ''
}

/** An endpoint's path with its `:id` and the like filled in. */
const pathOf = (endpoint: Endpoint, params: unknown) =>
  endpoint.path.replace(/:(\w+)/g, (_, name: string) =>
    encodeURIComponent(String((params as Record<string, unknown>)[name])),
  )

const unreachable = (status: number) =>
  new ApiError(status, 'unreachable', 'The server does not answer. Is it still running?', null)

/** Where one signs in, takes up a link or sets up what is needed: there nobody is sent away to sign in. */
export const isEntry = (path: string) => ['/sign-in', '/welcome', '/second-factor'].includes(path)

/** A whole new page: nothing of what was on screen stays in memory. */
const leadTo = (entry: '/sign-in' | '/second-factor') => {
  const { pathname, search } = location
  if (!isEntry(pathname)) location.assign(`${entry}?to=${encodeURIComponent(pathname + search)}`)
}

/** An answer that says yes; else it is thrown why not. */
const answerTo = async (address: string, init: RequestInit): Promise<Response> => {
  const response = await fetch(address, init).catch((cause: unknown) => {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause
    throw unreachable(0)
  })
  if (response.ok) return response
  const body: unknown = await response.json().catch(() => null)
  const error = (body as { error?: { code?: string; message?: string; requestId?: string } } | null)?.error
  // A proxy in front of a stopped server answers 502–504 without our envelope.
  if (!error && response.status >= 502 && response.status <= 504) throw unreachable(response.status)
  if (error?.code === 'unauthenticated') leadTo('/sign-in')
  if (error?.code === 'second_factor_needed') leadTo('/second-factor')
  throw new ApiError(
    response.status,
    error?.code ?? 'unreadable',
    error?.message ?? `The server answered ${response.status} without a reason.`,
    error?.requestId ?? null,
  )
}

const request = async <T>(address: string, init: RequestInit): Promise<T> => {
  const response = await answerTo(address, init)
  const body: unknown = await response.json().catch(() => null)
  if (body) return body as T
  throw new ApiError(response.status, 'unreadable', `The server answered ${response.status} without a reason.`, null)
}

/** A browser keeps six connections to a server, one of them for live. */
const mostAtOnce = 4
let asking = 0
const inLine: (() => void)[] = []

/** Questions are asked in the order of the page: what is in sight does not wait for what is further down. */
const inTurn = async <T>(ask: () => Promise<T>): Promise<T> => {
  if (asking >= mostAtOnce) await new Promise<void>(resolve => inLine.push(resolve))
  else asking += 1
  try {
    return await ask()
  } finally {
    const next = inLine.shift()
    if (next) next()
    else asking -= 1
  }
}

/**
 * Ask an endpoint: `useApi(api.revenue.trends, { ...question, granularity })`. While a new question loads, the old
 * answer stays (`isPlaceholderData`).
 */
export const useApi = <E extends Endpoint>(
  endpoint: E,
  query: Query<E> = {} as Query<E>,
  { enabled = true, params = {} as z.input<E['params']> } = {},
): UseQueryResult<Result<E>, ApiError> => {
  const path = pathOf(endpoint, params)
  const search = queryString(query as Record<string, unknown>)
  return useQuery<Result<E>, ApiError>({
    queryKey: [path, search],
    queryFn: ({ signal }) =>
      inTurn(() => request<Result<E>>(path + search, { signal, headers: { accept: 'application/json' } })),
    placeholderData: keepPreviousData,
    enabled,
  })
}

/** Ask once, outside of a component's life: further pages of a list. */
export const ask = <E extends Endpoint>(
  endpoint: E,
  query: Query<E>,
  params = {} as z.input<E['params']>,
): Promise<Result<E>> => {
  const path = pathOf(endpoint, params)
  const search = queryString(query as Record<string, unknown>)
  return queryClient.fetchQuery({
    queryKey: [path, search],
    queryFn: () => request<Result<E>>(path + search, {}),
  })
}

const underWay = new Map<string, Promise<unknown>>()

/** What is under way is not begun a second time, by a double click say: whoever asks again gets the same answer. */
const once = <T>(what: string, run: () => Promise<T>): Promise<T> => {
  const known = underWay.get(what)
  if (known) return known as Promise<T>
  const running = run().finally(() => underWay.delete(what))
  underWay.set(what, running)
  return running
}

type Command<E extends Endpoint> = { query?: Query<E>; params?: z.input<E['params']>; file?: File }

/** Sends a command once, outside of a component's life. What it changed is asked again by whoever sends it. */
export const send = <E extends Endpoint>(endpoint: E, { query, params, file }: Command<E>): Promise<Result<E>> => {
  const path = pathOf(endpoint, params ?? {})
  const asked = (query ?? {}) as Record<string, unknown>
  // about accounts: what it says stands in no address
  const json = endpoint.personal ? JSON.stringify(asked) : ''
  const form = file ? new FormData() : undefined
  if (file) form?.append('file', file)
  const address = endpoint.personal ? path : path + queryString(asked)
  const init = json ? { headers: { 'content-type': 'application/json' }, body: json } : { body: form }
  return once(
    `${endpoint.method} ${address} ${json} ${file ? `${file.name} ${file.size} ${file.lastModified}` : ''}`,
    () => request<Result<E>>(address, { method: endpoint.method, ...init }),
  )
}

/** A command that changes data: `useCommand(api.data.undo).mutate({ params: { id } })`. Afterwards everything on screen is asked again. */
export const useCommand = <E extends Endpoint>(endpoint: E, { refresh = true } = {}) => {
  const client = useQueryClient()
  return useMutation<Result<E>, ApiError, Command<E>>({
    mutationFn: command => send(endpoint, command),
    onSuccess: () => (refresh ? client.invalidateQueries() : undefined),
  })
}

/** A page's export, with the page's own parameters: the file, and the name the server gives it. */
export const exportFile = async (
  page: string,
  format: string,
  query: Record<string, unknown>,
): Promise<{ name: string; file: Blob }> => {
  const response = await answerTo(`/api/export${queryString({ ...query, page, format })}`, {})
  const name = /filename="([^"]+)"/.exec(response.headers.get('content-disposition') ?? '')?.[1] ?? `${page}.${format}`
  const file = await response.blob().catch(() => {
    throw unreachable(0)
  })
  return { name, file }
}
