import type { Page } from '@playwright/test'
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
