import type { Api, Asked, Endpoint, Result } from '#contract'
import type { Command, Context } from './context.ts'
import { dashboard } from './queries/dashboard.ts'
import { data } from './queries/data.ts'
import { imports } from './queries/imports.ts'
import { operations } from './queries/operations.ts'
import { revenue } from './queries/revenue.ts'
import { system } from './queries/system.ts'
import { transactions } from './queries/transactions.ts'

type Handler<E extends Endpoint> = (
  ctx: E['method'] extends 'GET' ? Context : Command,
  asked: Asked<E>,
) => Promise<Result<E>>

/** One function per endpoint of a room, under the endpoint's own key: a missing one does not compile. */
export type Handlers<Room extends keyof Api> = {
  [Key in keyof Api[Room]]: Api[Room][Key] extends Endpoint ? Handler<Api[Room][Key]> : never
}

export const handlers: { [Room in keyof Api]: Handlers<Room> } = {
  dashboard,
  revenue,
  transactions,
  operations,
  data: { ...data, ...imports },
  system,
}
