import { createServer } from 'node:net'
import type { Browser, Page } from '@playwright/test'
import { openMailbox } from '../setup/mailbox.ts'
import { clientId, clientSecret, openTestProvider } from '../setup/provider.ts'
import { totp } from '../setup/totp.ts'
import { findings } from './axe.ts'
import { card, expect, main, test } from './screen.ts'
import { removeFolder, type Server, startServer } from './server-process.ts'

test.describe.configure({ mode: 'serial' })

const freePort = () =>
  new Promise<number>(resolve => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number }
      probe.close(() => resolve(port))
    })
  })

let server: Server
let mailbox: Awaited<ReturnType<typeof openMailbox>>
let company: Awaited<ReturnType<typeof openTestProvider>>
test.beforeAll(async () => {
  test.setTimeout(180_000)
  const port = await freePort()
  const base = `http://localhost:${port}`
  mailbox = await openMailbox()
  company = await openTestProvider(`${base}/api/security/provider/callback`)
  server = await startServer(
    { copyOf: process.env['E2E_SEED']! },
    {
      PORT: String(port),
      BASE_URL: base,
      SMTP_URL: mailbox.url,
      MAIL_FROM: 'figures@example.com',
      OIDC_ISSUER: company.issuer,
      OIDC_CLIENT_ID: clientId,
      OIDC_CLIENT_SECRET: clientSecret,
      OIDC_NAME: 'Acme',
    },
  )
})
test.afterAll(async () => {
  await server.stop()
  removeFolder(server)
  await Promise.all([mailbox.close(), company.close()])
})

const passwords = { olga: 'the owner has a sentence', vera: 'a viewer has another one' }
const dashboard = { level: 1, name: 'Executive dashboard' } as const
type Factor = { secret: string; recovery: string[] }
let olga: Factor
let vera: Factor

const signIn = async (page: Page, email: string, password: string) => {
  await page.getByLabel('Email').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
}
const giveCode = async (page: Page, code: string) => {
  await expect(page.getByRole('heading', { name: 'Second step' })).toBeVisible()
  await page.getByLabel('Code').fill(code)
  await page.getByRole('button', { name: 'Continue' }).click()
}
const asOlga = async (page: Page, path = '/settings/people') => {
  await page.goto(`${server.url}${path}`)
  await signIn(page, 'olga@example.com', passwords.olga)
}
const another = async (browser: Browser) => (await browser.newContext()).newPage()
/** Of the next letter, which is for this address. */
const mailed = async (to: string, subject: string) => {
  const letter = await mailbox.next()
  expect(letter).toMatchObject({ to, subject })
  return /http\S+/.exec(letter.text)![0]
}
const setUp = async (page: Page, password: string): Promise<Factor> => {
  const form = page.getByRole('form', { name: 'Second factor' })
  await form.getByLabel('Your password').fill(password)
  await form.getByRole('button', { name: 'Set it up' }).click()
  const secret = (await form.locator('ol > li').first().locator('code').innerText()).replace(/\s/g, '')
  const recovery = await page.getByRole('list', { name: 'Recovery codes' }).getByRole('listitem').allInnerTexts()
  await form.getByLabel('What the authenticator shows now').fill(totp(secret))
  await form.getByRole('button', { name: 'Switch it on' }).click()
  return { secret, recovery }
}

test('an invitation goes by mail, and a forgotten password is helped by mail', async ({ page, browser }) => {
  await page.goto(`${server.url}/settings/people`)
  await main(page).getByRole('button', { name: 'Make the owner' }).click()
  await page.getByLabel('Your name').fill('Olga')
  await page.getByLabel('Email').fill('olga@example.com')
  await page.getByLabel('Password', { exact: true }).fill('passwordstandard')
  await page.getByRole('button', { name: 'Make the account' }).click()
  await expect(page.getByRole('alert')).toHaveText(
    'password: expected one that fewer people use: this one is on the lists that are tried first.',
  )
  await page.getByLabel('Password', { exact: true }).fill(passwords.olga)
  await page.getByRole('button', { name: 'Make the account' }).click()
  await expect(page.getByRole('heading', dashboard)).toBeVisible()
  await page.goto(`${server.url}/settings/people`)
  const form = page.getByRole('form', { name: 'Invite somebody' })
  await form.getByLabel('Their email').fill('vera@example.com')
  await form.getByRole('button', { name: 'Send the invitation' }).click()
  await expect(form.getByRole('status')).toHaveText('Mailed to vera@example.com.')
  const window = await another(browser)
  await window.goto(await mailed('vera@example.com', 'An invitation to Analytics Dashboard'))
  await window.getByLabel('Your name').fill('Vera')
  await window.getByLabel('Password', { exact: true }).fill('a viewer with a password')
  await window.getByRole('button', { name: 'Make the account' }).click()
  await expect(window.getByRole('heading', dashboard)).toBeVisible()
  await window.getByRole('button', { name: 'Sign out' }).click()
  await expect(window.getByRole('heading', { name: 'Sign in' })).toBeVisible()
  await window.getByLabel('Email').fill('vera@example.com')
  await window.getByRole('button', { name: 'Mail me a link' }).click()
  await expect(window.getByRole('status')).toContainText('a link is on its way')
  expect(await findings(window)).toEqual([])
  await window.goto(await mailed('vera@example.com', 'A new password for Analytics Dashboard'))
  await window.getByLabel('Password', { exact: true }).fill(passwords.vera)
  await window.getByRole('button', { name: 'Set the password' }).click()
  await expect(window.getByRole('heading', dashboard)).toBeVisible()
  await mailed('vera@example.com', 'Your password was changed')
  await window.context().close()
})

test('once everybody needs a second factor, who has none is led to set it up and sees nothing before', async ({
  page,
  browser,
}) => {
  await asOlga(page)
  const everybody = card(page, 'A second factor for everybody')
  await everybody.getByRole('button', { name: 'Everybody needs one' }).click()
  await expect(everybody.getByRole('alert')).toContainText('Set up your own second factor first.')
  expect(await findings(page)).toEqual([])
  await page.goto(`${server.url}/settings/account`)
  olga = await setUp(page, passwords.olga)
  await mailed('olga@example.com', 'Your second factor was set up')
  await page.goto(`${server.url}/settings/people`)
  await everybody.getByRole('button', { name: 'Everybody needs one' }).click()
  await expect(everybody).toContainText('needed')

  const window = await another(browser)
  await window.setViewportSize({ width: 390, height: 844 })
  await window.goto(`${server.url}/revenue`)
  await signIn(window, 'vera@example.com', passwords.vera)
  await expect(window.getByRole('heading', { name: 'Set up a second factor' })).toBeVisible()
  await window.goto(`${server.url}/settings/people`)
  await expect(window.getByRole('heading', { name: 'Set up a second factor' })).toBeVisible()
  expect((await window.request.get(`${server.url}/api/revenue/kpis`)).status()).toBe(403)
  expect(await findings(window)).toEqual([])
  await window.goto(`${server.url}/revenue`)
  await expect(window).toHaveURL(/\/second-factor\?to=%2Frevenue/)
  vera = await setUp(window, passwords.vera)
  await expect(window.getByRole('heading', { level: 1, name: 'Revenue' })).toBeVisible()
  expect(await window.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390)
  await mailed('vera@example.com', 'Your second factor was set up')
  await window.context().close()
})

test('a link for a new password leaves the second factor, which an admin takes away by an act of its own', async ({
  page,
  browser,
}) => {
  await asOlga(page)
  await giveCode(page, olga.recovery.pop()!)
  const manage = () => main(page).getByRole('button', { name: 'Manage Vera' }).click()
  await manage()
  await page.getByRole('button', { name: 'Link for a new password' }).click()
  await expect(page.getByRole('dialog').getByRole('status')).toHaveText('Mailed to vera@example.com.')
  const window = await another(browser)
  await window.goto(await mailed('vera@example.com', 'A new password for Analytics Dashboard'))
  await expect(window.getByRole('heading', { name: 'A new password' })).toBeVisible()
  await window.getByLabel('Password', { exact: true }).fill('a viewer has a newer one')
  await window.getByRole('button', { name: 'Set the password' }).click()
  await mailed('vera@example.com', 'Your password was changed')
  await expect(window.getByRole('heading', { name: 'Second step' })).toBeVisible()
  await window.goto(`${server.url}/revenue`)
  await expect(window.getByRole('heading', { name: 'Sign in' })).toBeVisible()
  await signIn(window, 'vera@example.com', 'a viewer has a newer one')
  await giveCode(window, totp(vera.secret, Date.now() + 30_000))
  await expect(window.getByRole('heading', { level: 1, name: 'Revenue' })).toBeVisible()

  await page.getByRole('button', { name: 'Second factor lost' }).click()
  await expect(page.getByRole('dialog')).toContainText('Be sure that it is Vera who asks')
  expect(await findings(page)).toEqual([])
  await page.getByRole('button', { name: 'Take the second factor away' }).click()
  await expect(page.getByRole('dialog').getByRole('status')).toHaveText('The second factor is taken away.')
  await mailed('vera@example.com', 'Your second factor was taken away')
  await expect(window.getByRole('heading', { name: 'Sign in' })).toBeVisible()
  await signIn(window, 'vera@example.com', 'a viewer has a newer one')
  await expect(window.getByRole('heading', { name: 'Set up a second factor' })).toBeVisible()
  await window.context().close()
})

test('the provider’s button leads in who was invited, and says why it does not', async ({ page, browser }) => {
  await page.setViewportSize({ width: 390, height: 844 })
  company.here.account = { sub: 'erin', email: 'erin@example.com', email_verified: true, name: 'Erin' }
  await page.goto(`${server.url}/sign-in?to=%2Frevenue`)
  await page.getByRole('button', { name: 'Sign in with Acme' }).click()
  await expect(page.getByRole('alert')).toContainText('You are known there, and not invited here.')
  expect(await findings(page)).toEqual([])
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390)

  const owner = await another(browser)
  await asOlga(owner)
  await giveCode(owner, olga.recovery.pop()!)
  const form = owner.getByRole('form', { name: 'Invite somebody' })
  await form.getByLabel('Their email').fill('erin@example.com')
  await form.getByLabel('Role').selectOption('editor')
  await form.getByRole('button', { name: 'Send the invitation' }).click()
  await mailed('erin@example.com', 'An invitation to Analytics Dashboard')
  await owner.context().close()
  await page.goto(`${server.url}/sign-in?to=%2Fsettings%2Faccount`)
  await page.getByRole('button', { name: 'Sign in with Acme' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Your account' })).toBeVisible()
  await expect(main(page)).toContainText('You sign in without a password here.')
  expect(await findings(page)).toEqual([])
})
