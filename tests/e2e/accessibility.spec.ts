import type { Locator, Page } from '@playwright/test'
import { findings } from './axe.ts'
import { card, cells, expect, main, open, screens, settled, test } from './screen.ts'

/** What opens over a page, how, and what shows that it is there. */
const overlays: [string, (page: Page) => Promise<unknown>, (page: Page) => Locator][] = [
  ['the calendar', page => page.keyboard.press('c'), page => page.getByRole('grid').first()],
  [
    'the filters',
    page => page.getByRole('button', { name: 'Filter', exact: true }).click(),
    page => page.getByRole('checkbox', { name: 'Europe' }),
  ],
  [
    'the comparison',
    page => page.getByRole('button', { name: 'Comparison:' }).click(),
    page => page.getByRole('dialog', { name: 'Comparison' }),
  ],
  [
    'the export menu',
    page => page.getByRole('button', { name: 'Export', exact: true }).click(),
    page => page.getByRole('menu'),
  ],
  [
    'the demo badge',
    page =>
      main(page)
        .getByRole('button', { name: /Demo data/ })
        .click(),
    page => page.getByRole('dialog'),
  ],
  ['the palette', page => page.keyboard.press('Control+k'), page => page.getByRole('option').first()],
  ['the list of shortcuts', page => page.keyboard.press('?'), page => page.getByRole('dialog')],
]

for (const { path } of screens)
  test(`axe finds nothing on ${path}, light and dark`, async ({ page }) => {
    await open(page, path)
    expect(await findings(page)).toEqual([])
  })

test('axe finds nothing with a panel, a menu or a dialog open, nor on an empty page behind them', async ({ page }) => {
  test.slow()
  await page.goto('/?from=2001-01-01&to=2001-01-31')
  await page.getByRole('button', { name: 'Show all time' }).waitFor()
  for (const [name, show, shown] of overlays) {
    await show(page)
    await shown(page).waitFor()
    expect.soft(await findings(page), name).toEqual([])
    await page.keyboard.press('Escape')
    await expect(page.getByRole('dialog').or(page.getByRole('menu'))).toHaveCount(0)
  }
})

test('axe finds nothing with every chart as a table, with filters, a definition open, and at 390 px', async ({
  page,
}) => {
  await page.setViewportSize({ width: 390, height: 844 })
  await open(page, '/?region=Europe&channel=Online')
  await allAsTables(page)
  await page.getByRole('button', { name: 'What is Conversion rate?' }).click()
  await page.getByRole('dialog').waitFor()
  expect.soft(await findings(page)).toEqual([])
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Comparison and filters' }).click()
  await page.getByRole('dialog', { name: 'Comparison and filters' }).waitFor()
  expect.soft(await findings(page)).toEqual([])
})

test('axe finds nothing on operations as tables, on deals that are narrowed and on one of them, at 390 px', async ({
  page,
}) => {
  await page.setViewportSize({ width: 390, height: 844 })
  await open(page, '/operations?team=Europe')
  await allAsTables(page)
  expect.soft(await findings(page)).toEqual([])
  await main(page).getByRole('button', { name: 'Rep all' }).click()
  await page.getByRole('dialog', { name: 'Rep: choose' }).waitFor()
  expect.soft(await findings(page)).toEqual([])
  await open(page, '/operations/deals?range=90d&entered=lead&outcome=converted&state=all')
  expect.soft(await findings(page)).toEqual([])
  await main(page)
    .getByRole('button', { name: /Open the deal/ })
    .first()
    .click()
  await main(page).getByRole('heading', { name: 'History' }).waitFor()
  expect(await findings(page)).toEqual([])
})

for (const width of [1440, 390])
  test(`axe finds nothing in the menu of states, a dialog, the calendar and the palette at ${width} px`, async ({
    page,
  }) => {
    test.slow()
    await page.setViewportSize({ width, height: 844 })
    await page.goto('/transactions?rows=all')
    await main(page).getByRole('button', { name: 'Status all' }).waitFor()
    await settled(page)
    const close = async () => {
      await page.keyboard.press('Escape')
      await expect(page.getByRole('dialog')).toHaveCount(0)
    }
    await main(page).getByRole('button', { name: 'Status all' }).click()
    await page.getByRole('checkbox', { name: 'refunded' }).check()
    await settled(page)
    expect.soft(await findings(page), 'states').toEqual([])
    await close()
    await page.getByRole('button', { name: 'Date range:' }).click()
    await page.getByRole('grid').first().waitFor()
    expect.soft(await findings(page), 'calendar').toEqual([])
    await close()
    for (const words of ['', 'acme', 'no such command']) {
      await page.keyboard.press('Control+k')
      await page.getByRole('combobox').fill(words)
      await page.getByRole('option').or(page.getByText('Nothing matches.')).first().waitFor()
      expect.soft(await findings(page), `palette, ${words}`).toEqual([])
      await close()
    }
    await page.keyboard.press('?')
    await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor()
    expect.soft(await findings(page), 'dialog').toEqual([])
    await close()
    await open(page, '/')
    await main(page)
      .getByRole('button', { name: /Demo data/ })
      .click()
    await page.getByRole('dialog', { name: 'Demo data' }).waitFor()
    expect.soft(await findings(page), 'demo').toEqual([])
  })

test('axe is alive: a picture without words is found, and words that are too faint in dark alone', async ({ page }) => {
  await page.goto('/no-such-page')
  await expect(main(page)).toContainText('There is no such page')
  expect(await findings(page)).toEqual([])
  await page.evaluate(`(() => {
    const words = document.createElement('p')
    words.textContent = 'Words'
    words.style.color = '#333'
    document.querySelector('main').append(document.createElement('img'), words)
  })()`)
  expect(await findings(page)).toEqual([
    expect.stringMatching(/^light, image-alt: /),
    expect.stringMatching(/^dark, color-contrast: /),
  ])
})

test('axe finds nothing on errors', async ({ page }) => {
  await page.route('**/api/revenue/**', route => route.abort())
  await page.goto('/revenue')
  await page.getByRole('alert').first().waitFor()
  expect(await findings(page)).toEqual([])
})

/** Switches every chart to its table, by keyboard; says how many there were. */
const allAsTables = async (page: Page) => {
  const switches = main(page).getByRole('button', { name: /^View .* as table$/ })
  const charts = await switches.count()
  for (let left = charts; left > 0; left--) {
    await switches.first().focus()
    await page.keyboard.press('Enter')
    await expect(switches).toHaveCount(left - 1)
  }
  return charts
}

test('everything that has the focus shows it, from the first to the last stop of a page', async ({ page }) => {
  await open(page, '/revenue?range=7d')
  // what stands below comes as one gets near
  await main(page).getByRole('table', { name: 'Revenue by product' }).scrollIntoViewIfNeeded()
  await expect(page.getByRole('figure')).toHaveCount(8)
  await page.keyboard.press('Control+Home')
  const stop = `(() => {
    const element = document.activeElement
    const seen = [element, element.parentElement, element.closest('label')].filter(Boolean).some(one => {
      const style = getComputedStyle(one)
      return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 1
    })
    const box = element.getBoundingClientRect()
    return element === document.body ? null : { seen: seen && box.width > 0, what: element.outerHTML.slice(0, 150) }
  })()`
  const stops: { seen: boolean; what: string }[] = []
  for (let presses = 0; presses < 150; presses++) {
    await page.keyboard.press('Tab')
    const at = (await page.evaluate(stop)) as { seen: boolean; what: string } | null
    if (!at) break
    stops.push(at)
  }
  expect(stops.length).toBeGreaterThan(40)
  expect(stops.filter(({ seen }) => !seen).map(({ what }) => what)).toEqual([])
})

test('the first stop skips the sidebar', async ({ page }) => {
  await open(page, '/')
  await page.keyboard.press('Tab')
  await expect(page.getByRole('link', { name: 'Skip to the content' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(main(page)).toBeFocused()
})

test('a dialog keeps the focus in and gives it back', async ({ page }) => {
  await open(page, '/')
  const button = page.getByRole('button', { name: 'Filter', exact: true })
  await button.focus()
  await page.keyboard.press('Enter')
  const panel = page.getByRole('dialog', { name: 'Filters' })
  await expect(panel.getByRole('checkbox', { name: 'Europe' })).toBeVisible()
  await expect
    .poll(() => page.evaluate('document.activeElement.closest("[role=dialog]")?.getAttribute("aria-label")'))
    .toBe('Filters')
  await panel.getByRole('checkbox', { name: 'Europe' }).focus()
  await page.keyboard.press('Escape')
  await expect(button).toBeFocused()
})

test('every chart has a summary in words and the same figures as a table', async ({ page }) => {
  for (const [path, charts] of [
    ['/', 3],
    ['/revenue', 8],
    ['/operations', 6],
  ] as const) {
    await open(page, path)
    // the last cards come when one gets there
    if (path === '/revenue')
      await main(page).getByRole('table', { name: 'Revenue by product' }).scrollIntoViewIfNeeded()
    const figures = main(page).getByRole('figure')
    await expect(figures).toHaveCount(charts)
    for (const words of await figures.locator('figcaption').allTextContents()) expect(words).toMatch(/^.+\. .*\d/)
    expect(await allAsTables(page)).toBe(charts)
    await expect(figures).toHaveCount(0)
    for (const table of await main(page)
      .getByRole('region', { name: /, as a table$/ })
      .all())
      expect((await cells(table.getByRole('table'))).length).toBeGreaterThan(2)
  }
})

test('bars and legends filter by keyboard', async ({ page }) => {
  await open(page, '/revenue')
  const bar = card(page, 'By channel').getByRole('button', { name: /^Online/ })
  await bar.focus()
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL('/revenue?channel=Online')
  await settled(page)
  await expect(bar).toBeFocused()
  await page.keyboard.press('Space')
  await expect(page).toHaveURL('/revenue')
})

test('who wants less motion gets none', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await open(page, '/')
  await page.keyboard.press('Control+k')
  await page.getByRole('dialog', { name: 'Command palette' }).waitFor()
  const longest = `Math.max(...[...document.querySelectorAll('*')].flatMap(element => {
    const style = getComputedStyle(element)
    return [style.transitionDuration, style.animationName === 'none' ? '0s' : style.animationDuration].flatMap(text => text.split(',').map(one => one.trim().endsWith('ms') ? parseFloat(one) : parseFloat(one) * 1000))
  }))`
  expect(await page.evaluate(longest)).toBeLessThanOrEqual(1)
})

test('a new page takes the focus, and the document is named after it', async ({ page }) => {
  await open(page, '/')
  await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Order lines' }).click()
  await expect(page).toHaveTitle('Order lines · Analytics Dashboard')
  await expect(main(page)).toBeFocused()
})
