import { exact, expect, main, open, screens, settled, test, truth } from './screen.ts'

const ranges = {
  d: 'Today',
  w: 'Last 7 days',
  n: 'Last 90 days',
  y: 'Year to date',
  l: 'Last 12 months',
  a: 'All time',
  t: 'Last 30 days',
}

test('one key per range', async ({ page }) => {
  await open(page, '/')
  for (const [key, name] of Object.entries(ranges)) {
    await page.keyboard.press(key)
    await expect(page.getByRole('button', { name: `Date range: ${name}` })).toBeVisible()
  }
})

test('arrows move the range by its own length, not beyond today', async ({ page }) => {
  await open(page, '/?range=7d')
  const day = (back: number) => new Date(Date.now() - back * 86_400_000).toISOString().slice(0, 10)
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ArrowLeft')
  await expect(page).toHaveURL(`/?from=${day(13)}&to=${day(7)}`)
  await page.keyboard.press('ArrowLeft')
  await expect(page).toHaveURL(`/?from=${day(20)}&to=${day(14)}`)
  await page.keyboard.press('ArrowRight')
  await expect(page).toHaveURL(`/?from=${day(13)}&to=${day(7)}`)
})

test('C opens the calendar, X walks through the comparisons, I through the intervals', async ({ page }) => {
  await open(page, '/')
  for (const name of ['vs previous year', 'No comparison', 'vs previous period']) {
    await page.keyboard.press('x')
    await expect(page.getByRole('button', { name: `Comparison: ${name}` })).toBeVisible()
  }
  for (const name of ['By day', 'By week', 'Auto interval']) {
    await page.keyboard.press('i')
    await expect(page.getByRole('button', { name: `Interval: ${name}` })).toBeVisible()
  }
  await page.keyboard.press('c')
  await expect(page.getByRole('dialog', { name: 'Date range' })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
})

test('G and a letter go to a page and take the range along', async ({ page }) => {
  await open(page, '/?range=7d')
  await page.keyboard.press('g')
  await page.keyboard.press('r')
  await expect(page).toHaveURL('/revenue?range=7d')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Revenue')
  await page.keyboard.press('g')
  await page.keyboard.press('c')
  await expect(page).toHaveURL('/customers?range=7d')
  await page.keyboard.press('g')
  await page.keyboard.press('d')
  await expect(page).toHaveURL('/?range=7d')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Executive dashboard')
})

test('Esc clears the filters', async ({ page }) => {
  await open(page, '/?region=Europe&channel=Online')
  await expect(main(page).getByRole('button', { name: 'Remove Region: Europe' })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page).toHaveURL('/')
  await expect(main(page).getByRole('button', { name: 'Remove Region: Europe' })).toHaveCount(0)
})

test('/ goes to the search field, and while typing no shortcut acts', async ({ page }) => {
  await open(page, '/revenue')
  const field = page.getByRole('searchbox', { name: 'Search products' })
  await page.keyboard.press('/')
  await expect(field).toBeFocused()
  await page.keyboard.type('dwntylaxcig?/gd')
  await page.keyboard.press('ArrowLeft')
  await expect(field).toHaveValue('dwntylaxcig?/gd')
  await expect(page).toHaveURL('/revenue?search=dwntylaxcig%3F%2Fgd')
  await expect(page.getByRole('dialog')).toHaveCount(0)
  // the same keys act once the field is left
  await field.blur()
  await page.keyboard.press('w')
  await expect(page).toHaveURL('/revenue?search=dwntylaxcig%3F%2Fgd&range=7d')
})

test('where there is no search field, / opens the palette', async ({ page }) => {
  await open(page, '/')
  await page.keyboard.press('/')
  await expect(page.getByRole('dialog', { name: 'Command palette' })).toBeVisible()
})

test('the palette goes, shows, filters and changes the theme', async ({ page }) => {
  await open(page, '/')
  const palette = page.getByRole('dialog', { name: 'Command palette' })
  const command = async (words: string) => {
    await page.keyboard.press('Control+k')
    await palette.getByRole('combobox').fill(words)
    await page.keyboard.press('Enter')
    await expect(palette).toHaveCount(0)
  }
  await command('go to revenue')
  await expect(page).toHaveURL('/revenue')
  await command('last 7')
  await expect(page).toHaveURL('/revenue?range=7d')
  await command('previous year')
  await expect(page).toHaveURL('/revenue?range=7d&vs=year')
  await command('region europe')
  await expect(page).toHaveURL('/revenue?range=7d&vs=year&region=Europe')
  await command('theme dark')
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
  await page.keyboard.press('Control+k')
  await palette.getByRole('combobox').fill('no such command')
  await expect(palette).toContainText('Nothing matches.')
  await page.keyboard.press('Escape')
  await expect(palette).toHaveCount(0)
  await page.getByRole('button', { name: 'Command palette' }).click()
  await expect(palette).toBeVisible()
})

test('? lists every shortcut', async ({ page }) => {
  await open(page, '/')
  await page.keyboard.press('?')
  const list = page.getByRole('dialog', { name: 'Keyboard shortcuts' })
  await expect(list).toBeVisible()
  const keys = (await list.getByRole('term').allInnerTexts()).map(text => text.replace(/\s+/g, ' ').trim())
  expect(keys).toEqual([
    'D',
    'W',
    'T',
    'N',
    'M',
    'Y',
    'L',
    'A',
    'C',
    '←',
    '→',
    'X',
    'I',
    '/',
    'Esc',
    'Ctrl K',
    ...['D', 'R', 'C', 'O', 'F', 'L', 'P', 'E', 'I', 'S'].map(key => `G ${key}`),
    '?',
  ])
  await page.keyboard.press('w')
  await expect(page).toHaveURL('/')
  await page.keyboard.press('Escape')
  await expect(list).toHaveCount(0)
})

test('every page has a key', async ({ page }) => {
  await open(page, '/')
  const keys = ['d', 'r', 'c', 'o', 'f', 'l', 'p', 'e', 'i', 's']
  for (const [i, { path, title }] of screens.entries()) {
    await page.keyboard.press('g')
    await page.keyboard.press(keys[i]!)
    await expect(page).toHaveURL(path)
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(title)
  }
})

test('the palette exports, imports, and finds products, customers and values', async ({ page, request }) => {
  await open(page, '/revenue?range=7d')
  const palette = page.getByRole('dialog', { name: 'Command palette' })
  const search = async (words: string) => {
    await page.keyboard.press('Control+k')
    await palette.getByRole('combobox').fill(words)
  }
  const coming = page.waitForEvent('download')
  await search('export csv')
  await page.keyboard.press('Enter')
  expect((await coming).suggestedFilename()).toMatch(/^revenue_.*\.zip$/)
  const [product] = (await truth(request).products()).rows
  await search(product!.name)
  await palette.getByRole('group', { name: 'Products' }).getByRole('option', { name: product!.name }).first().click()
  await expect(page).toHaveURL(`/transactions?range=7d&product=${product!.id}`)
  const [customer] = (await truth(request).customers()).rows
  await search(customer!.name)
  await palette.getByRole('group', { name: 'Customers' }).getByRole('option', { name: customer!.name }).first().click()
  await expect(page).toHaveURL(`/customers/${customer!.id}?range=7d`)
  await open(page, '/revenue')
  await search('all but channel online')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL('/revenue?channel_not=Online')
  await search('import a file')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL('/data')
})

test('what opened over the page gives the focus back to where it was', async ({ page }) => {
  await open(page, '/')
  const filter = page.getByRole('button', { name: 'Filter', exact: true })
  for (const [keys, name] of [
    ['Control+k', 'Command palette'],
    ['?', 'Keyboard shortcuts'],
    ['c', 'Date range'],
  ] as const) {
    await filter.focus()
    await page.keyboard.press(keys)
    await expect(page.getByRole('dialog', { name })).toBeVisible()
    await expect.poll(() => page.evaluate("document.activeElement.closest('[role=dialog]') !== null")).toBe(true)
    await page.keyboard.press('Escape')
    await expect(page.getByRole('dialog')).toHaveCount(0)
    await expect(filter, name).toBeFocused()
  }
  // also after a command
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox').fill('theme dark')
  await page.keyboard.press('Enter')
  await expect(filter).toBeFocused()
  // on another page there is nothing to give it back to: it is at the beginning of what is new
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox').fill('go to customers')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL('/customers')
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await page.waitForTimeout(600) // as long as a dialog that is gone could still move it
  await expect(page.locator('main')).toBeFocused()
})

test('the calendar opens on the range, which arrows move on from; a preset that is on has the focus', async ({
  page,
}) => {
  await open(page, '/?range=90d')
  const panel = page.getByRole('dialog', { name: 'Date range' })
  await page.getByRole('button', { name: 'Date range:' }).click()
  await expect(panel.getByRole('button', { name: /^Last 90 days/ })).toBeFocused()
  await page.keyboard.press('Escape')
  await open(page, '/?from=2026-03-10&to=2026-03-20')
  await page.keyboard.press('c')
  await expect(panel.getByRole('button', { name: /10 Mar 2026, selected$/ })).toBeFocused()
  await page.keyboard.press('ArrowRight')
  await expect(panel.getByRole('button', { name: /11 Mar 2026, selected$/ })).toBeFocused()
  await expect(page).toHaveURL('/?from=2026-03-10&to=2026-03-20')
})

test('a dialog that does not fit is scrolled by the keys as soon as it opens', async ({ page }) => {
  await page.setViewportSize({ width: 900, height: 420 })
  await open(page, '/')
  await page.keyboard.press('?')
  const body = page.getByRole('group', { name: 'Keyboard shortcuts' })
  await expect(body).toBeFocused()
  await page.keyboard.press('End')
  await expect(body.getByText('This list')).toBeInViewport()
  await page.keyboard.press('Home')
  await expect(body.getByText('Today')).toBeInViewport()
})

test('the sidebar lists every page there is', async ({ page }) => {
  await open(page, '/')
  await expect(page.getByRole('navigation', { name: 'Pages' }).getByRole('link')).toHaveText(
    screens.map(screen => screen.inSidebar),
  )
})

test('the trend is read and narrowed by keyboard', async ({ page }) => {
  await open(page, '/?range=7d')
  const whole = await exact(page, 'Total revenue')
  const trend = page.getByRole('slider', { name: 'Revenue over time: day' })
  await trend.focus()
  await page.keyboard.press('Home')
  const first = await trend.getAttribute('aria-valuetext')
  expect(first).toMatch(/^\w{3} \d+ \w{3} \d{4}: Revenue \$[\d,.]+, .+(better|worse|up|down|no change)/)
  await page.keyboard.press('ArrowRight')
  await expect(trend).not.toHaveAttribute('aria-valuetext', first!)
  await expect(page).toHaveURL('/?range=7d')
  await page.keyboard.press('Shift+ArrowRight')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/\?from=.*&to=/)
  const { searchParams } = new URL(page.url())
  expect(Date.parse(searchParams.get('to')!) - Date.parse(searchParams.get('from')!)).toBe(86_400_000)
  await settled(page)
  expect(await exact(page, 'Total revenue')).not.toBe(whole)
})
