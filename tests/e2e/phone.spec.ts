/** A phone in the hand: 390 px, a finger and no mouse. */
import type { Page } from '@playwright/test'
import { card, expect, main, money, open, screens, settled, test, truth } from './screen.ts'

test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true })

/** Opens a page and waits for what a phone shows of it: there rows are cards. */
const visit = async (page: Page, path: string) => {
  await page.goto(path)
  await main(page).getByRole('heading', { level: 2 }).first().waitFor()
  await settled(page)
}
const banner = (page: Page) => page.getByRole('banner')
const range = (page: Page) => banner(page).getByRole('button', { name: 'Date range:' })

test('the range stands in the header of every page that has one, and is changed by two taps', async ({ page }) => {
  for (const { path, title } of screens) {
    await visit(page, path)
    const dated = !['/forecasting', '/data', '/settings'].includes(path)
    await expect(range(page), path).toHaveCount(dated ? 1 : 0)
    await expect(banner(page).getByRole('heading', { level: 1 })).toHaveText(title)
  }
  await open(page, '/revenue')
  await page.evaluate('scrollTo(0, 2000)')
  await expect(range(page)).toBeInViewport({ ratio: 1 })
  await expect(range(page)).toHaveText('Date range: Last 30 days')
  await range(page).tap()
  await page.getByRole('dialog', { name: 'Date range' }).getByRole('button', { name: 'Last 7 days' }).tap()
  await expect(page).toHaveURL('/revenue?range=7d')
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await expect(range(page)).toHaveText('Date range: Last 7 days')
  // and to the range before by one
  await banner(page).getByRole('button', { name: 'Earlier range' }).tap()
  await expect(page).toHaveURL(/\/revenue\?from=.*&to=.*/)
})

test('the calendar lies within the screen, and days of one’s own stand in the header', async ({ page }) => {
  await open(page, '/?from=2026-01-05&to=2026-02-11')
  await expect(range(page)).toHaveText('Date range: 5 Jan – 11 Feb 2026')
  await range(page).tap()
  const panel = page.getByRole('dialog', { name: 'Date range' })
  await panel.getByLabel('First day').fill('2026-01-12')
  await panel.getByLabel('Last day').fill('2026-01-20')
  const box = (await panel.boundingBox())!
  expect(box.x >= 0 && box.x + box.width <= 390 && box.y >= 0 && box.y + box.height <= 844).toBe(true)
  await panel.getByRole('button', { name: 'Show' }).tap()
  await expect(range(page)).toHaveText('Date range: 12 Jan – 20 Jan 2026')
})

test('what is live and how new the data is can be seen on every page, beside the range or in a line of its own', async ({
  page,
}) => {
  for (const { path } of screens) {
    await visit(page, path)
    await expect(banner(page).getByText('Live', { exact: true }), path).toBeVisible()
    const asOf = banner(page)
      .getByText(/^(as of|Data as of) .*\d/)
      .filter({ visible: true })
      .last()
    await expect(asOf, path).toBeVisible()
    const [words, right] = await asOf.evaluate(line => [
      line.scrollWidth - line.clientWidth,
      line.getBoundingClientRect().right,
    ])
    expect(words, path).toBe(0)
    expect(right, path).toBeLessThanOrEqual(390)
  }
})

test('figures are exact without a pointer: on the cards as they stand, in charts at the first tap', async ({
  page,
  request,
}) => {
  await open(page, '/?range=7d')
  const { totalRevenue } = await truth(request).kpis({
    start_date: new Date(Date.now() - 6 * 86_400_000).toISOString().slice(0, 10),
    end_date: new Date().toISOString().slice(0, 10),
  })
  await expect(card(page, 'Total revenue').getByText(money(totalRevenue.value), { exact: true })).toBeVisible()
  const trend = page.getByRole('slider', { name: /^Revenue over time/ })
  const box = (await trend.boundingBox())!
  await trend.tap({ position: { x: box.width * 0.5, y: box.height / 2 } })
  await expect(trend.getByText(/^\$[\d,]+\.\d\d$/).first()).toBeVisible()
  await expect(page).toHaveURL('/?range=7d')
})

test('a figure that leads nowhere is no button, and a keyboard still reads it exactly', async ({ page }) => {
  await open(page, '/')
  const growth = card(page, 'Growth rate')
  await expect(growth.getByRole('button')).toHaveCount(1)
  await expect(growth.getByRole('button')).toHaveAccessibleName(/^What is/)
  await growth.locator('p[tabindex="0"]').focus()
  await expect(page.locator('[data-side]').getByText(/^[−\d.]+\.\d\d%$/)).toBeVisible()
})

/** What a finger aims at and is smaller than 24 px: its own box, or that of the label around it or the area that it spreads. */
const tooSmall = `[...document.querySelectorAll('a[href], button, input, select, summary, [tabindex="0"]')].flatMap(element => {
  const host = element.matches('input') ? (element.closest('label') ?? element) : element
  const box = host.getBoundingClientRect()
  if (box.width === 0 || box.right < 0 || box.bottom < 0 || host.closest('.sr-only')) return []
  const spread = getComputedStyle(host, '::after')
  const side = (own, length) => Math.max(own, spread.position === 'absolute' ? parseFloat(length) || 0 : 0)
  const [width, height] = [side(box.width, spread.width), side(box.height, spread.height)]
  return width >= 23.9 && height >= 23.9 ? [] : [Math.round(width) + ' x ' + Math.round(height) + ' ' + host.outerHTML.slice(0, 140)]
})`

test('every target is at least 24 px wide and high, also of one customer and one deal', async ({ page, request }) => {
  test.slow()
  const [customer] = (await truth(request).customers()).rows
  const [deal] = (await truth(request).deals()).rows
  for (const path of [
    ...screens.map(screen => screen.path),
    `/customers/${customer!.id}`,
    `/operations/deals/${deal!.id}`,
    '/revenue?region=Europe&category_not=Security&vs=year',
  ]) {
    await visit(page, path)
    // the last cards come when one gets there
    await page.evaluate(`(async () => {
      for (let y = 0; y < document.body.scrollHeight; y += 700) {
        scrollTo(0, y)
        await new Promise(resolve => setTimeout(resolve, 60))
      }
    })()`)
    await settled(page)
    expect.soft(await page.evaluate(tooSmall), path).toEqual([])
  }
})

test('who asks for days to compare with by name gets them: the sheet comes along and goes again', async ({ page }) => {
  await open(page, '/')
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox').fill('days of your choice')
  await page.keyboard.press('Enter')
  const panel = page.getByRole('dialog', { name: 'Comparison', exact: true })
  await panel.getByRole('button', { name: 'Previous year' }).click()
  await expect(page).toHaveURL('/?vs=year')
  await expect(page.getByRole('dialog')).toHaveCount(0)
})
