import { readFileSync } from 'node:fs'
import { card, exact, expect, main, open, test } from './screen.ts'

test.use({ serves: 'empty for a file of long ago' })

test('a file whose data ended long ago: everything is relative to its end, and what it does not know takes no room', async ({
  page,
  request,
  problems,
}) => {
  const file = { name: 'cdnow.csv', mimeType: 'text/csv', buffer: readFileSync('src/server/ingest/fixtures/cdnow.csv') }
  expect((await request.post('/api/import', { multipart: { file } })).status()).toBe(200)
  await open(page, '/customers')
  expect(await exact(page, 'Customers to date')).toBe('200')
  await expect(main(page).getByText('Data ends on 20 Jun 1998; ranges are relative to it').first()).toBeVisible()
  await expect(card(page, 'Segments')).toContainText('all customers here are of unknown segment')
  await expect(card(page, 'Who stays')).toContainText('Nobody ordered for the first time from Jul 1997 to Jun 1998')
  await card(page, 'Who stays').getByRole('button', { name: 'Show all time' }).click()
  await expect(page).toHaveURL('/customers?range=all')
  await expect(
    card(page, 'Who stays').getByRole('link', { name: /^200 customers with a first order in Jan 1997/ }),
  ).toBeVisible()
  await expect(card(page, 'Who stays')).toContainText('Nobody ordered for the first time after Jan 1997.')
  await page
    .getByRole('row', { name: /Open this customer/ })
    .first()
    .click()
  await expect(card(page, 'Timeline')).toContainText('The data ends')
  expect(problems).toEqual([])
})
