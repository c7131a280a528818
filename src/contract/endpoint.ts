import { z } from 'zod'
import type { Right } from './rights.ts'
import { meta } from './shapes.ts'

type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE'

/**
 * One row of the API: where it is, the `right` it needs, what it takes (`query`, `params`, both strict, for some a JSON `body`, and for
 * some a `file`, in words) and what it answers (`data`, `meta`).
 */
export type Endpoint<
  Q extends z.ZodType = z.ZodType,
  D extends z.ZodType = z.ZodType,
  P extends z.ZodType = z.ZodType,
  M extends z.ZodType = z.ZodType,
  W extends Method = Method,
  B extends z.ZodType | null = z.ZodType | null,
> = {
  method: W
  path: `/api/${string}`
  right: Right
  summary: string
  query: Q
  params: P
  body: B
  file: string | null
  data: D
  meta: M
  personal?: boolean
}

type Spec<Q, D, P, M, B> = {
  right: Right
  summary: string
  query?: Q
  params?: P
  body?: B
  file?: string
  data: D
  meta?: M
}

const none: z.ZodType<object, object> = z.strictObject({})

const declare =
  <W extends Method>(method: W) =>
  <
    D extends z.ZodType,
    Q extends z.ZodType = typeof none,
    P extends z.ZodType = typeof none,
    M extends z.ZodType = typeof meta,
    B extends z.ZodType | null = null,
  >(
    path: `/api/${string}`,
    { right, summary, query, params, body, file, data, meta: itsMeta }: Spec<Q, D, P, M, B>,
  ): Endpoint<Q, D, P, M, W, B> => ({
    method,
    path,
    right,
    summary,
    query: query ?? (none as unknown as Q),
    params: params ?? (none as unknown as P),
    body: body ?? (null as B),
    file: file ?? null,
    data,
    meta: itsMeta ?? (meta as unknown as M),
  })

/** A question: no side effect, cacheable, answered with an ETag. */
export const get = declare('GET')
/** A command that adds or changes something. Its input travels in the query, rows in a JSON body, and files in a multipart body. */
export const post = declare('POST')
/** A command that changes some of what there is. */
export const patch = declare('PATCH')
/** A command that takes something away. */
export const del = declare('DELETE')

/**
 * About who asks: answered anew for each caller and never kept. What a command of this kind takes travels in a JSON body,
 * as passwords and links stand in no address and no log.
 */
export const personal = <E extends Endpoint>(endpoint: E): E & { personal: true } => ({ ...endpoint, personal: true })

/** What a caller may send (before defaults). */
export type Query<E extends Endpoint> = z.input<E['query']>
/** What a handler receives (after defaults). */
export type Asked<E extends Endpoint> = z.output<E['query']> &
  z.output<E['params']> &
  (E['body'] extends z.ZodType ? { body: z.output<E['body']> } : unknown)
/** What comes back: `{ data, meta }`. */
export type Result<E extends Endpoint> = { data: z.output<E['data']>; meta: z.output<E['meta']> }
