import type { Locator, Page } from '@playwright/test'
import { card, expect, lastMonth, main, money, open, test, truth } from './screen.ts'

const month = lastMonth()
const revenue = `/revenue?${month.search}`
const tip = (page: Page) => page.locator('[data-tooltip]')
const background = (mark: Locator): Promise<string> =>
  mark.evaluate(element => element.ownerDocument.defaultView.getComputedStyle(element).backgroundColor)

test('every bar, stage and step says its exact figures by hover and by focus, and Escape lets go', async ({
  page,
  request,
}) => {
  await open(page, revenue)
  const [region] = await truth(request).byRegion(month.question)
  const bar = card(page, 'By region').getByRole('button', { name: region!.region })
  await bar.hover()
  await expect(tip(page)).toContainText(`Revenue${money(region!.revenue)}`)
  await expect(tip(page)).toContainText(`Comparison${money(region!.previousRevenue)}`)
  await page.mouse.move(5, 5)
  await expect(tip(page)).toHaveCount(0)
  await bar.focus()
  await page.keyboard.press('Tab')
  await page.keyboard.press('Shift+Tab')
  await expect(tip(page)).toContainText(money(region!.revenue))
  await page.keyboard.press('Escape')
  await expect(tip(page)).toHaveCount(0)
  for (const by of ['customers', 'price-volume-mix']) {
    await open(page, `${revenue}&bridge=${by}`)
    const bridge = await truth(request).bridge({ ...month.question, by })
    const steps = card(page, 'Why revenue changed').locator('[data-tip]')
    await expect(steps).toHaveCount(bridge.steps.length)
    for (const step of await steps.all()) {
      await step.focus()
      await expect(step).toBeFocused()
      await step.hover()
      await expect(tip(page)).toContainText('Before')
    }
  }
  await open(page, `/?${month.search}`)
  const stages = await truth(request).pipeline(month.question)
  await card(page, 'Sales pipeline').locator('[data-tip]').first().hover()
  await expect(tip(page)).toContainText(money(stages[0]!.value))
})

test.describe('with a finger', () => {
  test.use({ hasTouch: true, viewport: { width: 390, height: 844 } })
  test('the first tap on a bar reads, the second one filters', async ({ page, request }) => {
    await open(page, revenue)
    const [region] = await truth(request).byRegion(month.question)
    const bar = card(page, 'By region').getByRole('button', { name: region!.region })
    await bar.tap()
    await expect(tip(page)).toContainText(money(region!.revenue))
    expect(page.url()).not.toContain('region=')
    await bar.tap()
    await expect(page).toHaveURL(/region=/)
  })
})

test('bar lists have one hue, and the parts of a donut one each, never twice', async ({ page }) => {
  await open(page, revenue)
  const hues = new Set<string>()
  for (const title of ['By category', 'By region', 'By channel'])
    for (const bar of await card(page, title).locator('[data-tip] [data-bar]').all()) hues.add(await background(bar))
  expect(hues.size).toBe(1)
  expect([...hues][0]).toMatch(/^rgb/)
  await open(page, `/?${month.search}`)
  const fills = await card(page, 'Revenue by category')
    .locator('path[data-tip]')
    .evaluateAll(paths => paths.map(path => path.getAttribute('fill')))
  expect(fills.length).toBeGreaterThan(3)
  expect(new Set(fills).size).toBe(fills.length)
})

test('"other" opens without losing what stood there, and rows keep their height', async ({ page }) => {
  await open(page, `/?${month.search}`)
  const legend = card(page, 'Revenue by category')
  const other = legend.getByRole('button', { name: /^Other/ })
  const [first] = await legend.getByRole('button', { pressed: false }).all()
  // a click would scroll it there
  await other.scrollIntoViewIfNeeded()
  const before = await first!.boundingBox()
  await other.click()
  await expect(other).toHaveAttribute('aria-expanded', 'true')
  expect(await first!.boundingBox()).toEqual(before)
  await expect(first!).toBeInViewport()
})

test('in a year of months the whole ones are the line, and the others stand apart', async ({ page }) => {
  await open(page, '/revenue?range=12m')
  await expect(page.getByRole('slider', { name: 'Revenue over time: month' })).toBeVisible()
  const stems = (await main(page).locator('[data-line=part]').getAttribute('d')) ?? ''
  const [first, second] = stems.match(/M[\d.]+,[\d.]+L[\d.]+,[\d.]+/g) ?? []
  for (const stem of [first, second].filter(Boolean)) {
    const [fromX, , toX] = stem!.match(/[\d.]+/g) ?? []
    expect(fromX).toBe(toX)
  }
  expect(stems).not.toBe('')
})

test('with forced colours every mark is seen', async ({ page }) => {
  await page.emulateMedia({ forcedColors: 'active' })
  await open(page, revenue)
  const canvas = await background(main(page).locator('section').first())
  for (const title of ['By category', 'By region', 'By channel', 'Why revenue changed'])
    for (const mark of await card(page, title).locator('[data-bar]').all())
      expect(await background(mark), title).not.toBe(canvas)
  await open(page, `/?${month.search}`)
  const bars = await card(page, 'Sales pipeline').locator('[data-bar]').all()
  expect(bars.length).toBeGreaterThan(3)
  for (const bar of bars) expect(await background(bar)).not.toBe(canvas)
})
