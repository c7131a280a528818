import { randomUUID } from 'node:crypto'
import { type IncomingMessage, type ServerResponse, STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { troubleOf } from '../db/trouble.ts'
import { ApiError, RowError } from '../errors.ts'

/** Input that nobody sends by using the pages. */
const refusals = [400, 413, 415]

const codes: Record<number, string> = {
  400: 'bad_request',
  403: 'forbidden',
  404: 'not_found',
  406: 'bad_request',
  413: 'too_large',
  415: 'unsupported_media_type',
  429: 'too_many_requests',
}

/**
 * One envelope for every error: `{ error: { code, message, requestId } }`. Details of our own faults go to the log
 * only.
 */
export const answerError = (caught: FastifyError | ApiError, request: FastifyRequest, reply: FastifyReply) => {
  const error = troubleOf(caught) ?? caught
  const status = error instanceof ApiError ? error.status : (error.statusCode ?? 500)
  const ours = status >= 500
  if (ours) request.log.error({ err: error }, 'request failed')
  const code = error instanceof ApiError ? error.code : (codes[status] ?? (ours ? 'internal' : 'bad_request'))
  // without the words, which name what was sent
  if (refusals.includes(status))
    request.log.warn({ code, url: request.url.split('?')[0], address: request.ip }, 'input refused')
  const media =
    status === 415
      ? `Expected a body of type ${request.routeOptions.schema?.body ? 'application/json' : 'multipart/form-data'}, got ${JSON.stringify(request.headers['content-type'] ?? 'none')}.`
      : error.message
  const message =
    ours && !(error instanceof ApiError)
      ? 'Something went wrong in the server; its log has the details under this request id.'
      : media
  return reply
    .code(status)
    .type('application/json; charset=utf-8')
    .header('cache-control', 'no-store')
    .send({ error: { code, message, requestId: request.id, ...(error instanceof RowError ? { row: error.row } : {}) } })
}

const unread: Record<string, [status: number, message: string]> = {
  HPE_HEADER_OVERFLOW: [431, 'Expected an address and headers of at most 16 KB together.'],
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'Expected the whole request sooner.'],
}

/** The same envelope for what is no HTTP request that can be read. */
export const answerNoRequest = (error: Error & { code?: string }, socket: Socket) => {
  if (error.code === 'ECONNRESET' || !socket.writable) return socket.destroy()
  const [status, message] = unread[error.code ?? ''] ?? [
    400,
    'Expected an HTTP request with a known method and an address without control characters.',
  ]
  const body = JSON.stringify({
    error: { code: codes[status] ?? 'bad_request', message, requestId: randomUUID().slice(0, 8) },
  })
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nContent-Type: application/json; charset=utf-8\r\nContent-Length: ${Buffer.byteLength(body)}\r\nCache-Control: no-store\r\nConnection: close\r\n\r\n${body}`,
  )
}

/** The same envelope for a request that waits for more than "100-continue" promises, which Node would answer bare. */
export const answerExpectation = (request: IncomingMessage, response: ServerResponse) => {
  const message = `Expect: expected 100-continue or no such header, got ${JSON.stringify((request.headers.expect ?? '').slice(0, 100))}.`
  const error = { code: 'bad_request', message, requestId: randomUUID().slice(0, 8) }
  const body = JSON.stringify({ error })
  response.writeHead(417, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(body),
    'cache-control': 'no-store',
    connection: 'close',
  })
  response.end(body)
}
