import type { FastifyInstance, FastifyRequest } from 'fastify'
import { ApiError } from '../errors.ts'
import { liveEvent, type LiveEvent } from '#contract/system.ts'

const beatEvery = 20_000

/** Who is told: those who see all rows, those who see by the rule of a key, or everybody. */
export type Audience = string | null
const everybody = Symbol('everybody')

/** Who listens to `GET /api/live`. Each event says what changed, never the data itself: pages ask again. */
export const openLive = () => {
  const listeners = new Set<{ audience: Audience; send: (event: LiveEvent) => void }>()
  let databaseAway = false
  const tell = (event: LiveEvent, to: Audience | typeof everybody = everybody) => {
    liveEvent.parse(event)
    if (event.event === 'database') databaseAway = event.body.away
    for (const { audience, send } of listeners) if (to === everybody || to === audience) send(event)
  }

  /** `audience`: of whom who began to listen is now; undefined: they may not any more. */
  const route = (app: FastifyInstance, audienceOf: (request: FastifyRequest) => Promise<Audience | undefined>) => {
    app.get(
      '/api/live',
      {
        exposeHeadRoute: false,
        config: { right: 'read', ofRule: true },
        schema: {
          summary:
            'Server-sent events: data (the data changed), models (what a model found has come), database (it does not answer, or does again), rows (others are shown to you now), progress, ping.',
          tags: ['system'],
        },
      },
      async (request, reply) => {
        const audience = await audienceOf(request)
        // the right was there a moment ago
        if (audience === undefined) throw new ApiError(403, 'forbidden', 'You may not listen any more.')
        reply.hijack()
        const stream = reply.raw
        // a hijacked reply sends no headers by itself: those that plugins set (security) are taken over
        for (const [name, value] of Object.entries(reply.getHeaders()))
          if (value !== undefined) stream.setHeader(name, value)
        stream.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store', connection: 'close' })
        const send = ({ event, body }: LiveEvent) => stream.write(`event: ${event}\ndata: ${JSON.stringify(body)}\n\n`)
        send({ event: 'ping', body: {} })
        if (databaseAway) send({ event: 'database', body: { away: true } })
        const listener = { audience, send }
        listeners.add(listener)
        const lookAgain = async () => {
          const found = await audienceOf(request).catch(() => undefined)
          if (found === audience) return
          // what is on screen is of rows that may not be shown any more
          if (found !== undefined) send({ event: 'rows', body: {} })
          close()
        }
        const beat = setInterval(() => {
          send({ event: 'ping', body: {} })
          void lookAgain()
        }, beatEvery)
        const end = () => {
          clearInterval(beat)
          listeners.delete(listener)
          closers.delete(close)
          lookers.delete(lookAgain)
        }
        const close = () => {
          end()
          stream.end()
        }
        closers.add(close)
        lookers.add(lookAgain)
        stream.on('close', end)
      },
    )
  }

  // open streams would keep the server from stopping
  const closers = new Set<() => void>()
  const close = () => [...closers].forEach(end => end())
  /** Who may listen has changed. */
  const lookers = new Set<() => Promise<void>>()
  const lookAgain = () => lookers.forEach(look => void look())
  return { tell, route, close, lookAgain }
}
export type Live = ReturnType<typeof openLive>
