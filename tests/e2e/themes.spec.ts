import type { Page } from '@playwright/test'
import { contrast, distance, hueApart } from './color-vision.ts'
import { expect, open, test } from './screen.ts'

const shown = (page: Page) => page.locator('html')
const choose = async (page: Page, name: string) => {
  await page.getByRole('button', { name: 'Theme:' }).click()
  await page.getByRole('menuitemradio', { name }).click()
}
const background = (page: Page): Promise<string> => page.evaluate('getComputedStyle(document.body).backgroundColor')

test('light is the default, also where the system is dark', async ({ page }) => {
  await page.emulateMedia({ colorScheme: 'dark' })
  await open(page, '/')
  await expect(shown(page)).toHaveAttribute('data-theme', 'light')
})

test('dark is kept over a reload, and is there before the first paint', async ({ page }) => {
  await open(page, '/')
  const light = await background(page)
  await choose(page, 'Dark')
  await expect(shown(page)).toHaveAttribute('data-theme', 'dark')
  const dark = await background(page)
  expect(dark).not.toBe(light)
  // without the application's own code: the small script in the page's head decides
  await page.route('**/assets/*.js', route => route.abort())
  await page.reload({ waitUntil: 'domcontentloaded' })
  await expect(shown(page)).toHaveAttribute('data-theme', 'dark')
  await page.unroute('**/assets/*.js')
  await page.reload()
  await expect(page.getByRole('button', { name: 'Theme: dark' })).toBeVisible()
  expect(await background(page)).toBe(dark)
  await choose(page, 'Light')
  await page.reload()
  await expect(shown(page)).toHaveAttribute('data-theme', 'light')
})

test('as the system: follows it at once and after a reload', async ({ page }) => {
  await page.emulateMedia({ colorScheme: 'light' })
  await open(page, '/')
  await choose(page, 'As the system')
  await expect(page.getByRole('button', { name: 'Theme: system' })).toBeVisible()
  await expect(shown(page)).toHaveAttribute('data-theme', 'light')
  await page.emulateMedia({ colorScheme: 'dark' })
  await expect(shown(page)).toHaveAttribute('data-theme', 'dark')
  await page.reload()
  await expect(shown(page)).toHaveAttribute('data-theme', 'dark')
  await page.emulateMedia({ colorScheme: 'light' })
  await expect(shown(page)).toHaveAttribute('data-theme', 'light')
})

const token = (page: Page, of: string): Promise<string> =>
  page.evaluate(`getComputedStyle(document.documentElement).getPropertyValue('${of}').trim()`)
const colours = (page: Page) => Promise.all([1, 2, 3, 4, 5, 6, 7, 8].map(number => token(page, `--chart-${number}`)))

test('the colours of charts keep their hue from light to dark', async ({ page }) => {
  await open(page, '/')
  const light = await colours(page)
  await choose(page, 'Dark')
  const dark = await colours(page)
  expect(dark).not.toEqual(light)
  for (const [i, colour] of light.entries())
    expect.soft(hueApart(colour, dark[i]!), `${colour} and ${dark[i]}`).toBeLessThan(10)
})

for (const name of ['Light', 'Dark'])
  test(`the colours of charts stand out and are told apart, also by the colour-blind: ${name}`, async ({ page }) => {
    await open(page, '/')
    await choose(page, name)
    const card = await token(page, '--card')
    const eight = await colours(page)
    const rest = await token(page, '--chart-other')
    // no part looks like a gain or a loss
    for (const judged of [await token(page, '--positive'), await token(page, '--negative')])
      for (const colour of eight) expect.soft(hueApart(colour, judged), `${colour} and ${judged}`).toBeGreaterThan(24)
    for (const colour of [...eight, rest, await token(page, '--chart-compare')])
      expect.soft(contrast(colour, card), colour).toBeGreaterThanOrEqual(3)
    for (const [i, colour] of eight.entries()) {
      for (const other of eight.slice(i + 1))
        expect.soft(distance(colour, other), `${colour} and ${other}`).toBeGreaterThan(8)
      expect.soft(distance(colour, rest), `${colour} and ${rest}`).toBeGreaterThan(5.5)
    }
  })
