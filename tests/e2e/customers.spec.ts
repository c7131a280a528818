import { readFileSync } from 'node:fs'
import type { Locator, Page } from '@playwright/test'
import { findings } from './axe.ts'
import { contrast } from './color-vision.ts'
import {
  card,
  cells,
  count,
  exact,
  expect,
  figure,
  rowsOf,
  lastMonth,
  main,
  money,
  open,
  settled,
  test,
  truth,
} from './screen.ts'

const month = lastMonth()
const address = `/customers?${month.search}`
const map = (page: Page) => card(page, 'Who stays')
const list = (page: Page) => page.getByRole('table', { name: 'Customers', exact: true })
const total = (page: Page) => main(page).getByRole('status').filter({ hasText: 'revenue in the range' })

/** The list that a click leads to has exactly so many customers; then back. */
const opens = async (page: Page, what: Locator, customers: number) => {
  const before = page.url()
  await what.click()
  await expect(page).toHaveURL(/\/customers\/all\?/)
  await expect(total(page)).toContainText(`${count(customers)} customer${customers === 1 ? '' : 's'},`)
  await page.goBack()
  await expect(page).toHaveURL(before)
  await settled(page)
}

test('the figures are the server’s, and each opens exactly the people it counts', async ({ page, request }) => {
  test.slow()
  await open(page, address)
  const overview = await truth(request).overview(month.question)
  for (const [title, { value }] of [
    ['Customers to date', overview.total],
    ['Active', overview.active],
    ['New', overview.new],
    ['Returning', overview.returning],
    ['Churned', overview.churned],
    ['At risk', overview.atRisk],
  ] as const) {
    expect(value, title).toBeGreaterThan(0)
    expect(await exact(page, title), title).toBe(count(value))
    await opens(page, figure(page, title), value!)
  }
})

test('segments, risk bands, groups, values and newcomers open exactly the people they count', async ({
  page,
  request,
}) => {
  test.slow()
  await open(page, address)
  const ask = truth(request)
  const [segment] = await ask.segments(month.question)
  await opens(
    page,
    card(page, 'Segments')
      .getByRole('link', { name: `See the rows behind ${segment!.segment}` })
      .first(),
    segment!.count,
  )
  const high = await ask.customers({ ...month.question, risk: 'high' })
  await opens(page, main(page).getByRole('link', { name: /^High risk/ }), high.total.customers)
  const groups = await ask.rfm(month.question)
  const loyal = groups.find(({ group }) => group === 'loyal')!
  expect(loyal.customers).toBeGreaterThan(0)
  await opens(page, page.getByRole('row', { name: /^loyal/ }), loyal.customers)
  const values = await ask.values({ ...month.question, kind: 'predicted' })
  await card(page, 'What they are worth').getByRole('radio', { name: 'Next 12 months' }).check()
  await settled(page)
  await opens(
    page,
    card(page, 'What they are worth').getByRole('link', { name: /^\$1K – \$5K/ }),
    values.find(({ key }) => key === '1k-5k')!.count,
  )
  const newcomers = card(page, 'Where they come from')
    .getByRole('link', { name: /: \d+ of \d+$/ })
    .last()
  const [, some] = /: (\d+) of/.exec((await newcomers.getAttribute('aria-label'))!)!
  await opens(page, newcomers, Number(some))
})

test('the heat map is read and opened by keyboard; measure and mode stay in the address', async ({ page, request }) => {
  await open(page, address)
  const cohorts = await truth(request).cohorts({ end_date: month.end })
  const [oldest] = cohorts
  await map(page)
    .getByRole('link', { name: /^\d+ customers with a first order in/ })
    .first()
    .focus()
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ArrowRight')
  const cell = oldest!.months[1]!
  const focused = page.locator(':focus')
  await expect(focused).toHaveAttribute(
    'aria-label',
    new RegExp(`month 1 .*: ${cell.value} of ${oldest!.size} customers ordered`),
  )
  await expect(page).toHaveURL(address) // the arrows do not shift the range
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(new RegExp(`cohort=${oldest!.cohort}&cohort_month=1`))
  await expect(total(page)).toContainText(`${count(cell.value)} customers,`)
  await expect(main(page).getByRole('button', { name: 'Remove Ordered 1 month later' })).toBeVisible()
  await page.goBack()
  await map(page).getByRole('radio', { name: 'Revenue' }).check()
  await map(page).getByRole('radio', { name: 'Or later' }).check()
  await expect(page).toHaveURL(/measure=revenue&mode=or-later/)
  await page.reload()
  await settled(page)
  const later = await truth(request).cohorts({ end_date: month.end, measure: 'revenue', mode: 'or-later' })
  await map(page).getByRole('button', { name: 'View Who stays as table' }).click()
  const [, first] = (await cells(map(page).getByRole('table'))).filter(row => row.length > 2)
  expect(first?.slice(1, 3)).toEqual([count(later[0]!.size), '100%'])
  expect(Number.parseFloat(first![3]!)).toBeCloseTo(later[0]!.months[1]!.percent!, 0)
})

for (const theme of ['light', 'dark', 'forced colours'])
  test(`the number on every cell of the heat map can be read: ${theme}`, async ({ page }) => {
    if (theme === 'forced colours') await page.emulateMedia({ forcedColors: 'active' })
    await page.addInitScript(`localStorage.setItem('theme', '${theme === 'dark' ? 'dark' : 'light'}')`)
    await open(page, '/customers?range=12m')
    const looks = (await page.evaluate(`[...document.querySelectorAll('#cohorts td [data-place]')].map(cell => {
      const style = getComputedStyle(cell)
      const hex = colour => '#' + colour.match(/\\d+/g).slice(0, 3).map(part => Number(part).toString(16).padStart(2, '0')).join('')
      return [hex(style.color), style.backgroundColor === 'rgba(0, 0, 0, 0)' ? null : hex(style.backgroundColor)]
    })`)) as [string, string | null][]
    const coloured = looks.filter((look): look is [string, string] => look[1] !== null)
    expect(coloured.length).toBeGreaterThan(60)
    expect(new Set(coloured.map(([, ground]) => ground)).size).toBeGreaterThan(3)
    for (const [ink, ground] of coloured)
      expect.soft(contrast(ink, ground), `${ink} on ${ground}`).toBeGreaterThanOrEqual(4.5)
  })

test('the list is sorted by the server over all, searched, shows more, and its state is the address', async ({
  page,
  request,
}) => {
  await open(page, `/customers/all?${month.search}&state=active`)
  const ask = truth(request)
  const asked = { ...month.question, state: 'active' }
  const all = await ask.customers(asked)
  await expect(total(page)).toHaveText(
    `${count(all.total.customers)} customers, ${money(all.total.revenue)} revenue in the range`,
  )
  const everybody = await ask.customers(month.question)
  expect(everybody.total.revenue).toBe((await ask.revenueKpis(month.question)).revenue.value)
  await list(page).getByRole('button', { name: 'First order' }).click()
  await expect(page).toHaveURL(/sort=first$/)
  await settled(page)
  const newest = await ask.customers({ ...asked, sort: 'first', direction: 'desc' })
  await expect.poll(async () => (await cells(list(page)))[1]?.[0]).toContain(newest.rows[0]!.name)
  const shown = main(page).getByRole('status').filter({ hasText: 'shown' })
  await expect(shown).toHaveText(/^100 of [\d,]+ rows shown$/)
  await main(page).getByRole('button', { name: 'Show more' }).click()
  await expect(shown).not.toHaveText(/^100 of/)
  await page.keyboard.press('/')
  await page.keyboard.type(newest.rows[0]!.name)
  await expect(page).toHaveURL(/search=/)
  await settled(page)
  const found = await ask.customers({ ...asked, search: newest.rows[0]!.name })
  await expect(total(page)).toContainText(`${count(found.total.customers)} customer`)
  await page.reload()
  await expect(total(page)).toContainText(`${count(found.total.customers)} customer`)
  await main(page).getByRole('button', { name: /^Who/ }).click()
  await page.getByRole('menuitemradio', { name: 'Churned in the range' }).click()
  await expect(page).toHaveURL(/state=churned/)
})

test('the export of a list is of exactly its customers', async ({ page }) => {
  await open(page, `/customers/all?${month.search}&state=new`)
  const [, shown] = /^([\d,]+) customers/.exec((await total(page).textContent())!)!
  await page.getByRole('button', { name: 'Export', exact: true }).click()
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('menuitem', { name: /^JSON/ }).click(),
  ])
  const { tables } = JSON.parse(readFileSync(await download.path(), 'utf8')) as { tables: { rows: unknown[] }[] }
  expect(tables[0]?.rows).toHaveLength(Number(shown!.replace(',', '')))
})

test('a customer’s page has their figures; an order opens its lines, and the lines lead back', async ({
  page,
  request,
}) => {
  await open(page, `/customers/all?${month.search}&state=returning`)
  const name = (await list(page).getByRole('row').nth(1).getByRole('button').textContent())!.replace(/\. Open.*/, '')
  await list(page).getByRole('row').nth(1).click()
  await expect(page).toHaveURL(/\/customers\/\d+\?/)
  await expect(page.getByRole('heading', { level: 2, name })).toBeVisible()
  const customer = await truth(request).customer(Number(/customers\/(\d+)/.exec(page.url())![1]))
  const facts = page.getByRole('region', { name: customer.name })
  await expect(facts).toContainText(`Value to date?${money(customer.lifetimeValue)}`)
  await expect(facts).toContainText(`${count(customer.lifetimeOrders)} orders`)
  await expect(facts).toContainText(`Probability alive?${Math.round(customer.prediction!.probabilityAlive * 100)}%`)
  await expect(card(page, 'May they leave?')).toContainText(customer.risk!.recommendation)
  await expect(card(page, 'Timeline').getByRole('link')).toHaveCount(
    customer.orders.filter(order => order.revenue > 0).length,
  )
  const order = customer.orders[0]!
  await page.getByRole('table', { name: 'Orders' }).getByRole('row').nth(1).click()
  await expect(page).toHaveURL(new RegExp(`/transactions\\?range=all&customer=${customer.id}&order=`))
  await expect(
    page.getByRole('table', { name: 'Rows' }).getByRole('row', { name: order.orderId }).first(),
  ).toBeVisible()
  await main(page).getByRole('link', { name: 'Open this customer' }).click()
  await expect(page).toHaveURL(`/customers/${customer.id}?range=all`)
  await page.goto('/customers/999999999')
  await expect(main(page).getByText('There is no such customer')).toBeVisible()
})

test('the bridge’s steps and the dashboard’s customers open the list', async ({ page, request }) => {
  const ask = truth(request)
  await open(page, `/?${month.search}`)
  await opens(page, rowsOf(page, 'Customers'), (await ask.kpis(month.question)).totalCustomers.value!)
  await open(page, `/revenue?${month.search}`)
  const gone = await ask.customers({ ...month.question, state: 'gone' })
  await opens(
    page,
    card(page, 'Why revenue changed').getByRole('link', { name: /did not come back/ }),
    gone.total.customers,
  )
})

test('the model’s record is one click away', async ({ page }) => {
  await open(page, '/customers')
  await main(page).getByRole('button', { name: 'How good is this?' }).click()
  const dialog = page.getByRole('dialog', { name: 'How good are these risks?' })
  await expect(dialog).toContainText(/AUC0\.\d\d/)
  await expect(dialog.getByRole('figure')).toBeVisible()
  expect(await findings(page)).toEqual([])
  await page.keyboard.press('Escape')
  await expect(page).toHaveURL('/customers')
})

test('axe finds nothing on a customer’s page, nor at 390 px on any of the three, charts as tables', async ({
  page,
  request,
}) => {
  test.slow()
  const [someone] = (await truth(request).customers({ state: 'at-risk', limit: 1 })).rows
  for (const [path, shown] of [
    [`/customers/${someone!.id}`, 'Orders'],
    ['/customers', 'Customers at risk'],
    ['/customers/all', 'Customers'],
  ] as const) {
    await page.goto(path)
    await page.getByRole('table', { name: shown, exact: true }).waitFor()
    await settled(page)
    if (path.endsWith(String(someone!.id))) expect.soft(await findings(page), path).toEqual([])
    await page.setViewportSize({ width: 390, height: 844 })
    expect.soft(await findings(page), `${path} at 390 px`).toEqual([])
    const switches = main(page).getByRole('button', { name: /^View .* as table$/ })
    for (let left = await switches.count(); left > 0; left--) {
      await switches.first().click()
      await expect(switches).toHaveCount(left - 1)
    }
    expect.soft(await findings(page), `${path} as tables`).toEqual([])
    await page.setViewportSize({ width: 1280, height: 720 })
  }
})
