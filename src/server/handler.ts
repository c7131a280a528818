import type { Api, Asked, Endpoint, Result } from '#contract'
import type { Call, Command, Context } from './context.ts'

type Handler<E extends Endpoint> = (
  ctx: E extends { personal: true } ? Call : E['method'] extends 'GET' ? Context : Command,
  asked: Asked<E>,
) => Promise<Result<E>>

/** One function per endpoint of a room, under the endpoint's own key: a missing one does not compile. */
export type Handlers<Room extends keyof Api> = {
  [Key in keyof Api[Room]]: Api[Room][Key] extends Endpoint ? Handler<Api[Room][Key]> : never
}
