import { exact, expect, main, open, screens, settled, test } from './screen.ts'

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
    'G D',
    'G R',
    'G C',
    'G O',
    'G F',
    'G L',
    'G P',
    'G E',
    'G I',
    'G S',
    '?',
  ])
  await page.keyboard.press('w')
  await expect(page).toHaveURL('/')
  await page.keyboard.press('Escape')
  await expect(list).toHaveCount(0)
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
