import type { Page } from '@playwright/test'
import { card, exact, expect, lastMonth, main, money, open, test, truth } from './screen.ts'

const month = lastMonth()
const total = (page: Page) => main(page).getByRole('status').filter({ hasText: 'revenue' })
const chip = (page: Page, label: string) => main(page).getByRole('button', { name: `Remove ${label}`, exact: true })

test('a click on the legend filters the page, the chip undoes it', async ({ page, request }) => {
  await open(page, `/?${month.search}`)
  const [best, second] = await truth(request).byCategory(month.question)
  const whole = await exact(page, 'Total revenue')
  const legend = card(page, 'Revenue by category')
  await legend.getByRole('button', { name: new RegExp(`^${second!.category}`) }).click()
  await expect(chip(page, `Category: ${second!.category}`)).toBeVisible()
  await expect.poll(() => exact(page, 'Total revenue')).toBe(money(second!.value))
  await expect(legend.getByRole('button', { name: new RegExp(`^${best!.category}`) })).toHaveCount(0)
  await chip(page, `Category: ${second!.category}`).click()
  await expect(chip(page, `Category: ${second!.category}`)).toHaveCount(0)
  await expect.poll(() => exact(page, 'Total revenue')).toBe(whole)
})

test('a click on a slice of the donut does the same', async ({ page, request }) => {
  await open(page, `/?${month.search}`)
  const [best] = await truth(request).byCategory(month.question)
  const ring = card(page, 'Revenue by category').getByRole('figure').locator('svg').first()
  const { width } = (await ring.boundingBox())!
  // the largest slice begins at the top and goes clockwise
  await ring.click({ position: { x: width / 2 + 10, y: 15 } })
  await expect(page).toHaveURL(new RegExp(`category=${best!.category.replaceAll(' ', '\\+')}$`))
  await expect.poll(() => exact(page, 'Total revenue')).toBe(money(best!.value))
})

test('a click on a bar filters, a second click lets go; several filters hold together', async ({ page, request }) => {
  await open(page, `/revenue?${month.search}`)
  const [region] = await truth(request).byRegion(month.question)
  const [channel] = await truth(request).byChannel({ ...month.question, region: region!.region })
  await card(page, 'By region').getByRole('button', { name: new RegExp(`^${region!.region}`) }).click()
  await expect(chip(page, `Region: ${region!.region}`)).toBeVisible()
  await expect.poll(() => exact(page, 'Revenue')).toBe(money(region!.revenue))
  await card(page, 'By channel').getByRole('button', { name: new RegExp(`^${channel!.channel}`) }).click()
  await expect.poll(() => exact(page, 'Revenue')).toBe(money(channel!.value))
  const pressed = card(page, 'By region').getByRole('button', { name: new RegExp(`^${region!.region}`), pressed: true })
  await pressed.click()
  await expect(chip(page, `Region: ${region!.region}`)).toHaveCount(0)
  await expect(chip(page, `Channel: ${channel!.channel}`)).toBeVisible()
})

test('the filter panel offers every value, finds by name and clears all', async ({ page, request }) => {
  await open(page, `/?${month.search}`)
  await page.getByRole('button', { name: 'Filter', exact: true }).click()
  const panel = page.getByRole('dialog', { name: 'Filters' })
  await expect(panel.getByRole('group', { name: 'Region' }).getByRole('checkbox')).toHaveCount(5)
  await expect(panel.getByRole('group', { name: 'Category' }).getByRole('checkbox')).toHaveCount(8)
  await panel.getByRole('checkbox', { name: 'Europe' }).check()
  await panel.getByRole('searchbox', { name: 'Search the values' }).fill('north')
  await panel.getByRole('checkbox', { name: 'North America' }).check()
  await expect(panel.getByRole('checkbox', { name: 'Europe' })).toHaveCount(0)
  const { totalRevenue } = await truth(request).kpis({ ...month.question, region: ['Europe', 'North America'] })
  await expect.poll(() => exact(page, 'Total revenue')).toBe(money(totalRevenue.value))
  await page.keyboard.press('Escape')
  await expect(panel).toHaveCount(0)
  await expect(page.getByRole('button', { name: 'Filter 2 active' })).toBeVisible()
  await main(page).getByRole('button', { name: 'Clear all' }).click()
  await expect(page).toHaveURL(`/?${month.search}`)
})

test('from a figure, a slice or a bar to the rows: the same total stands above them', async ({ page, request }) => {
  const [category] = await truth(request).byCategory(month.question)
  const [region] = await truth(request).byRegion({ ...month.question, category: category!.category })
  const { totalRevenue } = await truth(request).kpis(month.question)

  await open(page, `/?${month.search}`)
  await card(page, 'Total revenue').getByRole('link').click()
  await expect(total(page)).toContainText(`${money(totalRevenue.value)} revenue`)
  await page.goBack()
  await card(page, 'Revenue by category').getByRole('link', { name: `See the rows behind ${category!.category}` }).click()
  await expect(page).toHaveURL(/\/transactions\?/)
  await expect(total(page)).toContainText(`${money(category!.value)} revenue`)

  await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Revenue' }).click()
  await card(page, 'By region').getByRole('link', { name: `See the rows behind ${region!.region}` }).click()
  await expect(total(page)).toContainText(`${money(region!.revenue)} revenue`)
  await expect(chip(page, `Category: ${category!.category}`)).toBeVisible()
  await expect(chip(page, `Region: ${region!.region}`)).toBeVisible()
})

test('a filter without rows says so and offers the way out', async ({ page }) => {
  await open(page, `/transactions?${month.search}`)
  await page.goto(`/transactions?${month.search}&category=No+such+thing`)
  await expect(main(page)).toContainText('No order lines for')
  await expect(main(page)).toContainText('with these filters')
  await main(page).getByRole('button', { name: 'Clear filters' }).click()
  await expect(page).toHaveURL(`/transactions?${month.search}`)
  await expect(page.getByRole('table', { name: 'Rows' })).toBeVisible()
})
