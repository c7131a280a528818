import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'
import { api, type Endpoint } from '#contract'
import { ApiError } from '../errors.ts'

const endpoints: Endpoint[] = Object.values(api).flatMap(room => Object.values(room))

/** What an address of the API can be asked with. */
const methodsAt = (path: string) =>
  endpoints
    .filter(endpoint => new RegExp(`^${endpoint.path.replace(/:\w+/g, '[^/]+')}$`).test(path))
    .map(({ method }) => method)

/**
 * The built web pages; every address that is not a file is a page of the one-page app. Unknown /api addresses are a
 * JSON 404, known ones with another method a 405.
 */
export const serveScreens = async (app: FastifyInstance, webDir: string | undefined) => {
  const folder = webDir && existsSync(webDir) ? resolve(webDir) : undefined
  if (folder) {
    await app.register(fastifyStatic, {
      root: folder,
      index: false,
      wildcard: false, // a route for each file: everything else, also "/", is the page below
      setHeaders: (reply, path) => {
        // built files carry a hash of their content in their name
        reply.header('cache-control', path.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache')
      },
    })
  }
  app.setNotFoundHandler(async (request, reply) => {
    const path = request.url.split('?')[0] ?? ''
    const page = folder && ['GET', 'HEAD'].includes(request.method) && !path.startsWith('/api') && !/\.\w+$/.test(path)
    const allowed = methodsAt(path)
    if (allowed.length) {
      reply.header('allow', allowed.join(', '))
      throw new ApiError(
        405,
        'method_not_allowed',
        `Expected ${allowed.join(' or ')} at ${path}, got ${request.method}.`,
      )
    }
    if (!page)
      throw new ApiError(
        404,
        'not_found',
        `There is nothing at ${request.method} ${path}.${path.startsWith('/api') ? ' /api/docs lists what there is.' : ''}`,
      )
    return reply.header('cache-control', 'no-cache').sendFile('index.html')
  })
}
