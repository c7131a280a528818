import { z } from 'zod'
import { del, get, personal, post } from './endpoint.ts'
import { email } from './shapes.ts'

const meta = z.object({})
const done = z.object({})

/** How people get in here, beside a password: docs/security.md. */
export const security = {
  ways: personal(
    get('/api/security/ways', {
      right: 'anybody',
      summary: 'How people sign in here.',
      data: z.object({
        /** The name of the provider of an OIDC sign-in. */
        provider: z.string().nullable(),
        /** Links are sent by mail. */
        mail: z.boolean(),
        secondFactorRequired: z.boolean(),
        /** Whether whoever asks has a password here. */
        password: z.boolean(),
      }),
      meta,
    }),
  ),
  forgotten: personal(
    post('/api/security/forgotten', {
      right: 'anybody',
      summary: 'Mails a link that sets a new password, where somebody has this address. The answer does not say it.',
      query: z.strictObject({ email }),
      data: done,
      meta,
    }),
  ),
  provider: personal(
    post('/api/security/provider', {
      right: 'anybody',
      summary: 'Where to go to sign in by the OIDC provider, and come back to the path `to`.',
      query: z.strictObject({
        to: z
          .string()
          .regex(/^\/(?![/\\])[^\\]*$/, 'expected a path of this server such as /revenue')
          .max(2000)
          .default('/'),
      }),
      data: z.object({ address: z.string() }),
      meta,
    }),
  ),
  requireSecondFactor: personal(
    post('/api/security/require-second-factor', {
      right: 'everything',
      summary:
        'Whether everybody with a password needs a second factor: who has none can only set one up. Keys are as before.',
      query: z.strictObject({ required: z.boolean('expected true or false') }),
      data: done,
      meta,
    }),
  ),
  removeSecondFactor: personal(
    del('/api/security/second-factors/:id', {
      right: 'people',
      summary: 'Takes away the second factor of somebody who has lost it, and ends their sessions.',
      params: z.strictObject({ id: z.string().max(100) }),
      data: done,
      meta,
    }),
  ),
}
