import type { Browser, Page } from '@playwright/test'
import { totp } from '../setup/totp.ts'
import { findings } from './axe.ts'
import { card, expect, main, open, ordersFile, test } from './screen.ts'

test.use({ serves: 'demo for accounts' })
test.describe.configure({ mode: 'serial' })

const passwords = {
  olga: 'the owner has a sentence',
  vera: 'a viewer has another one',
  edda: 'an editor has a third one',
}

const takeUp = async (
  page: Page,
  link: string,
  { name, email, password }: Record<'name' | 'email' | 'password', string>,
) => {
  await page.goto(link)
  await page.getByLabel('Your name').fill(name)
  const address = page.getByLabel('Email')
  if (await address.isEditable()) await address.fill(email)
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Make the account' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Executive dashboard' })).toBeVisible()
}

const signIn = async (page: Page, email: string, password: string) => {
  await page.getByLabel('Email').fill(email)
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
}

const asOlga = async (page: Page, address = '/settings/people') => {
  await page.goto(address)
  await signIn(page, 'olga@example.com', passwords.olga)
  await expect(page).toHaveURL(address)
}

/** A window of its own, with nobody signed in. */
const another = async (browser: Browser, baseURL: string | undefined) =>
  (await browser.newContext({ baseURL })).newPage()

/** Of the dialog that shows a link or key once. */
const shown = async (page: Page, name: string) => {
  const dialog = page.getByRole('dialog')
  const secret = await dialog.getByLabel(name, { exact: true }).inputValue()
  await dialog.getByRole('button', { name: 'Done' }).click()
  await expect(dialog).toHaveCount(0)
  return secret
}

const invite = async (page: Page, email: string, role: string) => {
  const form = page.getByRole('form', { name: 'Invite somebody' })
  await form.getByLabel('Their email').fill(email)
  await form.getByLabel('Role').selectOption(role)
  await form.getByRole('button', { name: 'Make the link' }).click()
  return shown(page, 'One-time link')
}

test('a click in the settings makes the owner, and from then on everybody signs in', async ({
  page,
  browser,
  baseURL,
}) => {
  const other = await another(browser, baseURL)
  await open(other, '/revenue')
  await open(page, '/settings')
  await main(page).getByRole('link', { name: 'People' }).click()
  await expect(card(page, 'Nobody is asked to sign in')).toContainText('from this machine only')
  expect(await findings(page)).toEqual([])
  await main(page).getByRole('button', { name: 'Make the owner' }).click()
  await expect(page.getByRole('heading', { name: 'Welcome' })).toBeVisible()
  expect(await findings(page)).toEqual([])
  await page.getByLabel('Your name').fill('Olga')
  await page.getByLabel('Email').fill('olga')
  await page.getByLabel('Password').fill('too short')
  await page.getByRole('button', { name: 'Make the account' }).click()
  await expect(page.getByRole('alert')).toContainText('email: expected an address such as anna@example.com')
  await page.getByLabel('Email').fill('olga@example.com')
  await page.getByRole('button', { name: 'Make the account' }).click()
  await expect(page.getByRole('alert')).toHaveText('password: expected 15 to 128 characters, got 9.')
  await page.getByLabel('Password').fill(passwords.olga)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1, name: 'Executive dashboard' })).toBeVisible()
  await expect(page.getByRole('complementary')).toContainText('Olga')
  // the window that was open before
  await expect(other).toHaveURL(/\/sign-in\?to=%2Frevenue/)
  await expect(other.getByRole('heading', { name: 'Sign in' })).toBeVisible()
  expect(await findings(other)).toEqual([])
  await other.context().close()
})

test('a wrong password is refused in words, the right one leads where one wanted to go, never elsewhere', async ({
  page,
}) => {
  await page.goto('/revenue?region=Europe')
  await signIn(page, 'olga@example.com', 'not her password at all')
  await expect(page.getByRole('alert')).toHaveText('The address or the password is wrong.')
  await signIn(page, 'olga@example.com', passwords.olga)
  await expect(page).toHaveURL('/revenue?region=Europe')
  await page.getByRole('button', { name: 'Sign out' }).click()
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible()
  await page.goto('/sign-in?to=https://evil.example/')
  await signIn(page, 'olga@example.com', passwords.olga)
  await expect(page).toHaveURL('/')
})

test('a viewer comes by invitation, sees everything and is offered no change', async ({ page, browser, baseURL }) => {
  await asOlga(page)
  await expect(page.getByRole('table', { name: 'People' })).toContainText('olga@example.com')
  const link = await invite(page, 'vera@example.com', 'viewer')
  expect(link).toContain(`${baseURL}/welcome#`)
  await expect(card(page, 'Open invitations')).toContainText('vera@example.com')
  expect(await findings(page)).toEqual([])
  const vera = await another(browser, baseURL)
  await takeUp(vera, link, { name: 'Vera', email: '', password: passwords.vera })
  await page.reload()
  await expect(card(page, 'Open invitations')).toContainText('No invitation is open')
  await open(vera, '/data')
  await expect(main(vera)).toContainText('Importing and undoing need the role editor')
  await expect(main(vera).getByText('Choose a file')).toHaveCount(0)
  await open(vera, '/settings')
  await expect(main(vera)).toContainText('Only admins and owners change these.')
  await expect(main(vera).getByLabel('Weeks begin on')).toBeDisabled()
  await expect(main(vera).getByRole('link', { name: 'People' })).toHaveCount(0)
  await vera.goto('/settings/people')
  await expect(main(vera)).toContainText('People are for admins and owners')
  expect(await findings(vera)).toEqual([])
  await vera.goto(link)
  await expect(vera.getByRole('heading', { name: 'This link cannot be used' })).toBeVisible()
  await vera.context().close()
})

test('an editor imports; another role counts at once; who is signed out everywhere is out', async ({
  page,
  browser,
  baseURL,
}) => {
  await asOlga(page)
  const edda = await another(browser, baseURL)
  await takeUp(edda, await invite(page, 'edda@example.com', 'editor'), {
    name: 'Edda',
    email: '',
    password: passwords.edda,
  })
  await open(edda, '/data')
  await edda
    .locator('input[type=file]')
    .setInputFiles(
      ordersFile('small.csv', ['A-1', '2026-01-02', 'C-1', 'Ann', 'S', 'Lamp', 'Light', 1, 5, 'North', 'completed']),
    )
  await expect(main(edda)).toContainText('small.csv')
  await page.reload()
  await main(page).getByLabel('Role of Edda').selectOption('viewer')
  await expect(main(page).getByLabel('Role of Edda')).toHaveValue('viewer')
  await expect
    .poll(async () => (await edda.request.delete('/api/imports/77', { headers: { origin: baseURL! } })).status())
    .toBe(403)
  await main(page).getByRole('button', { name: 'Manage Edda' }).click()
  await page.getByRole('button', { name: 'Sign out everywhere' }).click()
  await expect(page.getByRole('dialog').getByRole('status')).toHaveText('1 session ended.')
  await expect(edda.getByRole('heading', { name: 'Sign in' })).toBeVisible()
  await page.getByRole('button', { name: 'Link for a new password' }).click()
  const link = await shown(page, 'One-time link')
  await edda.goto(link)
  await edda.getByLabel('Password', { exact: true }).fill('a sentence that is new')
  await edda.getByRole('button', { name: 'Set the password' }).click()
  await expect(edda.getByRole('heading', { level: 1, name: 'Executive dashboard' })).toBeVisible()
  await main(page).getByRole('button', { name: 'Manage Edda' }).click()
  await page.getByRole('button', { name: 'Remove the account' }).click()
  expect(await findings(page)).toEqual([])
  await page.getByRole('button', { name: 'Keep the account' }).click()
  await page.getByRole('button', { name: 'Remove the account' }).click()
  await page.getByRole('button', { name: 'Remove', exact: true }).click()
  await expect(page.getByRole('table', { name: 'People' })).not.toContainText('edda@example.com')
  await expect(edda.getByRole('heading', { name: 'Sign in' })).toBeVisible()
  const withdrawn = await invite(page, 'late@example.com', 'viewer')
  await page.getByRole('button', { name: 'Withdraw the invitation of late@example.com' }).click()
  await expect(card(page, 'Open invitations')).toContainText('No invitation is open')
  await edda.goto(withdrawn)
  await expect(edda.getByRole('heading', { name: 'This link cannot be used' })).toBeVisible()
  await edda.context().close()
})

test('a key is shown once, works, and no more once it is removed', async ({ page, playwright, baseURL }) => {
  await asOlga(page, '/settings/keys')
  await expect(main(page)).toContainText('There are no keys')
  await page.getByLabel('Name').fill('Nightly feed')
  await page.getByLabel('May', { exact: true }).selectOption('read and import')
  await page.getByLabel('For', { exact: true }).selectOption('30 days')
  await page.getByRole('button', { name: 'Make the key' }).click()
  await expect(page.getByRole('dialog')).toContainText('It is not shown again')
  expect(await findings(page)).toEqual([])
  const key = await shown(page, 'Key')
  await expect(page.getByRole('table', { name: 'API keys' })).toContainText('Nightly feed')
  await expect(main(page)).not.toContainText(key)
  const program = await playwright.request.newContext({ baseURL, extraHTTPHeaders: { authorization: `Bearer ${key}` } })
  expect((await program.get('/api/revenue/kpis')).status()).toBe(200)
  expect((await program.get('/api/people')).status()).toBe(403)
  await page.getByRole('button', { name: 'Remove the key Nightly feed' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Remove', exact: true }).click()
  await expect(main(page)).toContainText('There are no keys')
  expect((await program.get('/api/revenue/kpis')).status()).toBe(401)
  await program.dispose()
})

test('one’s own password, second factor and sessions; sign-out of all others', async ({ page, browser, baseURL }) => {
  await asOlga(page, '/settings/account')
  const elsewhere = await another(browser, baseURL)
  await asOlga(elsewhere, '/settings/account')
  await page.reload()
  const sessions = page.getByRole('list', { name: 'Sessions' }).getByRole('listitem')
  await expect.poll(() => sessions.count()).toBeGreaterThan(1)
  expect(await findings(page)).toEqual([])
  await sessions
    .getByRole('button', { name: /^End the session of Chrome on Linux/ })
    .last()
    .click()
  await page.getByRole('button', { name: 'End all others' }).click()
  await expect(sessions).toHaveCount(1)
  await expect(elsewhere.getByRole('heading', { name: 'Sign in' })).toBeVisible()

  const factor = page.getByRole('form', { name: 'Second factor' })
  await factor.getByLabel('Your password').fill(passwords.olga)
  await factor.getByRole('button', { name: 'Set it up' }).click()
  const secret = (await factor.locator('ol > li').first().locator('code').innerText()).replace(/\s/g, '')
  const recovery = await page.getByRole('list', { name: 'Recovery codes' }).getByRole('listitem').allInnerTexts()
  expect(recovery).toHaveLength(10)
  expect(await findings(page)).toEqual([])
  await factor.getByLabel('What the authenticator shows now').fill('000000')
  await factor.getByRole('button', { name: 'Switch it on' }).click()
  await expect(factor.getByRole('alert')).toContainText('This code is wrong.')
  await factor.getByLabel('What the authenticator shows now').fill(totp(secret))
  await factor.getByRole('button', { name: 'Switch it on' }).click()
  await expect(factor.getByRole('button', { name: 'Take it away' })).toBeVisible()

  await signIn(elsewhere, 'olga@example.com', passwords.olga)
  await expect(elsewhere.getByRole('heading', { name: 'Second step' })).toBeVisible()
  expect(await findings(elsewhere)).toEqual([])
  await elsewhere.getByLabel('Code').fill('000000')
  await elsewhere.getByRole('button', { name: 'Continue' }).click()
  await expect(elsewhere.getByRole('alert')).toContainText('This code is wrong.')
  await elsewhere.getByRole('button', { name: 'Start again' }).click()
  await signIn(elsewhere, 'olga@example.com', passwords.olga)
  await elsewhere.getByLabel('Code').fill(recovery[0]!)
  await elsewhere.getByRole('button', { name: 'Continue' }).click()
  await expect(elsewhere.getByRole('heading', { level: 1, name: 'Your account' })).toBeVisible()

  await factor.getByLabel('Your password').fill(passwords.olga)
  await factor.getByRole('button', { name: 'Take it away' }).click()
  await expect(factor.getByRole('button', { name: 'Set it up' })).toBeVisible()
  const password = page.getByRole('form', { name: 'Password' })
  await password.getByLabel('Current password').fill('not her password at all')
  await password.getByLabel('New password').fill('the owner has a newer one')
  await password.getByRole('button', { name: 'Change it' }).click()
  await expect(password.getByRole('alert')).toHaveText('The password is wrong.')
  await password.getByLabel('Current password').fill(passwords.olga)
  await password.getByRole('button', { name: 'Change it' }).click()
  await expect(password.getByRole('status')).toHaveText('Changed. All other sessions have ended.')
  passwords.olga = 'the owner has a newer one'
  await expect(elsewhere.getByRole('heading', { name: 'Sign in' })).toBeVisible()
  await elsewhere.context().close()
})

test('the audit log says who did what, in pages, and comes as a file', async ({ page }) => {
  await asOlga(page, '/settings/audit')
  const table = page.getByRole('table', { name: 'Audit log' })
  for (const words of ['changed the password', 'set up a second factor', 'made a key', 'removed an account'])
    await expect(table).toContainText(words)
  expect(await findings(page)).toEqual([])
  await page.getByRole('button', { name: 'Older' }).click()
  await expect(page).toHaveURL(/before=\d+/)
  await expect(table).toContainText('took up a link')
  await expect(table).toContainText('signed in, and was refused')
  await page.getByRole('button', { name: 'Newest' }).click()
  await expect(table).toContainText('changed the password')
  const download = page.waitForEvent('download')
  await page.getByRole('link', { name: 'CSV' }).click()
  expect((await download).suggestedFilename()).toBe('audit.csv')
})

for (const width of [820, 390])
  test(`at ${width} px nothing of it is cut off, and axe finds nothing in the dark`, async ({ page }) => {
    await page.setViewportSize({ width, height: 844 })
    await page.addInitScript("localStorage.theme = 'dark'")
    await page.goto('/sign-in')
    expect(await findings(page)).toEqual([])
    await asOlga(page)
    for (const path of ['/settings/people', '/settings/keys', '/settings/audit', '/settings/account']) {
      await open(page, path)
      expect(await page.evaluate('document.documentElement.scrollWidth'), path).toBeLessThanOrEqual(width)
      expect(await findings(page), path).toEqual([])
    }
  })
