import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'

/** What a caller did wrong, or why it cannot be answered: the only error whose words reach the caller. */
export class ApiError extends Error {
  readonly status: number
  readonly code: string
  constructor(status: number, code: string, message: string) {
    super(message)
    this.name = 'ApiError'
    this.status = status
    this.code = code
  }
}

const codes: Record<number, string> = {
  400: 'bad_request',
  403: 'forbidden',
  404: 'not_found',
  406: 'bad_request',
  413: 'too_large',
  415: 'unsupported_media_type',
  429: 'too_many_requests',
}

/** One envelope for every error: `{ error: { code, message, requestId } }`. Details of our own faults go to the log only. */
export const answerError = (error: FastifyError | ApiError, request: FastifyRequest, reply: FastifyReply) => {
  const status = error instanceof ApiError ? error.status : (error.statusCode ?? 500)
  const ours = status >= 500
  if (ours) request.log.error({ err: error }, 'request failed')
  const code = error instanceof ApiError ? error.code : (codes[status] ?? (ours ? 'internal' : 'bad_request'))
  const message = ours && !(error instanceof ApiError) ? 'Something went wrong in the server; its log has the details under this request id.' : error.message
  return reply.code(status).type('application/json; charset=utf-8').header('cache-control', 'no-store').send({ error: { code, message, requestId: request.id } })
}
