import { z } from 'zod'
import type { Role } from '#contract/rights.ts'
import type { Provider } from './accounts/provider.ts'
import { isLoopback } from './http/network.ts'
import type { MailServer } from './mail/mail.ts'

/** What the environment says of mail and of where else people sign in; a part of config.ts. */

const mailSentence =
  'SMTP_URL: expected smtp://user:password@host:587 or smtps://host:465 (what is not of a URL as %40 and the like)'

const isMail = (text: string) => {
  const url = URL.canParse(text) ? new URL(text) : null
  return url !== null && ['smtp:', 'smtps:'].includes(url.protocol) && url.hostname !== '' && url.search === ''
}

const issuerSentence = 'OIDC_ISSUER: expected the address of the provider, such as https://login.example.com'

const isIssuer = (text: string) => {
  const url = URL.canParse(text) ? new URL(text) : null
  if (!url || url.search || url.hash || url.username || url.password) return false
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname))
}

const domainsSentence =
  'OIDC_DOMAINS: expected domains of addresses and a role, such as example.com=viewer, with commas; owners are invited'

const domains = z
  .string()
  .transform(text => text.split(',').map(one => /^@?([a-z0-9.-]+\.[a-z]+)=(viewer|editor|admin)$/i.exec(one.trim())))
  .refine(all => all.every(Boolean), { error: domainsSentence })
  .transform(all => all.map(one => ({ domain: one![1]!.toLowerCase(), role: one![2]!.toLowerCase() as Role })))

export const signingIn = {
  SMTP_URL: z.string().refine(isMail, { error: mailSentence }).optional(),
  MAIL_FROM: z
    .string()
    .regex(/^[^<>\r\n]*<?[^\s<>@]+@[^\s<>@]+>?$/, 'MAIL_FROM: expected an address')
    .optional(),
  OIDC_ISSUER: z.string().refine(isIssuer, { error: issuerSentence }).optional(),
  OIDC_CLIENT_ID: z.string().optional(),
  OIDC_CLIENT_SECRET: z.string().optional(),
  OIDC_NAME: z.string().max(40, 'OIDC_NAME: expected at most 40 characters').default('your company'),
  OIDC_DOMAINS: domains.optional(),
}

type Said = z.output<z.ZodObject<typeof signingIn>> & { BASE_URL?: string | undefined }

/** What does not go together. */
export const refusalOf = ({ SMTP_URL, MAIL_FROM, BASE_URL, ...said }: Said): string | null => {
  const { OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET } = said
  if ((SMTP_URL === undefined) !== (MAIL_FROM === undefined))
    return 'SMTP_URL, MAIL_FROM: expected both or neither; MAIL_FROM is the address that mails come from'
  const given = [OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET].filter(one => one !== undefined).length
  if (given % 3 > 0) return 'OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET: expected all three or none'
  if (given > 0 && BASE_URL === undefined)
    return 'OIDC_ISSUER: needs BASE_URL, the address to which the provider sends people back'
  if (SMTP_URL !== undefined && BASE_URL === undefined)
    return 'SMTP_URL: needs BASE_URL, the address that links in mails lead to'
  return null
}

export const mailOf = ({ SMTP_URL, MAIL_FROM }: Said): MailServer | undefined =>
  SMTP_URL && MAIL_FROM ? { url: SMTP_URL, from: MAIL_FROM } : undefined

export const providerOf = (said: Said): Provider | undefined => {
  const { OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET, OIDC_NAME, OIDC_DOMAINS = [] } = said
  if (!OIDC_ISSUER || !OIDC_CLIENT_ID || !OIDC_CLIENT_SECRET) return undefined
  return {
    issuer: OIDC_ISSUER,
    clientId: OIDC_CLIENT_ID,
    clientSecret: OIDC_CLIENT_SECRET,
    name: OIDC_NAME,
    domains: OIDC_DOMAINS,
  }
}
