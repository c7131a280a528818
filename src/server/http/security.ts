import type { IncomingMessage, ServerResponse } from 'node:http'
import rateLimit from '@fastify/rate-limit'
import type { FastifyInstance } from 'fastify'
import helmet from 'helmet'
import { ApiError } from '../errors.ts'
import { isAddressed, isLoopback, type Network, originAt } from './network.ts'

/** A year, where the name is not this machine's own: every server on it would have to be encrypted then. */
const strictTransportSecurity = ({ base, hstsSubdomains }: Network) =>
  base?.protocol === 'https:' && !isLoopback(base.hostname) && { maxAge: 31_536_000, includeSubDomains: hstsSubdomains }

const secured = (network: Network) =>
  helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'", 'data:'],
        fontSrc: ["'self'"],
        connectSrc: ["'self'"],
        manifestSrc: ["'self'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
      },
    },
    strictTransportSecurity: strictTransportSecurity(network),
    crossOriginEmbedderPolicy: false,
    xFrameOptions: { action: 'deny' },
    referrerPolicy: { policy: 'same-origin' },
  })

/** What helmet sets is the same on every answer; working it out each time would take as long as many an answer does. */
const securityHeaders = (network: Network): Record<string, string> => {
  const headers: Record<string, string> = {}
  const response = { setHeader: (name: string, value: string) => void (headers[name] = value), removeHeader: () => {} }
  secured(network)({} as IncomingMessage, response as unknown as ServerResponse, error => {
    if (error) throw error
  })
  return headers
}

/** Headers, limits, and the two checks that keep other web sites in the same browser out. */
export const guard = async (app: FastifyInstance, requestsPerMinute: number, network: Network) => {
  const headers = securityHeaders(network)
  app.addHook('onRequest', async (_request, reply) => void reply.headers(headers))

  app.addHook('onRequest', async request => {
    // a page of another site can point its own name at 127.0.0.1 (DNS rebinding): the Host header gives it away
    const host = request.headers.host ?? ''
    if (!isAddressed(network, host))
      throw new ApiError(
        403,
        'forbidden',
        `This server answers only when addressed as ${network.base?.host ?? 'localhost'}, got Host "${host.slice(0, 100)}".`,
      )
    if (request.method === 'GET' || request.method === 'HEAD') return
    // forms of other sites can post here without being asked; browsers say where a request comes from
    const { origin } = request.headers
    const elsewhere = origin !== undefined && origin !== originAt(network, host)
    if (elsewhere || request.headers['sec-fetch-site'] === 'cross-site')
      throw new ApiError(
        403,
        'forbidden',
        `Changes are accepted from this server's own pages only, got Origin "${origin ?? 'cross-site'}".`,
      )
  })

  await app.register(rateLimit, {
    max: requestsPerMinute,
    timeWindow: '1 minute',
    allowList: request => !request.url.startsWith('/api/'),
    errorResponseBuilder: (_request, { max, after }) =>
      new ApiError(429, 'too_many_requests', `At most ${max} requests a minute; try again in ${after}.`),
  })
}
