import { card, exact, expect, main, money, open, settled, test, truth } from './screen.ts'

// last year's spring: all of it is in the demo data, and so is the spring before
const year = new Date().getUTCFullYear() - 1
const search = `from=${year}-03-01&to=${year}-05-31&vs=year&by=month&region=Europe&channel=Online`

test('a link shows what its sender saw, also after a reload', async ({ page, request }) => {
  const question = {
    start_date: `${year}-03-01`,
    end_date: `${year}-05-31`,
    compare: 'previous_year',
    region: 'Europe',
    channel: 'Online',
  }
  const { totalRevenue } = await truth(request).kpis(question)
  expect(totalRevenue.value).toBeGreaterThan(0)
  const check = async () => {
    await settled(page)
    await expect(page.getByRole('button', { name: `Date range: 1 Mar – 31 May ${year}` })).toBeVisible()
    await expect(page.getByRole('button', { name: 'Comparison: vs previous year' })).toBeVisible()
    await expect(page.getByRole('button', { name: 'Interval: By month' })).toBeVisible()
    await expect(main(page).getByText(`1 Mar – 31 May ${year}`, { exact: true })).toBeVisible()
    await expect(main(page).getByText(`vs 1 Mar – 31 May ${year - 1}`)).toBeVisible()
    await expect(main(page).getByRole('button', { name: 'Remove Region: Europe' })).toBeVisible()
    await expect(page.getByRole('slider', { name: 'Revenue over time: month' })).toBeVisible()
    expect(await exact(page, 'Total revenue')).toBe(money(totalRevenue.value))
  }
  await open(page, `/?${search}`)
  await check()
  await page.reload()
  await check()
  expect(new URL(page.url()).search).toBe(`?${search}`)
})

test('what is at its default is not in the address', async ({ page }) => {
  await open(page, '/')
  await page.keyboard.press('w')
  await expect(page).toHaveURL('/?range=7d')
  await page.keyboard.press('t')
  await expect(page).toHaveURL('/')
})

test('back undoes one change after the other, forward repeats them', async ({ page, request }) => {
  await open(page, '/')
  await page.keyboard.press('n')
  await expect(page).toHaveURL('/?range=90d')
  await settled(page)
  const [best] = await truth(request).byCategory({})
  await card(page, 'Revenue by category')
    .getByRole('button', { name: new RegExp(`^${best!.category}`) })
    .click()
  await expect(page).toHaveURL(/category=/)
  await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Revenue' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Revenue')
  await page.goBack()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Executive dashboard')
  await expect(page.getByRole('button', { name: `Remove Category: ${best!.category}` })).toBeVisible()
  await page.goBack()
  await expect(page).toHaveURL('/?range=90d')
  await expect(page.getByRole('button', { name: `Remove Category: ${best!.category}` })).toHaveCount(0)
  await page.goBack()
  await expect(page).toHaveURL('/')
  await expect(page.getByRole('button', { name: 'Date range: Last 30 days' })).toBeVisible()
  await page.goForward()
  await expect(page.getByRole('button', { name: 'Date range: Last 90 days' })).toBeVisible()
})

test('range, comparison and filters go along from page to page', async ({ page }) => {
  await open(page, `/?${search}`)
  await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Revenue' }).click()
  await expect(page).toHaveURL(`/revenue?${search}`)
  await expect(page).toHaveTitle('Revenue · Analytics Dashboard')
})

test('an address that makes no sense falls back to the defaults, and an unknown page says so', async ({ page }) => {
  await open(page, '/?from=2024-02-30&to=nonsense&vs=7&by=fortnight')
  await expect(page.getByRole('button', { name: 'Date range: Last 30 days' })).toBeVisible()
  await expect(page.getByRole('button', { name: 'Interval: Auto interval' })).toBeVisible()
  const told = main(page).getByText(
    'Not understood in the address: from=2024-02-30, to=nonsense, vs=7 and by=fortnight. The default is shown.',
  )
  await expect(told).toBeVisible()
  await page.keyboard.press('w')
  await expect(page).toHaveURL('/?range=7d')
  await expect(told).toHaveCount(0)
  await page.goto('/no-such-page')
  await expect(main(page).getByText('There is no such page')).toBeVisible()
  await main(page).getByRole('link', { name: 'To the executive dashboard' }).click()
  await expect(card(page, 'Total revenue')).toBeVisible()
})

test('dates of one’s own come from the calendar or from typing', async ({ page }) => {
  await open(page, '/')
  await page.getByRole('button', { name: 'Date range:' }).click()
  const panel = page.getByRole('dialog', { name: 'Date range' })
  await panel.getByLabel('First day').fill(`${year}-04-10`)
  await panel.getByLabel('Last day').fill(`${year}-04-02`)
  await expect(panel.getByRole('status').last()).toHaveText('The last day is before the first.')
  await expect(panel.getByRole('button', { name: 'Show', exact: true })).toBeDisabled()
  await panel.getByLabel('Last day').fill(`${year}-04-19`)
  await expect(panel.getByRole('status').last()).toHaveText(`10 Apr – 19 Apr ${year}, 10 days`)
  await panel.getByRole('button', { name: 'Show', exact: true }).click()
  await expect(page).toHaveURL(`/?from=${year}-04-10&to=${year}-04-19`)
  await expect(main(page).getByText(`10 Apr – 19 Apr ${year}`, { exact: true })).toBeVisible()
})

test('a day just chosen in the calendar is readable under the pointer', async ({ page }) => {
  await open(page, '/')
  await page.getByRole('button', { name: 'Date range:' }).click()
  const panel = page.getByRole('dialog', { name: 'Date range' })
  await panel.getByRole('button', { name: /previous month/i }).click()
  const days = panel.locator('td button:not([disabled])')
  for (const day of [days.nth(3), days.nth(9)]) {
    await day.click()
    await expect(day).toHaveCSS('color', 'rgb(255, 255, 255)')
    await expect(day).toHaveCSS('background-color', 'rgb(67, 56, 202)')
  }
})
