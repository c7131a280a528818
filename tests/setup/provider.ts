import { createServer } from 'node:http'
import { Provider } from 'oidc-provider'

export type Account = { sub: string; email: string; email_verified: boolean; name?: string }
export const clientId = 'figures'
export const clientSecret = 'a secret between the two of them'

/** An OpenID Connect provider on this machine, certified code; whoever comes is signed in as `here.account`. */
export const openTestProvider = async (redirectUri: string) => {
  const here: { account: Account } = { account: { sub: '1', email: 'nobody@example.com', email_verified: true } }
  const server = createServer()
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  const issuer = `http://127.0.0.1:${port}`
  const accounts = new Map<string, Account>()
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: clientId,
        client_secret: clientSecret,
        redirect_uris: [redirectUri],
        token_endpoint_auth_method: 'client_secret_post',
      },
    ],
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
    conformIdTokenClaims: false,
    cookies: { keys: ['of a test'] },
    features: { devInteractions: { enabled: false } },
    interactions: { url: () => '/entering' },
    pkce: { required: () => true },
    ttl: { Session: 1, Grant: 60, Interaction: 60, IdToken: 60, AccessToken: 60 },
    findAccount: (_ctx, id) => ({ accountId: id, claims: () => ({ ...accounts.get(id), sub: id }) }),
    loadExistingGrant: async ctx => {
      const grant = new ctx.oidc.provider.Grant({ clientId, accountId: ctx.oidc.session?.accountId })
      grant.addOIDCScope('openid email profile')
      await grant.save()
      return grant
    },
  })
  provider.use(async (ctx, next) => {
    if (ctx.path !== '/entering') return next()
    accounts.set(here.account.sub, { ...here.account })
    await provider.interactionFinished(ctx.req, ctx.res, { login: { accountId: here.account.sub, remember: false } })
    ctx.respond = false
  })
  server.on('request', provider.callback())
  const close = () =>
    new Promise<void>(resolve => {
      server.close(() => resolve())
      server.closeAllConnections()
    })
  return { issuer, here, close }
}

/** What a browser does at the provider: it follows until it is sent back, which is given. */
export const throughProvider = async (address: string, redirectUri: string): Promise<string> => {
  const jar = new Map<string, string>()
  let at = address
  for (let step = 0; step < 10; step++) {
    if (at.startsWith(redirectUri)) return at
    const cookie = [...jar].map(pair => pair.join('=')).join('; ')
    const response = await fetch(at, { redirect: 'manual', headers: cookie ? { cookie } : {} })
    for (const one of response.headers.getSetCookie()) {
      const [name = '', value = ''] = one.split(';')[0]!.split(/=(.*)/s)
      jar.set(name, value)
    }
    const to = response.headers.get('location')
    if (to === null)
      throw new Error(`the provider answered ${response.status}: ${(await response.text()).slice(0, 300)}`)
    at = new URL(to, at).href
  }
  throw new Error('the provider never sent the browser back')
}
