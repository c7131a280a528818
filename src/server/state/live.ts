import type { FastifyInstance, FastifyRequest } from 'fastify'
import { liveEvent, type LiveEvent } from '#contract/system.ts'

const beatEvery = 20_000

/** Who listens to `GET /api/live`. Each event says what changed, never the data itself: pages ask again. */
export const openLive = () => {
  const listeners = new Set<(event: LiveEvent) => void>()
  let databaseAway = false
  const tell = (event: LiveEvent) => {
    liveEvent.parse(event)
    if (event.event === 'database') databaseAway = event.body.away
    for (const listener of listeners) listener(event)
  }

  /** `allowed`: whether who began to listen still may. */
  const route = (app: FastifyInstance, allowed: (request: FastifyRequest) => Promise<boolean>) => {
    app.get(
      '/api/live',
      {
        exposeHeadRoute: false,
        config: { right: 'read' },
        schema: {
          summary:
            'Server-sent events: data (the data changed), models (what a model found has come), database (it does not answer, or does again), progress, ping.',
          tags: ['system'],
        },
      },
      (request, reply) => {
        reply.hijack()
        const stream = reply.raw
        // a hijacked reply sends no headers by itself: those that plugins set (security) are taken over
        for (const [name, value] of Object.entries(reply.getHeaders()))
          if (value !== undefined) stream.setHeader(name, value)
        stream.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store', connection: 'close' })
        const send = ({ event, body }: LiveEvent) => stream.write(`event: ${event}\ndata: ${JSON.stringify(body)}\n\n`)
        send({ event: 'ping', body: {} })
        if (databaseAway) send({ event: 'database', body: { away: true } })
        listeners.add(send)
        const lookAgain = async () => {
          if (!(await allowed(request).catch(() => false))) close()
        }
        const beat = setInterval(() => {
          send({ event: 'ping', body: {} })
          void lookAgain()
        }, beatEvery)
        const end = () => {
          clearInterval(beat)
          listeners.delete(send)
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
