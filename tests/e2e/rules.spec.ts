import type { Browser, Page } from '@playwright/test'
import { findings } from './axe.ts'
import { card, expect, main, open, test } from './screen.ts'

test.use({ serves: 'demo for rules' })
test.describe.configure({ mode: 'serial' })

const passwords = { olga: 'the owner has a sentence', vera: 'a viewer has another one' }
const elsewhere = ['North America', 'Asia Pacific', 'Latin America', 'Middle East & Africa']

/** A one-time link becomes an account, as its own page would do it. */
const takeUp = async (page: Page, link: string, name: 'olga' | 'vera', email?: string) => {
  const said = await page.request.post('/api/session/take-up', {
    headers: { origin: new URL(page.url()).origin },
    data: { token: new URL(link).hash.slice(1), name, password: passwords[name], ...(email && { email }) },
  })
  expect(said.status()).toBe(200)
}

const another = async (browser: Browser, baseURL: string | undefined) => {
  const page = await (await browser.newContext({ baseURL })).newPage()
  await page.goto('/sign-in')
  return page
}

let vera: Page

test('an owner makes a rule and invites a viewer who sees by it', async ({ page, browser, baseURL }) => {
  await page.goto('/')
  const invited = await page.request.post('/api/people/invite', {
    headers: { origin: new URL(page.url()).origin },
    data: { role: 'owner' },
  })
  await takeUp(page, (await invited.json()).data.link, 'olga', 'olga@example.com')
  await open(page, '/settings/people')
  const rules = card(page, 'Rules for rows')
  await expect(rules).toContainText('Everybody sees all rows')
  await rules.getByRole('button', { name: 'Make a rule' }).click()
  const dialog = page.getByRole('dialog', { name: 'A rule for rows' })
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(dialog.getByRole('alert')).toContainText('expected')
  await dialog.getByLabel('Name').fill('Europe')
  await dialog.getByRole('group', { name: 'Regions' }).getByLabel('Europe').check()
  expect(await findings(page)).toEqual([])
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(rules).toContainText('region Europe; nobody has it')

  const form = page.getByRole('form', { name: 'Invite somebody' })
  await form.getByLabel('Their email').fill('vera@example.com')
  await form.getByLabel('Sees').selectOption('only Europe')
  await form.getByRole('button', { name: 'Make the link' }).click()
  const shown = page.getByRole('dialog')
  const link = await shown.getByLabel('One-time link', { exact: true }).inputValue()
  await shown.getByRole('button', { name: 'Done' }).click()
  await expect(card(page, 'Open invitations')).toContainText('viewer, sees only Europe')
  await expect(rules).toContainText('1 invitation')
  expect(await findings(page)).toEqual([])
  vera = await another(browser, baseURL)
  await takeUp(vera, link, 'vera')
  await page.reload()
  await expect(page.getByRole('table', { name: 'People' })).toContainText('sees only Europe')
})

test('she reads on every page that it is Europe only, and no card, list or panel has anything else', async () => {
  test.setTimeout(240_000)
  for (const path of [
    '/',
    '/revenue',
    '/customers',
    '/customers/all',
    '/operations',
    '/operations/deals',
    '/transactions',
    '/data',
    '/forecasting',
  ]) {
    await open(vera, path)
    await expect(vera.getByRole('banner')).toContainText('Europe only')
    await expect(main(vera).getByRole('heading').or(main(vera).getByRole('table')).first()).toBeVisible({
      timeout: 60_000,
    })
    await vera.waitForLoadState('networkidle')
    const text = await main(vera).innerText()
    for (const other of elsewhere) expect(text, `${path} has ${other}`).not.toContain(other)
  }
  await open(vera, '/')
  expect(await findings(vera)).toEqual([])
  await vera.getByRole('button', { name: 'Filter', exact: true }).click()
  const panel = vera.getByRole('dialog', { name: 'Filters' })
  const regions = panel.getByRole('group', { name: 'Region' }).getByRole('checkbox')
  await expect(regions).toHaveCount(1)
  await expect(regions).toHaveAccessibleName('Europe')
  await vera.keyboard.press('Escape')
})
