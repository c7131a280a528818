import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { card, cells, expect, main, open, screens, settled, test } from './screen.ts'

/** Every rule of axe, best practices too; each finding with the element it is about. */
const findings = async (page: Page) => {
  // half-faded surfaces would be measured with half their contrast
  await page.waitForFunction('document.getAnimations().every(animation => animation.playState !== "running" || animation.effect.getTiming().iterations === Infinity)')
  const { violations } = await new AxeBuilder({ page }).analyze()
  return violations.flatMap(({ id, nodes }) => nodes.map(node => `${id}: ${node.target.join(' ')} ${node.failureSummary?.split('\n')[1] ?? ''}`))
}

/** What opens over a page, and how. */
const overlays: [string, string, (page: Page) => Promise<unknown>][] = [
  ['the calendar', '/', page => page.keyboard.press('c')],
  ['the filters', '/', page => page.getByRole('button', { name: 'Filter', exact: true }).click()],
  ['the comparison menu', '/', page => page.getByRole('button', { name: 'Comparison:' }).click()],
  ['the export menu', '/', page => page.getByRole('button', { name: 'Export', exact: true }).click()],
  ['a definition', '/', page => page.getByRole('button', { name: 'What is Conversion rate?' }).click()],
  ['the demo badge', '/', page => main(page).getByRole('button', { name: /Demo data/ }).click()],
  ['the palette', '/', page => page.keyboard.press('Control+k')],
  ['the list of shortcuts', '/', page => page.keyboard.press('?')],
]

for (const theme of ['light', 'dark'])
  test.describe(theme, () => {
    test.beforeEach(async ({ page }) => {
      await page.addInitScript(`localStorage.setItem('theme', '${theme}')`)
    })

    for (const { path } of screens)
      test(`axe finds nothing on ${path}`, async ({ page }) => {
        await open(page, path)
        await expect(page.locator('html')).toHaveAttribute('data-theme', theme)
        expect(await findings(page)).toEqual([])
      })

    test('axe finds nothing with a panel, a menu or a dialog open', async ({ page }) => {
      for (const [name, path, show] of overlays) {
        await open(page, path)
        await show(page)
        await page.getByRole('dialog').or(page.getByRole('menu')).first().waitFor()
        if (name === 'the calendar') await page.getByRole('grid').first().waitFor()
        if (name === 'the filters') await page.getByRole('checkbox', { name: 'Europe' }).waitFor()
        expect.soft(await findings(page), name).toEqual([])
      }
    })

    test('axe finds nothing with every chart as a table, with filters, and at 390 px', async ({ page }) => {
      await page.setViewportSize({ width: 390, height: 844 })
      await open(page, '/revenue?region=Europe&channel=Online')
      for (const button of await page.getByRole('button', { name: / as table$/ }).all()) await button.click()
      expect.soft(await findings(page)).toEqual([])
      await page.getByRole('button', { name: 'Range and filters' }).click()
      await page.getByRole('dialog', { name: 'Range and filters' }).waitFor()
      expect.soft(await findings(page)).toEqual([])
    })

    test('axe finds nothing on an error and on an empty page', async ({ page }) => {
      await page.route('**/api/revenue/**', route => route.abort())
      await page.goto('/revenue')
      await page.getByRole('alert').first().waitFor()
      expect.soft(await findings(page)).toEqual([])
      await page.goto('/?from=2001-01-01&to=2001-01-31')
      await page.getByRole('button', { name: 'Show all time' }).waitFor()
      expect.soft(await findings(page)).toEqual([])
    })
  })

test('everything that has the focus shows it, from the first to the last stop of a page', async ({ page }) => {
  await open(page, '/revenue?range=7d')
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
  await expect(panel.locator(':focus')).toHaveCount(1)
  await page.keyboard.press('Escape')
  await expect(button).toBeFocused()
})

test('every chart has a summary in words and the same figures as a table', async ({ page }) => {
  for (const [path, charts] of [['/', 3], ['/revenue', 5]] as const) {
    await open(page, path)
    const figures = main(page).getByRole('figure')
    await expect(figures).toHaveCount(charts)
    for (const words of await figures.locator('figcaption').allTextContents()) expect(words).toMatch(/^.+\. .*\d/)
    const switches = main(page).getByRole('button', { name: /^View .* as table$/ })
    await expect(switches).toHaveCount(charts)
    for (let left = charts; left > 0; left--) {
      await switches.first().focus()
      await page.keyboard.press('Enter')
      await expect(switches).toHaveCount(left - 1)
    }
    await expect(figures).toHaveCount(0)
    for (const table of await main(page).getByRole('region', { name: /, as a table$/ }).all()) expect((await cells(table.getByRole('table'))).length).toBeGreaterThan(2)
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
