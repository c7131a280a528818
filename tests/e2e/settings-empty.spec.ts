import { findings } from './axe.ts'
import { amounts, exact, expect, main, open, ordersFile, test } from './screen.ts'

test.use({ serves: 'empty for settings', locale: 'de-DE', timezoneId: 'Europe/Berlin' })

test('the browser proposes currency and zone, which the first file then has', async ({ page, request, problems }) => {
  await page.goto('/data')
  await expect(main(page).getByText(/amounts are taken as USD and its times as those of UTC/)).toBeVisible()
  await page.goto('/settings')
  await expect(main(page).getByText('Your browser suggests EUR and Europe/Berlin.')).toBeVisible()
  await expect(amounts(page)).toHaveCount(0)
  expect(await findings(page)).toEqual([])
  await main(page).getByLabel('Time zone').selectOption('Asia/Tokyo')
  await main(page).getByRole('button', { name: 'Save' }).nth(2).click()
  await expect(main(page).getByText('Saved. Every open page follows.')).toBeVisible()
  await main(page).getByRole('button', { name: 'Use EUR and Europe/Berlin' }).click()
  await expect(main(page).getByLabel('Currency')).toHaveValue('EUR')
  await expect(main(page).getByLabel('Time zone')).toHaveValue('Europe/Berlin')
  await expect(main(page).getByText('Your browser suggests')).toHaveCount(0)
  const file = ordersFile('own.csv', ['1', '2026-01-31', 'C', 'Acme', 'S', 'Desk', 'Desks', 1, 5, 'North', 'completed'])
  expect((await request.post('/api/import', { multipart: { file } })).status()).toBe(200)
  // days alone stay where they are: the zone can still be another
  await expect(main(page).getByLabel('Time zone')).toBeEnabled()
  await open(page, '/revenue?range=all')
  expect(await exact(page, 'Revenue')).toBe('€5.00')
  expect(problems).toEqual([])
})
