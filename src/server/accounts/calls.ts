import type { FastifyReply, FastifyRequest } from 'fastify'
import type { z } from 'zod'
import type { Endpoint } from '#contract'
import type { Call } from '../context.ts'
import { ApiError } from '../errors.ts'
import { originAt } from '../http/network.ts'
import { read, respond } from '../http/reading.ts'
import { type Accounts, headersOf, sendCookies } from './accounts.ts'
import type { Detail } from './audit.ts'

type Audit = (request: FastifyRequest, action: string, detail: Detail) => Promise<void>

/** A command's words stand in a JSON body, a question's in the address. */
const askedOf = (endpoint: Endpoint, request: FastifyRequest) => {
  const inBody = endpoint.method !== 'GET'
  if (inBody && Object.keys(request.query as object).length > 0)
    throw new ApiError(400, 'bad_request', 'Expected the parameters in a JSON body, not in the address.')
  const said = inBody ? (request.body ?? {}) : request.query
  if (typeof said !== 'object' || Array.isArray(said))
    throw new ApiError(400, 'bad_request', 'Expected a JSON object as the body.')
  return {
    ...(read(endpoint.query, said) as object),
    ...(read(endpoint.params, request.params) as object),
  }
}

/** They lead on, and are recorded there. */
const unrecorded = ['session.link', 'security.provider']

const isRefusal = (error: unknown) => error instanceof ApiError && [401, 403].includes(error.status)

/** Answers the endpoints about accounts: for each caller anew, never kept; what changed, and who was refused, is recorded. */
export const openCalls =
  (accounts: Accounts, sources: Call['sources'], audit: Audit) =>
  (endpoint: Endpoint, action: string, shape: z.ZodType, handler: (ctx: Call, asked: unknown) => Promise<unknown>) =>
  async (request: FastifyRequest, reply: FastifyReply) => {
    void reply.header('cache-control', 'no-store')
    const asked = askedOf(endpoint, request)
    // what this browser kept of figures goes with the session
    if (action === 'session.signOut') void reply.header('clear-site-data', '"cache"')
    const changes = endpoint.method !== 'GET' && !unrecorded.includes(action)
    let detail: Detail = {}
    const call: Call = {
      accounts,
      sources,
      access: request.access,
      now: new Date(),
      address: request.ip,
      headers: headersOf(request),
      origin: accounts.network.base?.origin ?? originAt(accounts.network, request.headers.host ?? ''),
      answer: headers => sendCookies(reply, headers),
      failed: error => request.log.error({ err: error }, action),
      note: said => void (detail = { ...detail, ...said }),
    }
    try {
      const result = await handler(call, asked)
      if (changes) await audit(request, action, detail)
      return await reply.type('application/json; charset=utf-8').send(respond(shape, result))
    } catch (error) {
      if (changes && isRefusal(error)) await audit(request, action, { ...detail, refused: (error as ApiError).code })
      throw error
    }
  }
