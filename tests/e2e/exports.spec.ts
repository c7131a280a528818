import { readFile } from 'node:fs/promises'
import type { Locator, Page } from '@playwright/test'
import { parse } from 'csv-parse/sync'
import { cents, expect, lastMonth, main, money, open, test, truth } from './screen.ts'

const month = lastMonth()
const question = { ...month.question, region: 'Europe' }
const search = `${month.search}&region=Europe`

/** Chooses a format in a menu and reads the file that comes. */
const exported = async (page: Page, menu: Locator, format: string) => {
  await menu.click()
  const coming = page.waitForEvent('download')
  await page.getByRole('menuitem', { name: format }).click()
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
  expect(name).toBe(`order-lines_${month.start}_${month.end}.csv`)
  expect(bytes.subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]))
  const rows: string[][] = parse(bytes, { bom: true, relax_column_count: true, skip_empty_lines: false })
  const head = rows.findIndex(row => row[0] === 'Order')
  const [amount, region, date] = ['Amount (USD)', 'Region', 'Date'].map(column => rows[head]!.indexOf(column)) as [
    number,
    number,
    number,
  ]
  const lines = rows.slice(head + 1)
  expect(lines).toHaveLength(total.rows)
  expect(cents(lines.reduce((sum, row) => sum + Number(row[amount]), 0))).toBe(total.revenue)
  expect(lines.every(row => row[region] === 'Europe' && row[date]! >= month.start && row[date]! <= month.end)).toBe(
    true,
  )
  const facts = Object.fromEntries(rows.slice(0, head))
  expect(facts).toMatchObject({
    Range: `${month.start} to ${month.end}`,
    Filters: 'region: Europe',
    'Time zone': 'UTC',
    Currency: 'USD',
  })
})

test('CSV of the dashboard carries the figures of the screen', async ({ page, request }) => {
  await open(page, `/?${search}`)
  const { kpis, revenueByCategory } = await truth(request).summary(question)
  const { bytes } = await exported(page, page.getByRole('button', { name: 'Export', exact: true }), 'CSV')
  const rows: string[][] = parse(bytes, { bom: true, relax_column_count: true })
  expect(
    rows
      .find(row => row[0] === 'Revenue')
      ?.slice(1, 3)
      .map(Number),
  ).toEqual([kpis.totalRevenue.value, kpis.totalRevenue.previousValue])
  expect(rows.find(row => row[0] === revenueByCategory[0]!.category)?.[1]).toBe(String(revenueByCategory[0]!.value))
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
  await page.getByRole('menuitem', { name: 'CSV' }).press('Enter')
  const said = page.getByRole('listitem').filter({ hasText: 'The CSV file was not made.' })
  await expect(said).toContainText('The server does not answer. Is it still running?')
  await expect(button).toBeFocused()
  const coming = page.waitForEvent('download')
  await said.getByRole('button', { name: 'Try again' }).press('Enter')
  expect((await coming).suggestedFilename()).toBe(`order-lines_${month.start}_${month.end}.csv`)
})

test('more rows than a PDF holds: why stands on the page, which stays, and CSV is a click away', async ({ page }) => {
  await open(page, '/transactions?range=all')
  await page.getByRole('banner').getByRole('button', { name: 'Export' }).click()
  await page.getByRole('menuitem', { name: 'PDF' }).click()
  const said = page.getByRole('listitem').filter({ hasText: 'The PDF was not made.' })
  await expect(said).toContainText(
    /A PDF holds at most 5,000 order lines here, this question has [\d,]+\. Narrow the range or the filters, or take CSV\./,
  )
  const coming = page.waitForEvent('download')
  await said.getByRole('button', { name: 'Take CSV' }).click()
  await expect(page.getByRole('banner').getByRole('button', { name: 'Exporting…' })).toBeVisible()
  expect((await coming).suggestedFilename()).toMatch(/^order-lines_.*\.csv$/)
})

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 800 } })

  test('the sheet makes room for what is said of the export', async ({ page }) => {
    await open(page, `/transactions?${search}`)
    await page.route('**/api/export?*', route => route.abort(), { times: 1 })
    await page.getByRole('button', { name: 'Filters' }).click()
    await page.getByRole('button', { name: 'Export' }).click()
    await page.getByRole('menuitem', { name: 'CSV' }).click()
    const coming = page.waitForEvent('download')
    await page
      .getByRole('listitem')
      .filter({ hasText: 'The CSV file was not made.' })
      .getByRole('button', { name: 'Try again' })
      .click()
    expect((await coming).suggestedFilename()).toBe(`order-lines_${month.start}_${month.end}.csv`)
  })
})
