import { readFile } from 'node:fs/promises'
import { csvFilesOf } from '../setup/read-csv.ts'
import { findings } from './axe.ts'
import { card, cells, count, expect, figure, lastMonth, main, money, open, rowsOf, test, truth } from './screen.ts'

const month = lastMonth()
const percent = (value: number | null) => (value === null ? '—' : `${value.toFixed(1)}%`)

const lenses = [
  ['/', 'Customers', 'Customers over time', 'customers', count],
  ['/', 'Average order value', 'Average order value over time', 'average-order', money],
  ['/', 'Conversion rate', 'Conversion rate over time', 'win-rate', percent],
  ['/', 'Pipeline value', 'Pipeline value over time', 'pipeline', money],
  ['/revenue', 'Orders', 'Orders over time', 'orders', count],
  ['/revenue', 'Units', 'Units over time', 'units', count],
  ['/revenue', 'Gross margin', 'Gross margin over time', 'margin', money],
  ['/revenue', 'Refunds', 'Refunds over time', 'refunds', money],
] as const

test('each figure is a lens: a click plots it, with the values of the API and its comparison', async ({
  page,
  request,
}) => {
  for (const [path, name, title, measure, words] of lenses) {
    await open(page, `${path}?${month.search}&by=week`)
    await figure(page, name).click()
    await expect(page).toHaveURL(new RegExp(`measure=${measure}`))
    await expect(page.getByRole('slider', { name: `${title}: week` })).toBeVisible()
    await expect(figure(page, name)).toHaveAttribute('aria-pressed', 'true')
    await page.getByRole('button', { name: `View ${title} as table` }).click()
    const [, ...lines] = await cells(card(page, title).getByRole('table'))
    const rows = lines.filter(([bucket]) => bucket !== 'Total')
    const points = await truth(request).trends({ ...month.question, granularity: 'week', measure })
    expect([name, rows.map(row => [row[1], row[3]])]).toEqual([
      name,
      points.map(point => [words(point.value), words(point.previousValue)]),
    ])
    expect(points.some(point => point.previousValue !== null)).toBe(true)
  }
})

test('by keyboard, by the address, back again, and its rows are one step away', async ({ page }) => {
  await open(page, `/revenue?${month.search}`)
  await figure(page, 'Units').focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('slider', { name: 'Units over time: day' })).toBeVisible()
  await expect(figure(page, 'Units')).toBeFocused()
  await page.reload()
  await expect(page.getByRole('slider', { name: 'Units over time: day' })).toBeVisible()
  await page.goBack()
  await expect(page.getByRole('slider', { name: 'Revenue over time: day' })).toBeVisible()
  // pressed again it lets go
  await figure(page, 'Orders').click()
  await figure(page, 'Orders').click()
  await expect(page).not.toHaveURL(/measure/)
  await rowsOf(page, 'Orders').click()
  await expect(page).toHaveURL(`/transactions?${month.search}`)
})

test('the export follows the lens', async ({ page }) => {
  await open(page, `/revenue?${month.search}&by=week&measure=units`)
  await page.getByRole('button', { name: 'Export', exact: true }).click()
  const coming = page.waitForEvent('download')
  await page.getByRole('menuitem', { name: 'CSV' }).click()
  const { names } = csvFilesOf(await readFile(await (await coming).path()))
  expect(names).toContain('units-over-time.csv')
  expect(names).not.toContain('revenue-over-time.csv')
})

test('the comparison is left out by its legend, and taken back', async ({ page }) => {
  await open(page, `/?${month.search}`)
  const trend = main(page).locator('[data-line=previous]')
  await expect(trend).toHaveAttribute('d', /./)
  const key = page.getByRole('button', { name: 'Revenue of the previous period' })
  await key.click()
  await expect(key).toHaveAttribute('aria-pressed', 'false')
  await expect(trend).toHaveAttribute('d', '')
  await key.click()
  await expect(trend).toHaveAttribute('d', /./)
})

test('growth stands beside growth against the year before', async ({ page, request }) => {
  await open(page, `/?${month.search}`)
  const { growthRate } = await truth(request).kpis(month.question)
  const beside = growthRate.beside!
  expect(beside.kind).toBe('previous_year')
  await expect(card(page, 'Growth rate')).toContainText(
    `${Math.abs(beside.value!).toFixed(1)}%${beside.value! > 0 ? ', better' : ', worse'}against the year before`,
  )
})

for (const width of [1440, 390])
  test(`axe finds nothing on a plotted figure at ${width} px`, async ({ page }) => {
    await page.setViewportSize({ width, height: 900 })
    await open(page, `/?${month.search}&measure=win-rate`)
    await expect(page.getByRole('slider', { name: 'Conversion rate over time: day' })).toBeVisible()
    expect(await findings(page)).toEqual([])
  })
