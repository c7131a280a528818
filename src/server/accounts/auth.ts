import { betterAuth } from 'better-auth'
import { twoFactor } from 'better-auth/plugins/two-factor'
import type { KyselyPlugin, UnknownRow } from 'kysely'
import type { Db } from '../db/database.ts'
import { isEncrypted, type Network } from '../http/network.ts'
import type { openProvider } from './provider.ts'
import { hashPassword, verifyPassword } from './scrypt.ts'

export const shortestPassword = 15
export const longestPassword = 128
/** Seconds: a session ends after so long without a visit. */
const sessionLasts = 7 * 86_400

/** Set by us from the connection or a trusted proxy: what a client writes there is overwritten. */
export const addressHeader = 'x-client-address'

/** Our dialects give moments as text, better-auth compares dates: a text would never have expired. */
const withDates: KyselyPlugin = {
  transformQuery: ({ node }) => node,
  transformResult: async ({ result }) => ({ ...result, rows: result.rows.map(dated) }),
}
const dated = (row: UnknownRow): UnknownRow =>
  Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      name,
      typeof value === 'string' && /_(at|until)$/.test(name) ? new Date(value) : value,
    ]),
  )

const moments = { createdAt: 'created_at', updatedAt: 'updated_at' }

/** Passwords, sessions and second factors. Nothing of it is served by itself: the contract's endpoints ask it. */
export const openAuth = (db: Db, secret: string, network: Network, provider: ReturnType<typeof openProvider>) =>
  betterAuth({
    database: { db: db.withPlugin(withDates), type: 'postgres', transaction: true },
    secret,
    baseURL: network.base?.origin ?? 'http://localhost',
    telemetry: { enabled: false },
    logger: { disabled: true },
    rateLimit: { enabled: false },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: shortestPassword,
      maxPasswordLength: longestPassword,
      password: { hash: hashPassword, verify: verifyPassword },
    },
    user: {
      modelName: 'people',
      fields: { emailVerified: 'email_verified', ...moments },
      additionalFields: { role: { type: 'string', required: true, input: false } },
    },
    session: {
      modelName: 'sessions',
      fields: { userId: 'person_id', expiresAt: 'expires_at', ipAddress: 'address', userAgent: 'agent', ...moments },
      expiresIn: sessionLasts,
      updateAge: 3_600,
      cookieCache: { enabled: false },
    },
    account: {
      modelName: 'logins',
      fields: {
        userId: 'person_id',
        accountId: 'account_id',
        providerId: 'provider_id',
        accessToken: 'access_token',
        refreshToken: 'refresh_token',
        idToken: 'id_token',
        accessTokenExpiresAt: 'access_token_expires_at',
        refreshTokenExpiresAt: 'refresh_token_expires_at',
        ...moments,
      },
      // addresses are given by those who invite, and the provider's word on its own counts where it has verified it
      accountLinking: { enabled: true, requireLocalEmailVerified: false },
      updateAccountOnSignIn: false,
    },
    databaseHooks: {
      account: {
        // nothing is asked of the provider later
        create: {
          before: async login => ({ data: { ...login, accessToken: null, refreshToken: null, idToken: null } }),
        },
      },
    },
    verification: { modelName: 'verifications', fields: { expiresAt: 'expires_at', ...moments } },
    advanced: {
      // `__Host-` holds a browser to a cookie of this very host, which better-auth's own `__Secure-` does not
      cookiePrefix: isEncrypted(network) ? '__Host-analytics' : 'analytics',
      useSecureCookies: false,
      defaultCookieAttributes: { httpOnly: true, sameSite: 'lax', path: '/', secure: isEncrypted(network) },
      ipAddress: { ipAddressHeaders: [addressHeader] },
    },
    plugins: [
      provider,
      twoFactor({
        issuer: 'Analytics Dashboard',
        schema: {
          user: { fields: { twoFactorEnabled: 'two_factor_enabled' } },
          twoFactor: {
            modelName: 'two_factors',
            fields: {
              userId: 'person_id',
              backupCodes: 'backup_codes',
              failedVerificationCount: 'failed_count',
              lockedUntil: 'locked_until',
            },
          },
        },
      }),
    ],
  })

export type Auth = ReturnType<typeof openAuth>
