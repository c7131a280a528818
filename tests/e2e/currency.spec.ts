import type { Page } from '@playwright/test'
import { findings } from './axe.ts'
import { exact, expect, main, open, ordersFile, test } from './screen.ts'

test.use({ serves: 'empty for another currency' })
test.describe.configure({ mode: 'serial' })

const form = (page: Page) => main(page).getByRole('form', { name: 'Money and time' })
const saved = (page: Page) =>
  expect(form(page).getByRole('status').last()).toHaveText('Saved. Every open page follows.')

test('all amounts are exchanged by keyboard, with what they come to before, and another open page follows', async ({
  page,
  context,
  request,
  problems,
}) => {
  const file = ordersFile(
    'own.csv',
    ['1', '2026-01-31', 'C', 'Acme', 'S', 'Desk', 'Desks', 1, 200, 'North', 'completed'],
    ['2', '2026-01-31', 'C', 'Acme', 'S', 'Lamp', 'Lamps', 1, 0.99, 'North', 'completed'],
  )
  expect((await request.post('/api/import', { multipart: { file } })).status()).toBe(200)
  const other = await context.newPage()
  await open(other, '/revenue?range=all')
  expect(await exact(other, 'Revenue')).toBe('$200.99')

  await open(page, '/settings')
  await main(page).getByLabel('Currency').selectOption('EUR')
  await form(page).getByRole('button', { name: 'Save' }).press('Enter')
  const question = page.getByRole('dialog', { name: 'Change from USD to EUR?' })
  await expect(question).toContainText('Amounts are here in USD, of 2 order lines')
  await expect(question.getByRole('button', { name: 'Change to EUR' })).toBeDisabled()
  const relabel = question.getByRole('radio', { name: 'They are in EUR already' })
  const exchange = question.getByRole('radio', { name: 'Exchange them at a rate' })
  await expect(relabel).toHaveAccessibleDescription(/Nothing is computed: 100 USD become 100 EUR/)
  // by keyboard alone
  await page.keyboard.press('Tab')
  await expect(
    relabel
      .or(exchange)
      .or(question.getByRole('button', { name: 'Close' }))
      .and(page.locator(':focus')),
  ).toHaveCount(1)
  await relabel.focus()
  await page.keyboard.press('ArrowDown')
  await expect(exchange).toBeChecked()
  await page.keyboard.press('Tab')
  const rate = question.getByLabel('1 USD is so many EUR')
  await expect(rate).toBeFocused()
  await page.keyboard.type('none')
  await expect(question.getByRole('status')).toHaveText('Expected a number above 0 such as 0.9215.')
  await rate.fill('0,9215')
  // 200 × 0.9215 and 0.99 × 0.9215 = 0.9123
  await expect(question.getByRole('row', { name: 'Revenue of all orders' })).toContainText('€185.21')
  await expect(question.getByRole('row', { name: 'Revenue of all orders' })).toContainText('$200.99')
  for (const [width, height] of [
    [1440, 900],
    [820, 1180],
    [390, 844],
  ] as const)
    for (const theme of ['light', 'dark']) {
      await page.setViewportSize({ width, height })
      await page.evaluate(`document.documentElement.dataset.theme = '${theme}'`)
      expect(await findings(page)).toEqual([])
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width)
    }
  await rate.focus()
  await page.keyboard.press('Tab')
  await expect(question.getByRole('button', { name: 'Keep USD' })).toBeFocused()
  await page.keyboard.press('Tab')
  await expect(question.getByRole('button', { name: 'Exchange to EUR' })).toBeFocused()
  await page.keyboard.press('Enter')
  await saved(page)
  await expect.poll(() => exact(other, 'Revenue')).toBe('€185.21')
  await expect(main(page).getByLabel('Currency')).toHaveValue('EUR')
  expect(problems).toEqual([])
})

test('amounts that only had the wrong name keep their figures', async ({ page }) => {
  await open(page, '/settings')
  await main(page).getByLabel('Currency').selectOption('GBP')
  await form(page).getByRole('button', { name: 'Save' }).click()
  const question = page.getByRole('dialog', { name: 'Change from EUR to GBP?' })
  await question.getByRole('button', { name: 'Keep EUR' }).click()
  await expect(form(page).getByRole('status')).toHaveText('Not saved yet.')
  await form(page).getByRole('button', { name: 'Save' }).click()
  await question.getByRole('radio', { name: 'They are in GBP already' }).check()
  await question.getByRole('button', { name: 'Change to GBP' }).click()
  await saved(page)
  await open(page, '/revenue?range=all')
  expect(await exact(page, 'Revenue')).toBe('£185.21')
})
