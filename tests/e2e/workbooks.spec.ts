import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { zipOf } from '../../src/server/ingest/test-archives.ts'
import { card, expect, open, test } from './screen.ts'

test.use({ serves: 'demo for imports' })
test.describe.configure({ mode: 'serial' })

const fixtures = join(import.meta.dirname, '../../src/server/ingest/fixtures')
const review = (page: Page) => card(page, 'Bring your files')
const choose = (page: Page, name: string, buffer: Buffer) =>
  page.getByLabel('choose them').setInputFiles([{ name, mimeType: 'application/octet-stream', buffer }])
const said = (page: Page, name: string) =>
  review(page)
    .getByRole('definition')
    .and(page.locator(`dt:text-is("${name}") + dd`))

test('a workbook: its table is found, another sheet can be chosen, and it is imported', async ({ page }) => {
  await open(page, '/data')
  await choose(page, 'spring.xlsx', readFileSync(join(fixtures, 'workbooks/openpyxl.xlsx')))
  const sheet = review(page).getByRole('combobox', { name: 'Sheet of the workbook' })
  await expect(sheet).toHaveValue('Orders')
  await expect(said(page, 'Revenue')).toHaveText('€3,594.88')
  await expect(review(page)).toContainText('1 row is hidden in the sheet, where a filter is set')
  await expect(review(page)).toContainText('Not used: Paid')
  await expect(review(page).getByRole('combobox', { name: 'Character set' })).toHaveCount(0)

  await sheet.selectOption('Read me')
  await expect(review(page).getByRole('alert')).toContainText('No column is mapped to the order date')
  await sheet.selectOption('Old')
  await expect(said(page, 'Rows read')).toHaveText('8')
  await sheet.selectOption('Orders')
  await review(page).getByRole('button', { name: 'Import 8 rows' }).click()
  await expect(review(page)).toContainText('Orders imported: 8 new rows')
})

test('an archive: its tables wait one behind the other, and what is open is asked', async ({ page }) => {
  const original = (name: string) => readFileSync(join(fixtures, 'original', name))
  await open(page, '/data')
  const parts = ['pipeline.csv', 'sales_reps.csv']
  await choose(page, 'dump.zip', zipOf(Object.fromEntries(parts.map(name => [name, original(name)]))))
  await expect(review(page)).toContainText('dump.zip: pipeline.csv')
  await expect(review(page)).toContainText('1 more waiting')
  await review(page)
    .getByRole('group', { name: 'Question about stage: without a close date' })
    .getByRole('radio', { name: 'on expected_close_date' })
    .check()
  await review(page).getByRole('button', { name: 'Import 12 rows' }).click()
  await expect(review(page)).toContainText('Deals imported: 12 new rows')
  await review(page).getByRole('button', { name: 'Next: dump.zip: sales_reps.csv' }).click()
  await review(page).getByRole('button', { name: 'Import 3 rows' }).click()
  await expect(review(page)).toContainText('Sales representatives imported')
  await expect(page.getByRole('table', { name: 'Imports' })).toContainText('dump.zip: pipeline.csv')
})

test('what is no table is refused with what to do', async ({ page }) => {
  await open(page, '/data')
  await choose(page, 'old.xls', Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]))
  await expect(review(page).getByRole('alert')).toContainText('Save as, "Excel workbook (.xlsx)"')
})
