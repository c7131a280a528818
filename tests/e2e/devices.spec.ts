import { card, expect, main, open, screens, stands, test } from './screen.ts'

const widths = [1440, 1024, 820, 390]
const sideways = 'document.scrollingElement.scrollWidth - document.documentElement.clientWidth'
/** Elements that reach out of the window's right edge without an ancestor of theirs that scrolls or cuts. */
const sticksOut = `[...document.querySelectorAll('main *, header *')].filter(element => {
  const box = element.getBoundingClientRect()
  if (box.width === 0 || box.right <= document.documentElement.clientWidth + 1) return false
  for (let parent = element.parentElement; parent; parent = parent.parentElement) {
    const style = getComputedStyle(parent)
    if (style.overflowX !== 'visible' || style.clipPath !== 'none') return false
  }
  return getComputedStyle(element).clipPath === 'none'
}).map(element => element.outerHTML.slice(0, 120))`

// opened at one width, then in a window that is drawn wider or narrower
for (const [opened, drawn] of [
  [1440, 1024],
  [390, 820],
])
  test(`no page scrolls sideways at ${opened} px, nor at ${drawn}`, async ({ page }) => {
    for (const { path } of screens) {
      await page.setViewportSize({ width: opened!, height: 900 })
      await open(page, path)
      for (const width of [opened!, drawn!]) {
        await page.setViewportSize({ width, height: 900 })
        await stands(page, path)
        expect.soft(await page.evaluate(sideways), `${path} at ${width} px`).toBe(0)
        expect.soft(await page.evaluate(sticksOut), `${path} at ${width} px`).toEqual([])
        await expect(page.getByRole('heading', { level: 1 })).toBeInViewport()
      }
    }
  })

test('long dates, several filters and an open panel still fit at 390 px', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 })
  await open(page, '/revenue?range=12m&vs=year&region=Europe&region=North+America&channel=Online&category=Security')
  expect(await page.evaluate(sideways)).toBe(0)
  for (const title of ['By category', 'By region', 'Revenue over time'])
    await page.getByRole('button', { name: `View ${title} as table` }).click()
  expect(await page.evaluate(sideways)).toBe(0)
  await page.getByRole('button', { name: 'What is Revenue?', exact: true }).click()
  const panel = (await page.getByRole('dialog', { name: 'What is Revenue?' }).boundingBox())!
  expect(panel.x).toBeGreaterThanOrEqual(0)
  expect(panel.x + panel.width).toBeLessThanOrEqual(390)
})

test('at 1440 px the figures of a card stand in its table in full, without scrolling', async ({ page }) => {
  await page.setViewportSize({ width: 1440, height: 900 })
  for (const [address, titles] of [
    ['/?range=12m', ['Sales pipeline', 'Revenue by category', 'Revenue over time']],
    ['/revenue?range=12m', ['By category', 'By region', 'By channel', 'Why revenue changed']],
  ] as const) {
    await open(page, address)
    for (const title of titles) {
      await page.getByRole('button', { name: `View ${title} as table` }).click()
      const table = card(page, title).getByRole('region', { name: /, as a table$/ })
      expect.soft(await table.evaluate(box => box.scrollWidth - box.clientWidth), title).toBe(0)
    }
  }
})

test('at 390 px the range, what it is compared with and the demo badge take two lines, also with years and a time of day', async ({
  page,
}) => {
  await page.setViewportSize({ width: 390, height: 844 })
  await open(page, '/?range=12m&vs=year')
  const line = main(page).getByText(/^vs \d+ \w+ \d{4} – .*\(until \d\d:\d\d\)$/)
  const badge = main(page).getByRole('button', { name: 'Demo data' })
  const [comparison, demo, kpis] = [
    (await line.boundingBox())!,
    (await badge.boundingBox())!,
    (await card(page, 'Total revenue').boundingBox())!,
  ]
  expect(comparison.height).toBeLessThan(22)
  expect(demo.y).toBeLessThan(comparison.y)
  expect(kpis.y - comparison.y).toBeLessThan(48)
})

test('at 390 px the buttons of a card stand at its right edge, beside its title or below it', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 })
  await open(page, '/revenue')
  for (const title of ['Revenue over time', 'By category', 'Why revenue changed', 'Period comparison']) {
    const box = (await card(page, title).boundingBox())!
    const hint = (await card(page, title)
      .getByRole('button', { name: /^What is/ })
      .boundingBox())!
    expect.soft(box.x + box.width - (hint.x + hint.width), title).toBeLessThan(20)
  }
})

test('at 390 px the header folds into a sheet that does what the header does', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 })
  await open(page, '/')
  await page.getByRole('button', { name: 'Comparison and filters' }).click()
  const sheet = page.getByRole('dialog', { name: 'Comparison and filters' })
  await expect(sheet.getByRole('button', { name: 'Date range:' })).toHaveCount(0)
  await sheet.getByRole('button', { name: 'Filter' }).click()
  await page.getByRole('dialog', { name: 'Filters' }).getByRole('checkbox', { name: 'Europe' }).check()
  await page.keyboard.press('Escape')
  await sheet.getByRole('button', { name: 'Comparison:' }).click()
  await page.getByRole('dialog', { name: 'Comparison' }).getByRole('button', { name: 'No comparison' }).click()
  await sheet.getByRole('button', { name: 'Done' }).click()
  await expect(sheet).toHaveCount(0)
  await expect(page).toHaveURL('/?vs=none&region=Europe')
  await expect(main(page).getByRole('button', { name: 'Remove Region: Europe' })).toBeVisible()
  await expect(page.getByRole('button', { name: 'Comparison and filters 1 active' })).toBeVisible()
})

test('at 390 px the pages are a sheet, and the cards stand below each other', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 })
  await open(page, '/')
  const [trend, categories] = [
    (await card(page, 'Revenue over time').boundingBox())!,
    (await card(page, 'Revenue by category').boundingBox())!,
  ]
  expect(categories.y).toBeGreaterThanOrEqual(trend.y + trend.height)
  await page.getByRole('button', { name: 'Pages' }).click()
  await page.getByRole('dialog', { name: 'Analytics' }).getByRole('link', { name: 'Revenue' }).click()
  await expect(page).toHaveURL('/revenue')
  await expect(page.getByRole('dialog')).toHaveCount(0)
})

for (const width of widths)
  test(`at ${width} px a menu's words stand in one line each, and its hints end where the others do`, async ({
    page,
  }) => {
    await page.setViewportSize({ width, height: 900 })
    await open(page, '/?range=12m')
    if (width === 390) await page.getByRole('button', { name: 'Comparison and filters' }).click()
    for (const [name, choices, hints] of [['Interval:', 6, 1]] as const) {
      await page.getByRole('button', { name }).click()
      const items = page.getByRole('menuitemradio')
      await expect(items).toHaveCount(choices)
      const boxes = await items.evaluateAll(all => all.map(item => item.getBoundingClientRect()))
      expect
        .soft(
          boxes.every(box => box.height < 36 && box.x >= 0 && box.x + box.width <= width),
          `${name} ${JSON.stringify(boxes)}`,
        )
        .toBe(true)
      const ends = await items
        .locator('span:nth-child(3)')
        .evaluateAll(all => all.map(hint => Math.round(hint.getBoundingClientRect().right)))
      expect.soft([ends.length, new Set(ends).size], name).toEqual([hints, 1])
      await page.keyboard.press('Escape')
      await expect(items).toHaveCount(0)
    }
  })

test('in the header a long range, its title and the buttons stand beside each other, none over another', async ({
  page,
}) => {
  for (const width of [...widths, 768]) {
    await page.setViewportSize({ width, height: 900 })
    await open(page, '/?from=2025-12-01&to=2026-01-31&category=Security')
    const parts = page.getByRole('banner').locator('h1, button:visible')
    const boxes = (await parts.evaluateAll(all => all.map(part => part.getBoundingClientRect()))).sort(
      (a, b) => a.x - b.x,
    )
    // on a phone in two lines
    for (const line of [boxes.filter(box => box.y < 48), boxes.filter(box => box.y >= 48)])
      for (const [i, box] of line.entries())
        expect.soft(box.x - (line[i - 1]?.right ?? 0), `${width}: ${i}`).toBeGreaterThanOrEqual(0)
  }
})

test('the palette is a button at every width: in the header, or among the pages', async ({ page }) => {
  for (const width of widths) {
    await page.setViewportSize({ width, height: 900 })
    await open(page, '/?from=2025-12-01&to=2026-01-31')
    if (width === 390) await page.getByRole('button', { name: 'Pages' }).click()
    await page.getByRole('button', { name: 'Command palette' }).click()
    await expect(page.getByRole('dialog')).toHaveCount(1)
    await page.getByRole('option', { name: 'Order lines' }).click()
    await expect(page).toHaveURL('/transactions?from=2025-12-01&to=2026-01-31')
  }
})

test('the sidebar starts narrow at 1024 px, and stays as its button left it', async ({ page }) => {
  await page.setViewportSize({ width: 1024, height: 900 })
  await open(page, '/')
  await expect(page.getByRole('button', { name: 'Widen the sidebar' })).toBeVisible()
  await expect(page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Revenue' })).toBeVisible()
  await page.setViewportSize({ width: 1440, height: 900 })
  await page.reload()
  const before = (await main(page).boundingBox())!.width
  await page.getByRole('button', { name: 'Narrow the sidebar' }).click()
  await expect.poll(async () => (await main(page).boundingBox())!.width).toBeGreaterThan(before + 100)
  await page.reload()
  await page.getByRole('button', { name: 'Widen the sidebar' }).click()
  await expect.poll(async () => (await main(page).boundingBox())!.width).toBe(before)
})
