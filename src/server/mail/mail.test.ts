import type { FastifyInstance } from 'fastify'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { openMailbox } from '../../../tests/setup/mailbox.ts'
import { addPerson, browser, type Browser, makeOwner, passwordOf, signIn } from '../../../tests/setup/people.ts'
import { now, openShop } from '../../../tests/setup/shop.ts'
import { totp } from '../../../tests/setup/totp.ts'
import { buildApp } from '../app.ts'
import type { Database } from '../db/database.ts'
import { thisMachine } from '../http/network.ts'
import { openMail } from './mail.ts'

const network = { ...thisMachine, base: new URL('http://localhost:5001') }
const from = 'Figures <figures@example.com>'
let mailbox: Awaited<ReturnType<typeof openMailbox>>
let database: Database
let app: FastifyInstance
let owner: Browser
beforeAll(async () => {
  mailbox = await openMailbox()
})
afterAll(() => mailbox.close())
beforeEach(async () => {
  database = await openShop()
  // those of the tests come by hand
  app = await buildApp({ database, now, network })
  owner = await makeOwner(app)
  await addPerson(app, owner, 'viewer')
  await app.close()
  app = await buildApp({ database, now, network, mail: { url: mailbox.url, from } })
  owner = await signIn(app, 'olga@example.com')
})
afterEach(async () => {
  await app.close()
  await database.close()
  if (mailbox.letters.length > 0) throw new Error(`nobody asked for ${JSON.stringify(mailbox.letters)}`)
})

const linkIn = (text: string) => /http:\/\/localhost\S*\/welcome#([\w-]{43})/.exec(text)!

test('an invitation is mailed, and the link shown to nobody', async () => {
  const invited = await owner.post('/api/people/invite', { email: 'vera@example.com', role: 'viewer' })
  expect(invited.json().data).toEqual({ link: null, expiresAt: expect.any(String) })
  const { to, from: sender, subject, text } = await mailbox.next()
  expect({ to, sender, subject }).toEqual({
    to: 'vera@example.com',
    sender: from,
    subject: 'An invitation to Analytics Dashboard',
  })
  const [link, token] = linkIn(text)
  expect(text.trim()).toBe(
    `You were invited as viewer. This link makes your account, once, within seven days:\n\n${link}\n\nAnalytics Dashboard, http://localhost:5001`,
  )
  const vera = browser(app)
  const taken = await vera.post('/api/session/take-up', { token, name: 'Vera', password: 'a sentence of some length' })
  expect(taken.json().data).toEqual({ next: 'in' })
})

test('a forgotten password: the same answer for everybody, a link for who is known, few an hour', async () => {
  const visitor = browser(app)
  const ask = (email: string) => visitor.post('/api/security/forgotten', { email })
  const [unknown, known] = [await ask('nobody@example.com'), await ask('viewer@example.com')]
  expect([unknown.statusCode, unknown.body]).toEqual([known.statusCode, known.body])
  const { to, text } = await mailbox.next()
  expect(to).toBe('viewer@example.com')
  const [, token] = linkIn(text)
  const changed = await visitor.post('/api/session/take-up', { token, password: 'quite another sentence' })
  expect(changed.json().data).toEqual({ next: 'in' })
  expect((await mailbox.next()).subject).toBe('Your password was changed')
  for (let i = 0; i < 2; i++) {
    expect((await ask('viewer@example.com')).statusCode).toBe(200)
    expect((await mailbox.next()).to).toBe('viewer@example.com')
  }
  expect((await ask('viewer@example.com')).json().error.code).toBe('too_many_requests')
})

test('an admin’s link for a new password is mailed, too', async () => {
  const { people } = (await owner.get('/api/people')).json().data
  const { id } = people.find(({ email }: { email: string }) => email === 'viewer@example.com')
  expect((await owner.post(`/api/people/${id}/reset`)).json().data.link).toBeNull()
  expect((await mailbox.next()).subject).toBe('A new password for Analytics Dashboard')
})

test('what happens to an account is told: another browser, the password, the second factor', async () => {
  const from_ = async (agent: string) => {
    const visitor = browser(app, { 'user-agent': agent })
    await visitor.post('/api/session/sign-in', { email: 'olga@example.com', password: passwordOf('olga@example.com') })
  }
  await from_('Firefox/140.0 on a phone')
  const { subject, text } = await mailbox.next()
  expect(subject).toBe('A sign-in from another browser')
  expect(text).toMatch(/\d{4}-\d\d-\d\d \d\d:\d\d UTC, from 127\.0\.0\.1, Firefox\/140\.0 on a phone\n/)
  // another version is no other browser
  await from_('Firefox/141.0 on a phone')

  const password = 'quite another sentence'
  await owner.post('/api/session/password', { current: passwordOf('olga@example.com'), next: password })
  expect((await mailbox.next()).subject).toBe('Your password was changed')
  const { data } = (await owner.post('/api/session/second-factor', { password })).json()
  await owner.post('/api/session/second-factor/confirm', { code: totp(data.secret) })
  expect((await mailbox.next()).subject).toBe('Your second factor was set up')
  await owner.post('/api/session/second-factor/remove', { password })
  expect((await mailbox.next()).subject).toBe('Your second factor was taken away')
})

test('where nobody takes the mail the link is shown as before, and no log has the password', async () => {
  const told: string[] = []
  const refused = openMail({ url: mailbox.urlWith('a wrong secret'), from }, words => told.push(words))
  expect(await refused.send({ to: 'vera@example.com', subject: 'x', text: 'y' })).toBe(false)
  expect(told).toEqual(['A mail was not taken by 127.0.0.1: EAUTH 535'])
  await app.close()
  app = await buildApp({ database, now, network, mail: { url: 'smtp://figures:secret@127.0.0.1:9', from } })
  const again = await signIn(app, 'olga@example.com')
  const { data } = (await again.post('/api/people/invite', { email: 'vera@example.com', role: 'viewer' })).json()
  expect(data.link).toMatch(/^http:\/\/localhost(:\d+)?\/welcome#/)
})

test('to another machine it goes through TLS or not at all', async () => {
  const told: string[] = []
  const { port } = new URL(mailbox.url)
  // this machine under a name that does not say so; its server of mails has no TLS to offer
  const mail = openMail({ url: `smtp://127.1:${port}`, from }, words => told.push(words))
  expect(await mail.send({ to: 'vera@example.com', subject: 'x', text: 'y' })).toBe(false)
  expect(told).toEqual(['A mail was not taken by 127.1: ETLS 500'])
})

test('without mail a forgotten password is an admin’s to help with', async () => {
  await app.close()
  app = await buildApp({ database, now })
  const response = await browser(app).post('/api/security/forgotten', { email: 'viewer@example.com' })
  expect([response.statusCode, response.json().error.message]).toEqual([
    409,
    'This server sends no mail: an admin can give you a link that sets a new password.',
  ])
})
