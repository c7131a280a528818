import type { APIRequestContext } from '@playwright/test'
import { removeFolder, startServer } from './server-process.ts'
import { card, exact, expect, main, open, ordersFile, test, truth } from './screen.ts'

test.use({ serves: 'empty for imports' })

const today = () => new Date().toISOString().slice(0, 10)
const bring = async (request: APIRequestContext, name: string, id: string, price: number) => {
  const file = ordersFile(name, [id, today(), 'C1', 'Acme', 'S1', 'Desk', 'Furniture', 2, price, 'North', 'completed'])
  const answer = await request.post('/api/import', { multipart: { file } })
  expect(answer.status(), await answer.text()).toBe(200)
  return (await answer.json()).data.importId as number
}
const kept = 'window.notReloaded === true'

test('an import and its undo reach an open page without a reload', async ({ page, request }) => {
  await page.goto('/')
  await page.evaluate('window.notReloaded = true')
  await expect(main(page).getByText('No data yet')).toBeVisible()
  await expect(page.getByRole('complementary').getByText('Live', { exact: true })).toBeVisible()

  const first = await bring(request, 'first.csv', 'A-1', 100)
  await expect(card(page, 'Total revenue')).toBeVisible()
  expect(await exact(page, 'Total revenue')).toBe('$200.00')
  const second = await bring(request, 'second.csv', 'A-2', 300)
  await expect.poll(() => exact(page, 'Total revenue')).toBe('$800.00')
  expect((await truth(request).kpis()).totalRevenue.value).toBe(800)

  for (const [id, left] of [
    [second, '$200.00'],
    [first, undefined],
  ] as const) {
    expect((await request.delete(`/api/imports/${id}`)).status()).toBe(200)
    if (left) await expect.poll(() => exact(page, 'Total revenue')).toBe(left)
  }
  await expect(card(page, 'Total revenue')).toHaveCount(0)
  expect(await page.evaluate(kept)).toBe(true)
})

test('a server that stops and comes back is noticed, and the page goes on', async ({ page, playwright }) => {
  const server = await startServer('nothing')
  const request = await playwright.request.newContext({ baseURL: server.url })
  await bring(request, 'third.csv', 'A-3', 50)
  await open(page, `${server.url}/`)
  await page.evaluate('window.notReloaded = true')
  // by then the code of all pages and panels is here
  await expect
    .poll(() => page.evaluate("performance.getEntriesByType('resource').some(one => one.name.includes('/DataPage'))"))
    .toBe(true)
  await server.stop()
  await expect(page.getByRole('alert')).toContainText('The server does not answer')
  await expect(page.getByRole('complementary').getByText('No connection')).toBeVisible()
  expect(await exact(page, 'Total revenue')).toBe('$100.00')
  await page.keyboard.press('Control+k')
  await expect(page.getByRole('dialog', { name: 'Command palette' })).toBeVisible()
  await page.keyboard.press('Escape')
  const again = await startServer({ again: server })
  await expect(page.getByRole('complementary').getByText('Live', { exact: true })).toBeVisible({ timeout: 30_000 })
  await expect(page.getByRole('alert')).toHaveCount(0)
  await bring(request, 'fourth.csv', 'A-4', 50)
  await expect.poll(() => exact(page, 'Total revenue')).toBe('$200.00')
  expect(await page.evaluate(kept)).toBe(true)
  await request.dispose()
  await again.stop()
  removeFolder(again)
})

test('twelve tabs share one stream: each loads and hears of a change, also when the tab that listened is closed', async ({
  page,
  context,
  request,
}) => {
  const tabs = [page, ...(await Promise.all(Array.from({ length: 11 }, () => context.newPage())))]
  const streams: string[] = []
  for (const tab of tabs)
    tab.on('request', asked => asked.url().endsWith('/api/live') && streams.push(String(tabs.indexOf(tab))))
  const first = await bring(request, 'tabs.csv', 'T-1', 10)
  for (const tab of tabs) {
    await tab.goto('/')
    await expect.poll(() => exact(tab, 'Total revenue')).toBe('$20.00')
  }
  expect(streams).toEqual(['0'])
  await bring(request, 'tabs-2.csv', 'T-2', 10)
  for (const tab of tabs) await expect.poll(() => exact(tab, 'Total revenue')).toBe('$40.00')
  await page.close()
  await expect.poll(() => streams.length).toBe(2)
  await request.delete(`/api/imports/${first}`)
  for (const tab of tabs.slice(1)) await expect.poll(() => exact(tab, 'Total revenue')).toBe('$20.00')
  await expect(tabs[11]!.getByRole('complementary').getByText('Live', { exact: true })).toBeVisible()
})
