import { randomUUID } from 'node:crypto'
import compress from '@fastify/compress'
import multipart from '@fastify/multipart'
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { z } from 'zod'
import { api, type Endpoint } from '#contract'
import type { Access } from './accounts/access.ts'
import { audienceOf, ruleOf } from './accounts/rules.ts'
import { openAccounts } from './accounts/accounts.ts'
import { auditFileRoute } from './accounts/audit-file.ts'
import type { Detail } from './accounts/audit.ts'
import type { Provider } from './accounts/provider.ts'
import { providerRoute } from './accounts/provider-route.ts'
import { openCalls } from './accounts/calls.ts'
import { knows } from './state/answers.ts'
import type { Command, Context, Progress } from './context.ts'
import { backupRoute } from './db/backup/route.ts'
import { settingsOf } from './db/state.ts'
import { onCommit, settled } from './db/write.ts'
import { exportRoute } from './exports/route.ts'
import { handlers } from './handlers.ts'
import { included } from './queries/exclusion.ts'
import { type MailServer, openMail } from './mail/mail.ts'
import { openInbox } from './ingest/inbox.ts'
import { openSources } from './ingest/sources/sources.ts'
import { largestFile, saveUpload } from './ingest/open/upload.ts'
import { keepAhead } from './state/ahead.ts'
import { openLive } from './state/live.ts'
import { closePromptly } from './http/closing.ts'
import { answerError, answerExpectation, answerNoRequest } from './http/failures.ts'
import { gate } from './http/gate.ts'
import { type Network, thisMachine } from './http/network.ts'
import { questionOf, read, readRows, respond } from './http/reading.ts'
import { describeApi } from './http/reference.ts'
import { guard } from './http/security.ts'
import { serveScreens } from './http/screens.ts'
import { openReach } from './state/reach.ts'
import { openReadings } from './state/readings.ts'
import type { Database } from './db/database.ts'

/** A thousand long rows. */
const largestBatch = 4 * 1024 * 1024

type Options = {
  database: Database
  /** Where it is reached; without it only from this machine. */
  network?: Network
  /** Signs sessions. */
  secretKey?: string | undefined
  /** Opens everything to this machine's own commands. */
  localKey?: string | undefined
  /** Who sends its mail (else links are shown to whoever makes them), and where else people sign in. */
  mail?: MailServer | undefined
  provider?: Provider | undefined
  now?: () => Date
  /** false: every answer is computed anew (benchmarks). */
  keepAnswers?: boolean
  requestsPerMinute?: number
  logLevel?: string
  /** How long a question that can do without a model waits for it, in milliseconds. */
  patience?: number
  /** Models are computed before somebody asks: at the start, and after each change. */
  ahead?: boolean
  /** A folder whose files are imported by themselves, or wait for an answer. */
  inbox?: string | undefined
  /** Milliseconds between two looks at which databases are to be read. */
  lookEvery?: number | undefined
  /** The built screens; without them only the API is served. */
  webDir?: string
}

/** `fields`: what a form says beside its file; said in the address, too, it is said twice. */
const askedOf = (endpoint: Endpoint, request: FastifyRequest, fields: Record<string, unknown> = {}) => {
  const query = request.query as Record<string, unknown>
  const said = Object.entries(fields).map(([name, value]) => [
    name,
    name in query ? [query[name], value].flat() : value,
  ])
  return {
    ...(read(endpoint.query, { ...query, ...Object.fromEntries(said) }) as object),
    ...(read(endpoint.params, request.params) as object),
    ...(endpoint.body && { body: readRows(endpoint.body, request.body) }),
  }
}

export const buildApp = async (options: Options): Promise<FastifyInstance> => {
  const {
    database,
    network = thisMachine,
    secretKey,
    localKey,
    mail,
    provider,
    now = () => new Date(),
    keepAnswers = true,
    requestsPerMinute = 1200,
    logLevel = 'silent',
    patience = 1500,
    ahead = false,
    inbox: inboxDir,
    lookEvery,
    webDir,
  } = options
  const app = Fastify({
    logger: { level: logLevel },
    genReqId: () => randomUUID().slice(0, 8),
    bodyLimit: 1024 * 1024,
    forceCloseConnections: 'idle',
    frameworkErrors: answerError, // addresses that cannot be read
    clientErrorHandler: answerNoRequest,
    trustProxy: network.proxies.length > 0 ? network.proxies : false,
    // the guard asks for the Host header, with a sentence
    ...(network.tls
      ? { https: { ...network.tls, minVersion: 'TLSv1.2' as const, requireHostHeader: false } }
      : { http: { requireHostHeader: false } }),
  }) as unknown as FastifyInstance
  app.server.on('checkExpectation', answerExpectation)
  const live = openLive()
  app.addHook(
    'onClose',
    onCommit(version => live.tell({ event: 'data', body: { version } })),
  )
  const reach = openReach(database, away => live.tell({ event: 'database', body: { away } }))
  app.addHook('onError', async (_request, _reply, error) => reach.saw(error))
  app.addHook('preClose', async () => reach.close())
  app.addHook('preClose', async () => live.close())
  app.addHook('onClose', () => settled(database))
  closePromptly(app)

  // the contract's own zod checks what comes in and goes out; Fastify's compilers would do it twice
  app.setValidatorCompiler(() => value => ({ value }))
  app.setSerializerCompiler(() => value => JSON.stringify(value))
  app.setErrorHandler(answerError)
  await guard(app, requestsPerMinute, network)
  const sender = mail ? openMail(mail, words => app.log.error(words)) : null
  const accounts = openAccounts({ database, network, secretKey, localKey, mail: sender, provider })
  const { audit } = gate(app, accounts)
  accounts.onChange(live.lookAgain)
  await app.register(compress, { threshold: 1024, globalDecompression: false })
  await app.register(multipart, { limits: { fileSize: largestFile, files: 1, fields: 10 } })
  await describeApi(app)

  const failed = (what: string) => (error: unknown) => app.log.error({ err: error }, what)
  const progress: Progress = body => live.tell({ event: 'progress', body }, null)
  const work = { database, now, progress }
  const inbox = inboxDir ? await openInbox({ ...work, folder: inboxDir, failed: failed('the inbox') }) : null
  app.addHook('preClose', async () => inbox?.close())
  const readings = openReadings({
    database,
    now,
    keepAnswers,
    patience,
    live,
    inbox: inbox?.folder ?? null,
    failed: failed('a model, or what a rule shows'),
  })
  const { snapshots } = readings.whole
  const readingOf = (access: Access) => readings.of(ruleOf(access))
  app.addHook('onReady', async () => void readings.tidy())
  accounts.onChange(() => void readings.tidy())
  const sources = openSources({
    ...work,
    secretKey,
    failed: failed('a database that is read'),
    every: lookEvery,
  })
  app.addHook('preClose', async () => sources.close())
  const kept = ahead
    ? keepAhead({ read: snapshots.read, database, parts: readings.partsAhead, failed: failed('a model failed') })
    : undefined
  // somebody may see by a rule that nobody has asked by
  accounts.onChange(() => kept?.again())
  app.addHook('preClose', async () => {
    const stopped = kept?.stop()
    await readings.close()
    await stopped
  })

  const question = (
    endpoint: Endpoint,
    shape: z.ZodType,
    answerIt: (ctx: Context, asked: unknown) => Promise<unknown>,
  ) => {
    return async (request: FastifyRequest, reply: FastifyReply) => {
      const asked = askedOf(endpoint, request)
      const key = questionOf(request)
      const { answers, snapshots: own } = readingOf(request.access)
      const compute = async () => {
        const { result, moment } = await own.read(async ctx => answerIt(ctx, await included(ctx, asked)))
        const { meta } = result as { meta: { range: unknown; comparison?: { cutAt: string | null } | null } }
        return answers.save(key, respond(shape, result), moment, meta.range === null || Boolean(meta.comparison?.cutAt))
      }
      const theirs = request.headers['if-none-match']
      const kept =
        answers.has(key) && (answers.reuse || theirs) ? answers.find(key, (await own.present()).moment) : undefined
      const answer = kept && (answers.reuse || knows(theirs, kept)) ? kept : await compute()
      reply
        .header('etag', answer.etag)
        .header('cache-control', request.access.by === 'here' ? 'no-cache' : 'private, no-cache')
      if (knows(theirs, answer)) return reply.code(304).send()
      return reply.type('application/json; charset=utf-8').send(answer.body)
    }
  }

  const command = (
    endpoint: Endpoint,
    action: string,
    shape: z.ZodType,
    doIt: (ctx: Command, asked: unknown) => Promise<unknown>,
  ) => {
    return async (request: FastifyRequest, reply: FastifyReply) => {
      const asked = askedOf(endpoint, request)
      // rows are written whatever the state of what is made of them
      const ctx = endpoint.body
        ? { now: now(), workspace: await settingsOf(database.bulk) }
        : (await snapshots.present()).ctx
      const sent = request.isMultipart() ? await saveUpload(request) : null
      try {
        const all = sent && Object.keys(sent.fields).length > 0 ? askedOf(endpoint, request, sent.fields) : asked
        let detail: Detail = {}
        const note = (said: Detail) => void (detail = said)
        const result = await doIt(
          {
            database,
            now: ctx.now,
            workspace: ctx.workspace,
            progress,
            upload: sent?.upload ?? null,
            inbox,
            sources,
            note,
          },
          all,
        )
        await audit(request, action, detail)
        return reply
          .type('application/json; charset=utf-8')
          .header('cache-control', 'no-store')
          .send(respond(shape, result))
      } finally {
        await sent?.remove()
      }
    }
  }

  const calls = openCalls(accounts, sources, audit)
  for (const [room, endpoints] of Object.entries(api)) {
    for (const [key, endpoint] of Object.entries(endpoints) as [string, Endpoint][]) {
      const handler = (
        handlers as unknown as Record<string, Record<string, (ctx: unknown, asked: unknown) => Promise<unknown>>>
      )[room]?.[key]
      if (!handler) throw new Error(`no handler for ${endpoint.method} ${endpoint.path}`)
      const shape = z.object({ data: endpoint.data, meta: endpoint.meta })
      app.route({
        method: endpoint.method,
        url: endpoint.path,
        ...(endpoint.body && { bodyLimit: largestBatch }),
        schema: {
          summary: endpoint.summary,
          tags: [room],
          ...(endpoint.personal && endpoint.method !== 'GET'
            ? endpoint.method !== 'DELETE' && { body: endpoint.query }
            : { querystring: endpoint.query }),
          params: endpoint.params,
          ...(endpoint.body && { body: endpoint.body }),
          response: { 200: shape },
        },
        config: { right: endpoint.right, ofRule: endpoint.personal === true || endpoint.method === 'GET' },
        handler: endpoint.personal
          ? calls(endpoint, `${room}.${key}`, shape, handler)
          : endpoint.method === 'GET'
            ? question(endpoint, shape, handler)
            : command(endpoint, `${room}.${key}`, shape, handler),
      })
    }
  }
  live.route(app, async request => audienceOf(await accounts.accessOf(request)))
  auditFileRoute(app, accounts.db)
  if (provider) providerRoute(app, accounts, audit)
  backupRoute(app, database, progress)
  exportRoute(app, readingOf)
  await serveScreens(app, webDir)
  return app
}
