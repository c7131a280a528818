import type { Api, Asked, Endpoint, Result } from '#contract'
import type { Context } from './context.ts'

/** One function per endpoint of a room, under the endpoint's own key: a missing one does not compile. */
export type Handlers<Room extends keyof Api> = {
  [Key in keyof Api[Room]]: Api[Room][Key] extends Endpoint ? (ctx: Context, asked: Asked<Api[Room][Key]>) => Promise<Result<Api[Room][Key]>> : never
}
