import { randomUUID } from 'node:crypto'
import compress from '@fastify/compress'
import multipart from '@fastify/multipart'
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { sql } from 'kysely'
import { z } from 'zod'
import { api, type Endpoint } from '#contract'
import { type Moment, openAnswers } from './answers.ts'
import type { Command, Context, Progress, Workspace } from './context.ts'
import type { Database } from './db/open.ts'
import { fresh } from './db/rollup.ts'
import { onCommit } from './db/write.ts'
import { answerErrors, ApiError } from './errors.ts'
import { handlers } from './handlers.ts'
import { largestFile, saveUpload } from './ingest/upload.ts'
import { openLive } from './live.ts'
import { localParts } from './queries/period.ts'
import { describeApi } from './reference.ts'
import { guard } from './security.ts'
import { serveScreens } from './screens.ts'

type Options = {
  database: Database
  now?: () => Date
  /** false: every answer is computed anew (benchmarks). */
  keepAnswers?: boolean
  requestsPerMinute?: number
  logLevel?: string
  /** The built screens; without them only the API is served. */
  webDir?: string
}

/** Reads what came by the contract; what does not fit is a sentence naming the parameter, the value and what is allowed. */
const read = <S extends z.ZodType>(schema: S, came: unknown): z.output<S> => {
  const result = schema.safeParse(came ?? {})
  if (result.success) return result.data
  const values = (came ?? {}) as Record<string, unknown>
  const sentences = result.error.issues.map(issue => {
    if (issue.code === 'unrecognized_keys') {
      const allowed = schema instanceof z.ZodObject ? Object.keys(schema.shape) : []
      return `unknown parameter ${issue.keys.join(', ')}; expected ${allowed.length ? `one of ${allowed.join(', ')}` : 'none'}`
    }
    const name = String(issue.path[0] ?? '')
    const value = values[name]
    return `${name}: ${issue.message}${/, got /.test(issue.message) || value === undefined ? '' : `, got ${JSON.stringify(value).slice(0, 200)}`}`
  })
  throw new ApiError(400, 'bad_request', sentences.join('; '))
}

/** One question has one key, whatever the order of its parameters. */
const questionOf = (request: FastifyRequest) => {
  const url = new URL(request.url, 'http://localhost')
  url.searchParams.sort()
  return url.pathname + url.search
}

export const buildApp = async (options: Options): Promise<FastifyInstance> => {
  const { database, now = () => new Date(), keepAnswers = true, requestsPerMinute = 1200, logLevel = 'silent', webDir } = options
  const app = Fastify({
    logger: { level: logLevel },
    genReqId: () => randomUUID().slice(0, 8),
    bodyLimit: 1024 * 1024,
    forceCloseConnections: 'idle',
  })
  const answers = openAnswers(keepAnswers)
  const live = openLive()
  const progress: Progress = body => live.tell({ event: 'progress', body })
  app.addHook('onClose', onCommit(version => live.tell({ event: 'data', body: { version } })))
  app.addHook('preClose', async () => live.close())

  // the contract's own zod checks what comes in and goes out; Fastify's compilers would do it twice
  app.setValidatorCompiler(() => value => ({ value }))
  app.setSerializerCompiler(() => value => JSON.stringify(value))
  answerErrors(app)
  await guard(app, requestsPerMinute)
  await app.register(compress, { threshold: 1024 })
  await app.register(multipart, { limits: { fileSize: largestFile, files: 1, fields: 10 } })
  await describeApi(app)

  let known: { version: number; workspace: Workspace } | undefined
  const workspaceAt = async (version: number): Promise<Workspace> => {
    if (known?.version === version) return known.workspace
    const { rows } = await sql<Workspace>`
      select currency, timezone, week_start as "weekStart", fiscal_month as "fiscalMonth", churn_after_days as "churnAfterDays" from settings
    `.execute(database.db)
    const workspace = rows[0]
    if (!workspace) throw new Error('the settings row is missing')
    known = { version, workspace }
    return workspace
  }

  const respond = (endpoint: Endpoint, result: unknown) => JSON.stringify(z.object({ data: endpoint.data, meta: endpoint.meta }).parse(result))

  const question = (endpoint: Endpoint, answerIt: (ctx: Context, asked: unknown) => Promise<unknown>) => {
    return async (request: FastifyRequest, reply: FastifyReply) => {
      const asked = { ...(read(endpoint.query, request.query) as object), ...(read(endpoint.params, request.params) as object) }
      const { version } = await fresh(database)
      const workspace = await workspaceAt(version)
      const at = now()
      const local = localParts(at, workspace.timezone)
      const moment: Moment = { version, day: local.date, minute: local.time }
      const key = questionOf(request)
      const kept = answers.find(key, moment)
      const compute = async () => {
        // one snapshot for all of a question's statements, so that its parts agree
        const result = await database.db
          .transaction()
          .setIsolationLevel('repeatable read')
          .setAccessMode('read only')
          .execute(db => answerIt({ db, engine: database.engine, now: at, workspace, version }, asked))
        const { meta } = result as { meta: { range: unknown; comparison?: { cutAt: string | null } | null } }
        return answers.save(key, respond(endpoint, result), moment, meta.range === null || Boolean(meta.comparison?.cutAt))
      }
      const known304 = kept && request.headers['if-none-match'] === kept.etag
      const answer = kept && (answers.reuse || known304) ? kept : await compute()
      reply.header('etag', answer.etag).header('cache-control', 'no-cache')
      if (request.headers['if-none-match'] === answer.etag) return reply.code(304).send()
      return reply.type('application/json; charset=utf-8').send(answer.body)
    }
  }

  const command = (endpoint: Endpoint, doIt: (ctx: Command, asked: unknown) => Promise<unknown>) => {
    return async (request: FastifyRequest, reply: FastifyReply) => {
      const asked = { ...(read(endpoint.query, request.query) as object), ...(read(endpoint.params, request.params) as object) }
      const { version } = await fresh(database)
      const upload = request.isMultipart() ? await saveUpload(request) : null
      try {
        const result = await doIt({ database, now: now(), workspace: await workspaceAt(version), progress, upload }, asked)
        return reply.type('application/json; charset=utf-8').header('cache-control', 'no-store').send(respond(endpoint, result))
      } finally {
        await upload?.remove()
      }
    }
  }

  for (const [room, endpoints] of Object.entries(api)) {
    for (const [key, endpoint] of Object.entries(endpoints) as [string, Endpoint][]) {
      const handler = (handlers as unknown as Record<string, Record<string, (ctx: unknown, asked: unknown) => Promise<unknown>>>)[room]?.[key]
      if (!handler) throw new Error(`no handler for ${endpoint.method} ${endpoint.path}`)
      app.route({
        method: endpoint.method,
        url: endpoint.path,
        schema: {
          summary: endpoint.summary,
          tags: [room],
          querystring: endpoint.query,
          params: endpoint.params,
          response: { 200: z.object({ data: endpoint.data, meta: endpoint.meta }) },
        },
        handler: endpoint.method === 'GET' ? question(endpoint, handler) : command(endpoint, handler),
      })
    }
  }
  live.route(app)
  await serveScreens(app, webDir)
  return app
}
