import { readFile } from 'node:fs/promises'
import type { Locator, Page } from '@playwright/test'
import { csvFilesOf, rowsOf } from '../setup/read-csv.ts'
import { pagesOf } from '../setup/read-pdf.ts'
import { findings } from './axe.ts'
import { cents, expect, lastMonth, main, money, open, test, truth } from './screen.ts'

const month = lastMonth()
const question = { ...month.question, region: 'Europe' }
const search = `${month.search}&region=Europe`

/** Chooses a format in a menu and reads the file that comes. */
const exported = async (page: Page, menu: Locator, format: string) => {
  await menu.click()
  const coming = page.waitForEvent('download')
  await page.getByRole('menuitem', { name: new RegExp(`^${format}(?! and)`) }).click()
  const download = await coming
  return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) }
}

test('CSV of the rows: exactly those on screen, and their amounts sum to the figure on screen', async ({
  page,
  request,
}) => {
  await open(page, `/transactions?${search}`)
  const { total } = await truth(request).rows(question)
  await expect(main(page).getByRole('status').filter({ hasText: 'revenue' })).toHaveText(
    `${total.rows.toLocaleString('en-US')} rows, ${money(total.revenue)} revenue`,
  )
  const { name, bytes } = await exported(page, page.getByRole('button', { name: 'Export' }), 'CSV')
  expect(name).toBe(`order-lines_${month.start}_${month.end}_demo-data.csv`)
  expect(bytes.subarray(0, 9).toString()).toBe('\ufeffOrder,')
  const lines = rowsOf(bytes)
  expect(lines).toHaveLength(total.rows)
  expect(cents(lines.reduce((sum, row) => sum + Number(row['Amount (USD)']), 0))).toBe(total.revenue)
  expect(lines.every(row => row.Region === 'Europe' && row.Date! >= month.start && row.Date! <= month.end)).toBe(true)
  const coming = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Export' }).click()
  await page.getByRole('menuitem', { name: 'CSV and facts' }).click()
  const download = await coming
  expect(download.suggestedFilename()).toBe(`order-lines_${month.start}_${month.end}.zip`)
  const { names, facts, tableOf } = csvFilesOf(await readFile(await download.path()))
  expect([names, tableOf('Order lines').length]).toEqual([['about.csv', 'order-lines.csv'], total.rows])
  expect(Object.fromEntries(facts)).toMatchObject({
    Data: 'demo data, made up',
    Range: `${month.start} to ${month.end}`,
    Filters: 'region: Europe',
    'Time zone': 'UTC',
    Currency: 'USD',
  })
})

test('CSV of the dashboard carries the figures of the screen', async ({ page, request }) => {
  await open(page, `/?${search}`)
  const { kpis, revenueByCategory } = await truth(request).summary(question)
  const { name, bytes } = await exported(page, page.getByRole('button', { name: 'Export', exact: true }), 'CSV')
  expect(name).toBe(`dashboard_${month.start}_${month.end}.zip`)
  const { tableOf } = csvFilesOf(bytes)
  const [revenue] = tableOf('Key figures')
  expect([revenue!.Figure, Number(revenue!.Value), Number(revenue!.Comparison)]).toEqual([
    'Revenue',
    kpis.totalRevenue.value,
    kpis.totalRevenue.previousValue,
  ])
  const [category] = tableOf('Revenue by category')
  expect([category!.Category, Number(category!['Revenue (USD)'])]).toEqual([
    revenueByCategory[0]!.category,
    revenueByCategory[0]!.value,
  ])
})

test('the Monday PDF is one page, on the paper that was chosen, which the next visit still knows', async ({
  page,
  request,
}) => {
  await open(page, `/revenue?${search}`)
  const { revenue } = await truth(request).revenueKpis(question)
  const menu = page.getByRole('banner').getByRole('button', { name: 'Export' })
  const sizeOf = (pdf: Buffer) => /\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/.exec(pdf.toString('latin1'))?.slice(1)
  await menu.click()
  expect(await findings(page)).toEqual([])
  await page.getByRole('menuitemradio', { name: 'A4' }).click()
  await expect(page.getByRole('menuitemradio', { name: 'A4' })).toBeChecked()
  await page.keyboard.press('Escape')
  const a4 = await exported(page, menu, 'Monday PDF')
  expect(a4.name).toBe(`monday_${month.start}_${month.end}.pdf`)
  const [text, ...others] = pagesOf(a4.bytes)
  expect(others).toEqual([])
  expect(text).toContain('region: Europe')
  expect(text).toContain(`Range|${money(revenue.value)}`)
  for (const title of ['Revenue over time', 'Why revenue changed', 'What moved revenue', 'Top products by revenue'])
    expect(text).toContain(title)
  expect(sizeOf(a4.bytes)).toEqual(['595.28', '841.89'])
  await page.reload()
  await menu.click()
  await expect(page.getByRole('menuitemradio', { name: 'A4' })).toBeChecked()
  await page.getByRole('menuitemradio', { name: 'Letter' }).press('Enter')
  await page.keyboard.press('Escape')
  await expect(menu).toBeFocused()
  const letter = await exported(page, menu, 'Monday PDF')
  expect([pagesOf(letter.bytes).length, sizeOf(letter.bytes)]).toEqual([1, ['612', '792']])
  expect(sizeOf((await exported(page, menu, 'PDF')).bytes)).toEqual(['612', '792'])
  await page.keyboard.press('Control+k')
  await page.getByRole('dialog', { name: 'Command palette' }).waitFor()
  await page.keyboard.type('monday')
  const coming = page.waitForEvent('download')
  await page.keyboard.press('Enter')
  expect((await coming).suggestedFilename()).toBe(a4.name)
})

test('JSON of the revenue page has raw numbers', async ({ page, request }) => {
  await open(page, `/revenue?${search}&by=week`)
  const { revenue } = await truth(request).revenueKpis(question)
  const { name, bytes } = await exported(page, page.getByRole('button', { name: 'Export', exact: true }), 'JSON')
  expect(name).toBe(`revenue_${month.start}_${month.end}.json`)
  const file = JSON.parse(bytes.toString('utf8'))
  expect(file.figures.find((figure: { name: string }) => figure.name === 'Revenue').value).toBe(revenue.value)
  const weeks: { Revenue: number }[] = file.tables.find(
    (table: { title: string }) => table.title === 'Revenue over time',
  ).rows
  expect(weeks.length).toBeLessThan(7)
  expect(cents(weeks.reduce((sum, row) => sum + row.Revenue, 0))).toBe(revenue.value)
})

for (const [path, page] of [
  ['/', 'dashboard'],
  ['/revenue', 'revenue'],
  ['/transactions', 'order-lines'],
] as const)
  test(`PDF and Excel of ${page} are such files`, async ({ page: screen }) => {
    await open(screen, `${path}?${search}`)
    const menu = screen.getByRole('banner').getByRole('button', { name: 'Export' })
    const pdf = await exported(screen, menu, 'PDF')
    expect([pdf.name, pdf.bytes.subarray(0, 5).toString()]).toEqual([
      `${page}_${month.start}_${month.end}.pdf`,
      '%PDF-',
    ])
    expect(pdf.bytes.subarray(-1024).toString('latin1')).toContain('%%EOF')
    const xlsx = await exported(screen, menu, 'Excel')
    expect([xlsx.name, xlsx.bytes.subarray(0, 4).toString('latin1')]).toEqual([
      `${page}_${month.start}_${month.end}.xlsx`,
      'PK\x03\x04',
    ])
    expect(xlsx.bytes.toString('latin1')).toContain('xl/workbook.xml')
  })

test('a server that fails is said on the page, with the keyboard one can try again', async ({ page }) => {
  await open(page, `/transactions?${search}`)
  const button = page.getByRole('banner').getByRole('button', { name: 'Export' })
  await page.route('**/api/export?*', route => route.abort(), { times: 1 })
  await button.focus()
  await page.keyboard.press('Enter')
  await page.getByRole('menuitem', { name: /^CSV up/ }).press('Enter')
  const said = page.getByRole('listitem').filter({ hasText: 'The CSV file was not made.' })
  await expect(said).toContainText('The server does not answer. Is it still running?')
  await expect(button).toBeFocused()
  const coming = page.waitForEvent('download')
  await said.getByRole('button', { name: 'Try again' }).press('Enter')
  expect((await coming).suggestedFilename()).toBe(`order-lines_${month.start}_${month.end}_demo-data.csv`)
})

test('a PDF of many rows holds the first, and says how many there are and where they all are', async ({ page }) => {
  await open(page, '/transactions?range=all')
  const said = await main(page).getByRole('status').filter({ hasText: 'revenue' }).textContent()
  const { name, bytes } = await exported(page, page.getByRole('banner').getByRole('button', { name: 'Export' }), 'PDF')
  expect(name).toMatch(/^order-lines_.*\.pdf$/)
  const pages = pagesOf(bytes)
  expect(pages[0]).toContain(
    `The first 200 of ${said!.split(' ')[0]} rows. The Excel, CSV and JSON files hold all of them.`,
  )
  expect(pages.length).toBeLessThan(20)
})

test('what a server refuses as too much is said on the page, which stays, and CSV is a click away', async ({
  page,
}) => {
  await open(page, `/transactions?${search}`)
  const message = 'An Excel file holds at most 300,000 order lines here, this question has 300,001.'
  await page.route('**/api/export?*format=xlsx*', route =>
    route.fulfill({ status: 413, json: { error: { code: 'too_large', message, requestId: 'r' } } }),
  )
  await page.getByRole('banner').getByRole('button', { name: 'Export' }).click()
  await page.getByRole('menuitem', { name: 'Excel' }).click()
  const said = page.getByRole('listitem').filter({ hasText: 'The Excel file was not made.' })
  await expect(said).toContainText(message)
  const coming = page.waitForEvent('download')
  await said.getByRole('button', { name: 'Take CSV' }).click()
  expect((await coming).suggestedFilename()).toMatch(/^order-lines_.*\.csv$/)
})

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 800 } })

  test('the sheet makes room for what is said of the export', async ({ page }) => {
    await open(page, `/revenue?${search}`)
    await page.route('**/api/export?*', route => route.abort(), { times: 1 })
    await page.getByRole('button', { name: 'Filters' }).click()
    await page.getByRole('button', { name: 'Export' }).click()
    await page.getByRole('menuitem', { name: /^CSV/ }).click()
    const coming = page.waitForEvent('download')
    await page
      .getByRole('listitem')
      .filter({ hasText: 'The CSV file was not made.' })
      .getByRole('button', { name: 'Try again' })
      .click()
    expect((await coming).suggestedFilename()).toBe(`revenue_${month.start}_${month.end}.zip`)
  })
})
