import { z } from 'zod'
import { del, get, patch, personal, post } from './endpoint.ts'
import { whole } from './params.ts'
import { roles, scopes } from './rights.ts'
import { email, instant } from './shapes.ts'

const meta = z.object({})
const done = z.object({})
const role = z.enum(roles)
const scope = z.enum(scopes)
/** How long and how varied a new one must be is said by the server, in a sentence. */
const password = z
  .string()
  .min(1, 'expected a password, got ""')
  .max(1000, 'expected at most 1000 characters, got more')
const token = z.string().min(1, 'expected the token of a link').max(200)
const code = z.string().min(1, 'expected six digits, or one of the recovery codes').max(40)
const name = z.string().trim().min(1, 'expected a name').max(100)

const person = z.object({ id: z.string(), email: z.string(), name: z.string(), role, twoFactor: z.boolean() })
/** What became of a sign-in: `code` asks for the second factor. */
const signedIn = z.object({ next: z.enum(['in', 'code']) })

const oneself = { right: 'oneself', meta } as const
const anybody = { right: 'anybody', meta } as const

export const session = {
  now: personal(
    get('/api/session', {
      ...anybody,
      summary: 'Who asks. `open`: on this machine, without an owner, where nobody is asked to sign in.',
      data: z.object({ open: z.boolean(), owned: z.boolean(), person: person.nullable() }),
    }),
  ),
  signIn: personal(
    post('/api/session/sign-in', {
      ...anybody,
      summary: 'Signs in with a password.',
      query: z.strictObject({ email, password }),
      data: signedIn,
    }),
  ),
  code: personal(
    post('/api/session/code', {
      ...anybody,
      summary: 'The second step of a sign-in: the six digits of the authenticator, or a recovery code.',
      query: z.strictObject({ code }),
      data: signedIn,
    }),
  ),
  signOut: personal(post('/api/session/sign-out', { ...oneself, summary: 'Ends this session.', data: done })),
  link: personal(
    post('/api/session/link', {
      ...anybody,
      summary: 'What a one-time link is for.',
      query: z.strictObject({ token }),
      data: z.object({
        kind: z.enum(['invitation', 'reset']),
        /** null: the one who takes it up says it. */
        email: z.string().nullable(),
        role: role.nullable(),
        expiresAt: instant,
      }),
    }),
  ),
  takeUp: personal(
    post('/api/session/take-up', {
      ...anybody,
      summary:
        'Takes up a one-time link: makes the account and signs in, or sets a new password and ends all sessions.',
      query: z.strictObject({ token, password, name: name.optional(), email: email.optional() }),
      data: signedIn,
    }),
  ),
  sessions: personal(
    get('/api/session/sessions', {
      ...oneself,
      summary: 'Where you are signed in.',
      data: z.array(
        z.object({
          id: z.string(),
          current: z.boolean(),
          address: z.string().nullable(),
          agent: z.string().nullable(),
          since: instant,
          seenAt: instant,
        }),
      ),
    }),
  ),
  end: personal(
    del('/api/session/sessions/:id', {
      ...oneself,
      summary: 'Ends one of your sessions.',
      params: z.strictObject({ id: z.string().max(100) }),
      data: done,
    }),
  ),
  endOthers: personal(
    post('/api/session/end-others', {
      ...oneself,
      summary: 'Ends all of your sessions but this one.',
      data: z.object({ ended: z.number().int() }),
    }),
  ),
  password: personal(
    post('/api/session/password', {
      ...oneself,
      summary: 'Another password; all other sessions end.',
      query: z.strictObject({ current: password, next: password }),
      data: done,
    }),
  ),
  secondFactor: personal(
    post('/api/session/second-factor', {
      ...oneself,
      summary:
        'Begins with a second factor: for the authenticator, and recovery codes, shown once. A code then confirms it.',
      query: z.strictObject({ password }),
      data: z.object({ address: z.string(), secret: z.string(), recovery: z.array(z.string()) }),
    }),
  ),
  confirmSecondFactor: personal(
    post('/api/session/second-factor/confirm', {
      ...oneself,
      summary: 'From now on a code is asked for at every sign-in.',
      query: z.strictObject({ code }),
      data: done,
    }),
  ),
  removeSecondFactor: personal(
    post('/api/session/second-factor/remove', {
      ...oneself,
      summary: 'No second factor any more.',
      query: z.strictObject({ password }),
      data: done,
    }),
  ),
}

const managing = { right: 'people', meta } as const
const personId = z.strictObject({ id: z.string().max(100) })
/** Shown once; whoever has it may use it. null: it was mailed to whom it is for. */
const link = z.object({ link: z.string().nullable(), expiresAt: instant })

export const people = {
  list: personal(
    get('/api/people', {
      ...managing,
      summary: 'Who has an account, and which invitations are open.',
      data: z.object({
        people: z.array(person.extend({ since: instant, seenAt: instant.nullable() })),
        invitations: z.array(
          z.object({ id: z.number().int(), email: z.string().nullable(), role: role.nullable(), expiresAt: instant }),
        ),
      }),
    }),
  ),
  invite: personal(
    post('/api/people/invite', {
      ...managing,
      summary: 'A one-time link with which somebody makes an account. Without an owner, only one for the owner.',
      query: z.strictObject({ email: email.optional(), role }),
      data: link,
    }),
  ),
  withdraw: personal(
    del('/api/people/invitations/:id', {
      ...managing,
      summary: 'The invitation cannot be taken up any more.',
      params: z.strictObject({ id: whole(1) }),
      data: done,
    }),
  ),
  change: personal(
    patch('/api/people/:id', {
      ...managing,
      summary: 'Another role.',
      params: personId,
      query: z.strictObject({ role }),
      data: done,
    }),
  ),
  remove: personal(
    del('/api/people/:id', {
      ...managing,
      summary: 'Takes the account away, with its sessions and keys.',
      params: personId,
      data: done,
    }),
  ),
  reset: personal(
    post('/api/people/:id/reset', {
      ...managing,
      summary: 'A one-time link with which the person sets a new password.',
      params: personId,
      data: link,
    }),
  ),
  endSessions: personal(
    post('/api/people/:id/end-sessions', {
      ...managing,
      summary: 'Signs the person out everywhere.',
      params: personId,
      data: z.object({ ended: z.number().int() }),
    }),
  ),
}

export const keys = {
  list: personal(
    get('/api/keys', {
      ...managing,
      summary: 'Keys for programs.',
      data: z.array(
        z.object({
          id: z.number().int(),
          name: z.string(),
          scope,
          madeBy: z.string(),
          madeAt: instant,
          expiresAt: instant,
          expired: z.boolean(),
          usedAt: instant.nullable(),
        }),
      ),
    }),
  ),
  make: personal(
    post('/api/keys', {
      ...managing,
      summary:
        'A key, shown once. It may do what its scope says and who made it may do, as long as that person is here.',
      query: z.strictObject({ name, scope, days: whole(1, 366).default(90) }),
      data: z.object({ id: z.number().int(), key: z.string(), expiresAt: instant }),
    }),
  ),
  remove: personal(
    del('/api/keys/:id', {
      ...managing,
      summary: 'The key opens nothing any more.',
      params: z.strictObject({ id: whole(1) }),
      data: done,
    }),
  ),
}

export const audit = {
  list: personal(
    get('/api/audit', {
      ...managing,
      summary: 'Who did what, newest first. `GET /api/audit/file` gives all of it as CSV.',
      query: z.strictObject({ limit: whole(1, 200).default(50), before: whole(1).optional() }),
      data: z.object({
        rows: z.array(
          z.object({
            id: z.number().int(),
            at: instant,
            who: z.string(),
            address: z.string().nullable(),
            action: z.string(),
            detail: z.record(z.string(), z.unknown()),
          }),
        ),
        /** The `before` of the next page. */
        next: z.number().int().nullable(),
      }),
    }),
  ),
}
