import type { Page } from '@playwright/test'
import { amounts, card, exact, expect, main, open, screens, settled, test, truth } from './screen.ts'

const liveStream = '**/api/live'
const questions = /\/api\/(?!live)/
const banner = (page: Page) => page.getByRole('alert').filter({ hasText: 'What is on screen may be out of date' })

test.describe('the API is down', () => {
  for (const { path, shows } of screens)
    test(`${path} looks like it, and recovers by “Try again”`, async ({ page }) => {
      await page.route(liveStream, route => route.abort())
      await page.route(questions, route => route.abort())
      await page.goto(path)
      await expect(main(page).getByRole('alert').first()).toContainText('No connection to the server')
      await expect(amounts(page)).toHaveCount(0)
      await expect(page.getByRole('status', { name: 'Loading' })).toHaveCount(0)
      await expect(banner(page)).toBeVisible()
      await page.unroute(questions)
      const again = main(page).getByRole('button', { name: 'Try again' })
      await expect(async () => {
        if (await again.count()) await again.first().click({ timeout: 2000 })
        expect(await again.count()).toBe(0)
      }).toPass()
      await expect(shows(page)).toBeVisible()
      await page.unroute(liveStream)
      // the connection is tried again every few seconds
      await expect(page.getByRole('alert')).toHaveCount(0, { timeout: 30_000 })
    })

  test('a page whose code cannot be fetched says so, and comes by itself with the connection', async ({ page }) => {
    const code = '**/assets/DataPage*.js'
    await page.route(liveStream, route => route.abort())
    await page.route(code, route => route.abort())
    await open(page, '/')
    await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Data' }).click()
    await expect(main(page).getByRole('alert')).toContainText('No connection to the server')
    await page.unroute(code)
    await page.unroute(liveStream)
    await expect(page.getByRole('table', { name: 'What is loaded' })).toBeVisible({ timeout: 30_000 })
  })

  test('the banner’s “Try now” asks everything again', async ({ page }) => {
    await page.route(liveStream, route => route.abort())
    await open(page, '/')
    await expect(banner(page)).toBeVisible()
    const asked = page.waitForRequest('**/api/dashboard/summary*')
    await page.getByRole('button', { name: 'Try now' }).click()
    await asked
  })

  test('a figure never stands under dates it is not of', async ({ page }) => {
    // from the beginning: a question asked at once after routing begins on an open page may still pass by the route
    let down = false
    await page.route('**/api/**', route => (down ? route.abort() : route.continue()))
    await open(page, '/?range=90d')
    const before = await exact(page, 'Total revenue')
    expect(before).toMatch(/^\$[\d,]+\.\d\d$/)
    down = true
    await page.keyboard.press('w')
    await expect(main(page).getByRole('alert')).toContainText('No connection to the server')
    await expect(amounts(page)).toHaveCount(0)
    down = false
    await main(page).getByRole('button', { name: 'Try again' }).click()
    await expect.poll(() => exact(page, 'Total revenue')).toMatch(/^\$/)
    await expect.poll(() => exact(page, 'Total revenue')).not.toBe(before)
  })
})

test('one failing card says what failed and leaves the others working', async ({ page }) => {
  const failure = { error: { code: 'internal', message: 'The regions could not be read.', requestId: 'req-4711' } }
  await page.route('**/api/revenue/by-region*', route => route.fulfill({ status: 500, json: failure }))
  await page.goto('/revenue')
  const failed = card(page, 'By region').getByRole('alert')
  await expect(failed).toContainText('The regions could not be read.')
  await expect(failed).toContainText('Request req-4711')
  await expect(page.getByRole('alert')).toHaveCount(1)
  await expect(card(page, 'By channel').getByRole('button', { name: /^Online/ })).toBeVisible()
  await expect(page.getByRole('table', { name: 'Revenue by product' })).toBeVisible()
  await page.unroute('**/api/revenue/by-region*')
  await failed.getByRole('button', { name: 'Try again' }).click()
  await expect(card(page, 'By region').getByRole('button', { name: /^Europe/ })).toBeVisible()
  await expect(page.getByRole('alert')).toHaveCount(0)
})

test('an answer that is no answer is an error too', async ({ page }) => {
  await page.route('**/api/dashboard/summary*', route =>
    route.fulfill({ status: 502, contentType: 'text/html', body: '<h1>Bad gateway</h1>' }),
  )
  await page.goto('/')
  await expect(main(page).getByRole('alert')).toContainText('No connection to the server')
  await expect(amounts(page)).toHaveCount(0)
})

test('before the first answer stands the skeleton; a new question dims the old answer', async ({ page }) => {
  let answer = () => {}
  const held = () => new Promise<void>(resolve => (answer = resolve))
  let wait = held()
  await page.route('**/api/dashboard/summary*', async route => {
    await wait
    await route.continue()
  })
  await page.goto('/')
  await expect(page.getByRole('status', { name: 'Loading' }).getByRole('heading')).toHaveText([
    'Revenue',
    'Revenue by category',
    'Sales pipeline',
    'Top products',
  ])
  await expect(amounts(page)).toHaveCount(0)
  answer()
  await settled(page)
  const before = await exact(page, 'Total revenue')
  wait = held()
  await page.keyboard.press('w')
  await expect(main(page).locator('[aria-busy=true]')).toBeVisible()
  expect(await exact(page, 'Total revenue')).toBe(before)
  await expect(page.getByRole('status', { name: 'Loading' })).toHaveCount(0)
  answer()
  await settled(page)
  expect(await exact(page, 'Total revenue')).not.toBe(before)
})

test('a range before the first order says so and leads to where data is', async ({ page }) => {
  await page.goto('/?from=2001-01-01&to=2001-01-31')
  await expect(main(page)).toContainText('No orders or deals for 1 Jan – 31 Jan 2001')
  await expect(main(page)).toContainText('The data runs from')
  await expect(amounts(page)).toHaveCount(0)
  await main(page).getByRole('button', { name: 'Show all time' }).click()
  await expect(page).toHaveURL('/?range=all')
  await expect(card(page, 'Total revenue')).toBeVisible()
})

test('it leads to the nearest data, not to the newest', async ({ page, request }) => {
  const orders = (await truth(request).loaded()).tables.find(table => table.table === 'transactions')
  const first = orders?.first ?? ''
  const lastOfMonth = new Date(Date.UTC(Number(first.slice(0, 4)), Number(first.slice(5, 7)), 0))
    .toISOString()
    .slice(0, 10)
  await page.goto('/revenue?from=2001-01-01&to=2001-01-31')
  await main(page)
    .getByRole('button', { name: new RegExp(`^Show (?!all).*${first.slice(0, 4)}`) })
    .click()
  await expect(page).toHaveURL(`/revenue?from=${first}&to=${lastOfMonth}`)
  await expect(card(page, 'By region')).toBeVisible()
})

test('a comparison that begins before the data says from when there is data', async ({ page, request }) => {
  const first = Date.parse(
    (await truth(request).loaded()).tables.find(table => table.table === 'transactions')?.first ?? '',
  )
  const after = (days: number) => new Date(first + days * 86_400_000).toISOString().slice(0, 10)
  // three whole weeks before
  await open(page, `/revenue?from=${after(10)}&to=${after(29)}`)
  await expect(main(page)).toContainText('Compared with less: the data begins on')
  await expect(main(page)).toContainText(
    /The comparison begins before the data: orders begin on .*, so only 9 of its 20 days are known\./,
  )
  await open(page, `/revenue?from=${after(21)}&to=${after(40)}`)
  await expect(main(page)).toContainText('vs ')
  await expect(main(page)).not.toContainText('Compared with less')
})

test('with the server down Revenue says so once', async ({ page }) => {
  await page.route(liveStream, route => route.abort())
  await page.route(questions, route => route.abort())
  await page.goto('/revenue')
  await expect(main(page).getByRole('alert')).toHaveCount(1)
  await expect(main(page).getByRole('button', { name: 'Try again' })).toHaveCount(1)
})

test('the demo data is badged on every page', async ({ page }) => {
  for (const { path } of screens) {
    await open(page, path)
    await expect(main(page).getByRole('button', { name: /Demo data/ })).toBeVisible()
  }
})
