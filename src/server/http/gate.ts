import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Right } from '#contract/rights.ts'
import { type Access, demand } from '../accounts/access.ts'
import type { Accounts } from '../accounts/accounts.ts'
import { type Detail, record } from '../accounts/audit.ts'
import { ruleOf } from '../accounts/rules.ts'
import { ApiError } from '../errors.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** What a route of the API needs: one without does not start. */
    right?: Right
    /** The name under which the audit log has it, where no command says it. */
    audited?: string
    /** It keeps to the rule of who asks. One that does not say so is closed to whoever sees only some rows. */
    ofRule?: boolean
  }
  interface FastifyRequest {
    access: Access
  }
}

const onlySome = 'You see only some of the rows: this is for those who see all of them.'
const nobody: Access = Object.freeze({ by: 'nobody' })

/** Who asks, and whether they may: before anything of a request is read. */
export const gate = (app: FastifyInstance, accounts: Accounts) => {
  app.decorateRequest('access', { getter: () => nobody })
  app.addHook('onRoute', ({ method, url, config }) => {
    if (url.startsWith('/api') && !config?.right)
      throw new Error(`${String(method)} ${url} does not say what right it needs`)
  })

  app.addHook('onRequest', async (request, reply) => {
    const { right, ofRule } = request.routeOptions.config
    if (!right) return
    const access = await accounts.accessOf(request, reply)
    Object.defineProperty(request, 'access', { value: access })
    try {
      demand(access, right)
      if (right !== 'anybody' && !ofRule && ruleOf(access)) throw new ApiError(403, 'forbidden', onlySome)
    } catch (error) {
      request.log.warn({ by: access.by, right, url: request.url.split('?')[0], address: request.ip }, 'refused')
      throw error
    }
    // a cookie goes along by itself: a change must say that it comes from our own page (the guard compares what it says)
    const { origin } = request.headers
    const silent = origin === undefined && request.headers['sec-fetch-site'] !== 'same-origin'
    if (access.by === 'person' && silent && !['GET', 'HEAD'].includes(request.method))
      throw new ApiError(
        403,
        'forbidden',
        'A change by cookie needs the header Origin; programs send an API key instead.',
      )
  })

  /** Without accounts there is nobody to tell apart. */
  const audit = async ({ access, ip }: FastifyRequest, action: string, detail: Detail) => {
    if (access.by === 'here' && !(await accounts.owned())) return
    await record(accounts.db, { access, address: ip, action, detail, at: new Date() })
  }

  app.addHook('onSend', async (request, reply, payload) => {
    const { audited } = request.routeOptions.config
    if (audited && reply.statusCode < 400) {
      const { page, format } = request.query as Record<string, unknown>
      const detail: Detail = typeof page === 'string' && typeof format === 'string' ? { page, format } : {}
      await audit(request, audited, detail)
    }
    return payload
  })
  return { audit }
}
