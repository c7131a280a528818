import type { Socket } from 'node:net'
import type { FastifyInstance } from 'fastify'

/**
 * A stop waits for requests under way and for nothing else. Fastify ends connections that idle after an answer; two kinds are left that
 * would hold it up for a minute: those that get their last answer while it stops, and those that were opened and never asked anything, as
 * browsers do in advance.
 */
export const closePromptly = (app: FastifyInstance) => {
  const silent = new Set<Socket>()
  app.server.on('connection', socket => {
    silent.add(socket)
    socket.once('close', () => silent.delete(socket))
  })
  app.addHook('onRequest', async request => {
    silent.delete(request.raw.socket)
  })
  let closing = false
  app.addHook('preClose', async () => {
    closing = true
    for (const socket of silent) socket.destroy()
  })
  app.addHook('onSend', async (_request, reply) => {
    if (closing) reply.header('connection', 'close')
  })
}
