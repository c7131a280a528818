import type { Page } from '@playwright/test'
import { card, exact, expect, open, test } from './screen.ts'

test.use({ serves: 'demo for imports' })
test.describe.configure({ mode: 'serial' })

const review = (page: Page) => card(page, 'Bring your files')
const choose = (page: Page, name: string, ...rows: (string | number)[][]) =>
  page
    .getByLabel('choose them')
    .setInputFiles([
      { name, mimeType: 'text/csv', buffer: Buffer.from(rows.map(row => `${row.join(',')}\n`).join('')) },
    ])
const said = (page: Page, name: string) =>
  review(page)
    .getByRole('definition')
    .and(page.locator(`dt:text-is("${name}") + dd`))
const header = ['Order ID', 'Date', 'Customer', 'Amount', 'Currency']

test('one rate for a file: asked beside its currency, told with what it comes to, and stored', async ({ page }) => {
  await open(page, '/data')
  await choose(page, 'euros.csv', header, ['1', '2026-11-01', 'Ada', 10, 'EUR'])
  await review(page).getByRole('button', { name: 'Import 1 row' }).click()
  await expect(review(page)).toContainText('1 new row')

  await review(page).getByRole('button', { name: 'Import another file' }).click()
  await choose(
    page,
    'dollars.csv',
    header,
    ['2', '2026-11-02', 'Ben', 200, 'USD'],
    ['3', '2026-11-03', 'Cem', 0.99, 'USD'],
  )
  await expect(review(page).getByRole('alert')).toContainText('amounts in USD while the workspace is in EUR')
  await expect(review(page).getByLabel('Amounts of the file are in')).toHaveValue('USD')
  await expect(review(page).getByRole('button', { name: 'Import', exact: true })).toBeDisabled()
  const rate = review(page).getByLabel('1 USD is so many EUR')
  await rate.fill('0.5')
  await expect(said(page, 'Revenue')).toHaveText('€100.50')
  await rate.fill('0,9215')
  // 200 × 0.9215 and 0.99 × 0.9215 = 0.9123
  await expect(said(page, 'Revenue')).toHaveText('€185.21')
  await expect(review(page)).toContainText('exchanged at 1 USD = 0.9215 EUR, each rounded to four decimals')
  await review(page).getByRole('button', { name: 'Import 2 rows' }).click()
  await expect(review(page)).toContainText('2 new rows')
  await open(page, '/revenue?range=all')
  await expect.poll(() => exact(page, 'Revenue')).toBe('€195.21')
})

test('a column of rates: which way it leads is asked with what the rows would come to', async ({ page }) => {
  await open(page, '/data')
  const rates = [...header, 'Exchange Rate']
  await choose(
    page,
    'rates.csv',
    rates,
    ['4', '2026-11-04', 'Dee', 100, 'USD', 1.25],
    ['5', '2026-11-05', 'Eve', 10, 'EUR', ''],
    ['6', '2026-11-06', 'Fay', 10, 'GBP', ''],
  )
  const question = review(page).getByRole('group', { name: 'Question about Exchange Rate: into EUR' })
  await expect(question).toContainText('which way do these exchange rates lead, and is it to EUR?')
  await expect(review(page).getByLabel('Amounts of the file are in')).toHaveCount(0)
  await question.getByRole('radio', { name: '1 EUR is 1.25 USD, so that 100.00 on line 2 is 80.00 EUR' }).check()
  await expect(question).toHaveCount(0)
  await expect(said(page, 'Revenue')).toHaveText('€90.00')
  await expect(review(page)).toContainText('1 row is in USD and exchanged by Exchange Rate: 1 USD is 0.8 EUR.')
  await review(page).getByText('1 row left out, and why').click()
  await expect(review(page).getByRole('table', { name: 'Rows left out' })).toContainText('GBP without an exchange rate')
  await review(page).getByRole('button', { name: 'Import 2 rows' }).click()
  await expect(review(page)).toContainText('2 new rows')
})

test('rates by day: a file of them is recognised, listed, used by later files, and undone', async ({ page }) => {
  await open(page, '/data')
  await choose(
    page,
    'eurofxref-hist.csv',
    ['Date', 'USD', 'JPY', 'DKK', ''],
    ['2026-11-06', 1.0852, 165.21, 7.4604, ''],
    ['2026-11-05', 1.08, 'N/A', 7.4601, ''],
  )
  await expect(review(page).getByLabel('The file holds')).toHaveValue('rates')
  await expect(review(page)).toContainText('what 1 EUR is in each of them, as the krone shows')
  await expect(review(page).getByLabel('Amounts of the file are in')).toHaveCount(0)
  await review(page).getByRole('button', { name: 'Import 2 rows' }).click()
  await expect(review(page)).toContainText('Exchange rates imported: 5 new rows')
  await expect(page.getByRole('table', { name: 'What is loaded' })).toContainText('Exchange rates')

  await review(page).getByRole('button', { name: 'Import another file' }).click()
  await choose(
    page,
    'weekend.csv',
    header,
    ['7', '2026-11-08', 'Gus', 100, 'USD'],
    ['8', '2026-11-30', 'Hal', 100, 'USD'],
  )
  // 100 ÷ 1.0852, of the Friday before
  await expect(said(page, 'Revenue')).toHaveText('€92.15')
  await expect(review(page)).toContainText('exchanged by the rates of 2026-11-06: 1 USD is 0.921489 EUR')
  await review(page).getByText('1 row left out, and why').click()
  await expect(review(page).getByRole('table', { name: 'Rows left out' })).toContainText(
    'no rate of USD for 2026-11-30 or the 7 days before it',
  )
  await review(page).getByRole('button', { name: 'Import 1 row' }).click()
  await expect(review(page)).toContainText('1 new row')

  await page.getByRole('button', { name: 'Undo the import of eurofxref-hist.csv' }).click()
  await page.getByRole('alertdialog').or(page.getByRole('dialog')).getByRole('button', { name: /^Undo/ }).click()
  await expect(page.getByRole('table', { name: 'Imports' }).getByRole('row', { name: /eurofxref/ })).toContainText(
    'undone',
  )
  await open(page, '/transactions?range=all&search=Gus')
  await expect(page.getByRole('main')).toContainText('€92.15')
})
