import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from 'fastify'
import type { Role } from '../../src/contract/rights.ts'

const origin = 'http://localhost'
export const passwordOf = (email: string) => `correct horse of ${email.length} ${email.split('@')[1]}`

/** A browser: it keeps cookies, and says where a change comes from. */
export const browser = (app: FastifyInstance, headers: Record<string, string> = {}) => {
  const jar = new Map<string, string>()
  const send = async (options: InjectOptions): Promise<LightMyRequestResponse> => {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
    const response = await app.inject({
      ...options,
      headers: { host: 'localhost', origin, ...headers, ...(cookie ? { cookie } : {}), ...options.headers },
    })
    for (const one of [response.headers['set-cookie'] ?? []].flat()) {
      const [pair = '', ...attributes] = one.split('; ')
      const [name = '', value = ''] = pair.split(/=(.*)/s)
      if (attributes.some(attribute => /^max-age=0$/i.test(attribute))) jar.delete(name)
      else jar.set(name, value)
    }
    return response
  }
  const get = (url: string) => send({ url })
  const post = (url: string, payload: object = {}) => send({ method: 'POST', url, payload })
  return { jar, send, get, post }
}
export type Browser = ReturnType<typeof browser>

export const tokenOf = (response: LightMyRequestResponse): string => {
  const { data, error } = response.json()
  if (error) throw new Error(error.message)
  return new URL(data.link).hash.slice(1)
}

export const signIn = async (app: FastifyInstance, email: string, password = passwordOf(email)) => {
  const visitor = browser(app)
  const response = await visitor.post('/api/session/sign-in', { email, password })
  if (response.statusCode !== 200) throw new Error(response.body)
  return visitor
}

/** The owner of a server that has none yet, signed in. */
export const makeOwner = async (app: FastifyInstance, email = 'olga@example.com'): Promise<Browser> => {
  const visitor = browser(app)
  const token = tokenOf(await visitor.post('/api/people/invite', { role: 'owner' }))
  const taken = await visitor.post('/api/session/take-up', { token, email, name: 'Olga', password: passwordOf(email) })
  if (taken.statusCode !== 200) throw new Error(taken.body)
  return visitor
}

/** Somebody more, invited by `by` and signed in. */
export const addPerson = async (app: FastifyInstance, by: Browser, role: Role, email = `${role}@example.com`) => {
  const token = tokenOf(await by.post('/api/people/invite', { email, role }))
  const visitor = browser(app)
  const taken = await visitor.post('/api/session/take-up', { token, name: role, password: passwordOf(email) })
  if (taken.statusCode !== 200) throw new Error(taken.body)
  return visitor
}
