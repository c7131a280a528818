import { readFile } from 'node:fs/promises'
import { csvFilesOf } from '../setup/read-csv.ts'
import { card, cells, cents, count, exact, expect, lastMonth, money, numberIn, open, test, truth } from './screen.ts'

const month = lastMonth()
const address = `/revenue?${month.search}`

test('the six figures are those of the API', async ({ page, request }) => {
  await open(page, address)
  const kpis = await truth(request).revenueKpis(month.question)
  const shown = await Promise.all(
    ['Revenue', 'Orders', 'Average order value', 'Units', 'Gross margin', 'Refunds'].map(name => exact(page, name)),
  )
  expect(shown).toEqual([
    money(kpis.revenue.value),
    count(kpis.orders.value),
    money(kpis.avgOrderValue.value),
    count(kpis.units.value),
    money(kpis.grossMargin.value),
    money(kpis.refunds.value),
  ])
  expect(kpis.orders.value).toBeGreaterThan(0)
})

test('each breakdown sums to the revenue and agrees with the API', async ({ page, request }) => {
  await open(page, address)
  const { revenue } = await truth(request).revenueKpis(month.question)
  const regions = await truth(request).byRegion(month.question)
  for (const title of ['By category', 'By region', 'By channel']) {
    await page.getByRole('button', { name: `View ${title} as table` }).click()
    const [, ...lines] = await cells(card(page, title).getByRole('table'))
    const rows = lines.slice(0, -1)
    expect(lines.at(-1)?.slice(0, 4), title).toEqual([
      'Total',
      money(revenue.value),
      '100.0%',
      money(revenue.previousValue),
    ])
    expect(cents(rows.reduce((sum, row) => sum + numberIn(row[1]!), 0)), title).toBe(revenue.value)
    if (title === 'By region')
      expect(rows.map(([name, value, , then]) => [name, value, then])).toEqual(
        regions.map(row => [row.region, money(row.revenue), money(row.previousRevenue)]),
      )
  }
})

test('the bridge leads exactly from one window to the other, by customers and by price', async ({ page, request }) => {
  await open(page, address)
  const { revenue } = await truth(request).revenueKpis(month.question)
  const bridge = card(page, 'Why revenue changed')
  const steps = async () => {
    await expect(bridge.locator('[aria-busy=true]')).toHaveCount(0)
    const words = (await bridge.getByRole('figure').locator('figcaption').textContent()) ?? ''
    return words.slice(words.indexOf('): ', words.indexOf(' to ')) + 3).split(/, (?=[A-Z])/)
  }
  await expect(bridge.getByRole('figure')).toContainText(`From ${money(revenue.previousValue)}`)
  await expect(bridge.getByRole('figure')).toContainText(`to ${money(revenue.value)}`)
  const ways = { customers: /New customers/, 'price-volume-mix': /Volume/ }
  expect((await steps()).join()).toMatch(ways.customers)
  await bridge.getByRole('radio', { name: 'Price, volume, mix' }).check()
  await expect(page).toHaveURL(/bridge=price-volume-mix/)
  await expect(bridge.getByRole('figure')).toContainText('Volume')
  for (const by of Object.keys(ways)) {
    const { from, to, steps: amounts } = await truth(request).bridge({ ...month.question, by })
    expect([from, cents(to), cents(Number(from) + amounts.reduce((sum, step) => sum + step.amount, 0))]).toEqual([
      revenue.previousValue,
      revenue.value,
      revenue.value,
    ])
  }
})

test('the period comparison has both windows and the differences', async ({ page, request }) => {
  await open(page, address)
  const { revenue, orders } = await truth(request).revenueKpis(month.question)
  const [head, ...rows] = await cells(card(page, 'Period comparison').getByRole('table'))
  expect(head?.length).toBe(5)
  const [inMoney, inOrders] = [rows.find(row => row[0] === 'Revenue')!, rows.find(row => row[0] === 'Orders')!]
  expect(inMoney.slice(1, 3)).toEqual([money(revenue.value), money(revenue.previousValue)])
  expect(numberIn(inMoney[3]!)).toBe(cents(revenue.value! - revenue.previousValue!))
  expect(inOrders.slice(1, 3)).toEqual([count(orders.value), count(orders.previousValue)])
})

test('without a comparison nothing is compared, and one click brings it back', async ({ page }) => {
  await open(page, `${address}&vs=none`)
  await expect(card(page, 'Revenue')).toContainText('not compared')
  await card(page, 'Why revenue changed').getByRole('button', { name: 'Compare with the previous period' }).click()
  await expect(page).not.toHaveURL(/vs=/)
  await expect(card(page, 'Revenue')).not.toContainText('not compared')
})

test('previous year compares with the same days a year before', async ({ page, request }) => {
  await open(page, address)
  await page.getByRole('button', { name: 'Comparison:' }).click()
  await page.getByRole('dialog', { name: 'Comparison' }).getByRole('button', { name: 'Previous year' }).click()
  await expect(page).toHaveURL(/vs=year/)
  const { revenue } = await truth(request).revenueKpis({ ...month.question, compare: 'previous_year' })
  await expect(card(page, 'Revenue').getByTitle(money(revenue.previousValue), { exact: true })).toBeVisible()
  await expect(page.getByRole('main')).toContainText(String(Number(month.start.slice(0, 4)) - 1))
})

test('products: all of them with their sums, and a search of all that the address keeps and Back undoes', async ({
  page,
  request,
}) => {
  await open(page, address)
  const { rows, total } = await truth(request).products({ ...month.question, limit: 1000 })
  const { revenue } = await truth(request).revenueKpis(month.question)
  const table = page.getByRole('table', { name: 'Revenue by product' })
  const sums = () => table.getByRole('row').last()
  await expect(card(page, 'Products')).toContainText(`${total.products} products`)
  await expect(card(page, 'Products')).toContainText(`20 of ${total.products} rows shown`)
  await card(page, 'Products').getByRole('button', { name: 'Show more' }).click()
  await expect(table).toHaveAttribute('aria-rowcount', String(total.products + 1))
  await expect(sums()).toContainText(`All ${total.products} products`)
  await expect(sums()).toContainText(money(revenue.value))
  // a click would reach it: no name of a product covers it
  await table.getByRole('cell', { name: /^All/ }).click({ trial: true })
  const wanted = rows.at(-1)!
  const search = page.getByRole('searchbox', { name: 'Search products' })
  await search.fill(wanted.name.toUpperCase())
  await expect(page).toHaveURL(/[?&]search=/)
  await expect(table.getByRole('row').nth(1)).toContainText(money(wanted.revenue))
  const found = (await truth(request).products({ ...month.question, search: wanted.name })).total
  await expect(sums()).toContainText(
    `${found.products} product${found.products === 1 ? ' that matches' : 's that match'}`,
  )
  await expect(sums()).toContainText(money(found.revenue))
  await page.reload()
  await expect(search).toHaveValue(wanted.name.toUpperCase())
  await expect(sums()).toContainText(money(found.revenue))
  await search.fill('no such product')
  await expect(card(page, 'Products')).toContainText('Nothing matches “no such product”.')
  await page.goBack()
  await expect(page).not.toHaveURL(/search=/)
  await expect(search).toHaveValue('')
  await expect(sums()).toContainText(`All ${total.products} products`)
})

test('every column sorts all products, the file has what the screen has, and nothing of it goes along to other pages', async ({
  page,
  request,
}) => {
  await open(page, `${address}&table=region`)
  const table = page.getByRole('table', { name: 'Revenue by product' })
  const firstName = async () => (await cells(table))[1]?.[0]
  for (const [column, parameters] of [
    ['Units', { sort: 'units' }],
    ['Change', { sort: 'growth' }],
    ['Change', { sort: 'growth', direction: 'asc' }],
    ['Product', { sort: 'name', direction: 'asc' }],
  ] as const) {
    await table.getByRole('button', { name: column, exact: true }).click()
    const { rows } = await truth(request).products({ ...month.question, ...parameters, limit: 1 })
    await expect.poll(firstName).toBe(`${rows[0]!.name} . See the rows`)
  }
  await expect(page).toHaveURL(`${address}&table=region&sort=name&direction=asc`)
  await page.getByRole('banner').getByRole('button', { name: 'Export' }).click()
  const coming = page.waitForEvent('download')
  await page.getByRole('menuitem', { name: 'CSV' }).click()
  const list = csvFilesOf(await readFile(await (await coming).path())).tableOf('Products by name')
  const { total, rows } = await truth(request).products({
    ...month.question,
    sort: 'name',
    direction: 'asc',
    limit: 1000,
  })
  expect([list.length, list[0]!.Product, list.at(-1)!.Product]).toEqual([
    total.products,
    rows[0]!.name,
    rows.at(-1)!.name,
  ])
  await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Executive' }).click()
  await expect(page).toHaveURL(`/?${month.search}`)
})

test('a chart shown as a table is in the address: reload keeps it, Back undoes it', async ({ page }) => {
  await open(page, address)
  await page.getByRole('button', { name: 'View By region as table' }).click()
  await expect(page).toHaveURL(`${address}&table=region`)
  await page.reload()
  await expect(card(page, 'By region').getByRole('table')).toBeVisible()
  await page.goBack()
  await expect(page).toHaveURL(address)
  await expect(card(page, 'By region').getByRole('table')).toHaveCount(0)
})

test('the interval changes the buckets and nothing else', async ({ page, request }) => {
  await open(page, address)
  const { revenue } = await truth(request).revenueKpis(month.question)
  await page.getByRole('button', { name: 'Interval:' }).click()
  await page.getByRole('menuitemradio', { name: 'Week' }).click()
  await expect(page).toHaveURL(/by=week/)
  await expect(page.getByRole('slider', { name: 'Revenue over time: week' })).toBeVisible()
  await page.getByRole('button', { name: 'View Revenue over time as table' }).click()
  const [, ...lines] = await cells(card(page, 'Revenue over time').getByRole('table'))
  const [weeks, total] = [lines.slice(0, -1), lines.at(-1)!]
  expect(weeks.length).toBeLessThan(7)
  expect([total[0], numberIn(total[1]!)]).toEqual(['Total', revenue.value])
  expect(cents(weeks.reduce((sum, row) => sum + numberIn(row[1]!), 0))).toBe(revenue.value)
})

test('the wheel over the products moves the page, whose table has its head and its sums in sight', async ({ page }) => {
  await page.setViewportSize({ width: 1440, height: 900 })
  await open(page, '/revenue')
  const table = page.getByRole('table', { name: 'Revenue by product' })
  await table.scrollIntoViewIfNeeded()
  await table.getByRole('row').nth(3).hover()
  const at = () => page.evaluate('scrollY') as Promise<number>
  const before = await at()
  // what stands below comes when one gets there
  const wheel = async () => {
    await page.mouse.wheel(0, 100)
    return at()
  }
  await expect.poll(wheel).toBeGreaterThan(before + 200)
  await expect(table.getByRole('columnheader', { name: 'Category' })).toBeInViewport({ ratio: 1 })
  await expect(table.getByText(/^All \d+ products$/)).toBeInViewport({ ratio: 1 })
  await page.mouse.wheel(0, -800)
  await expect.poll(at).toBeLessThan(before + 100)
  await card(page, 'Products').getByRole('button', { name: 'Show more' }).click()
  await expect(card(page, 'Products').getByText(/^\d+ rows$/)).toBeVisible()
  await table.getByRole('row').nth(15).hover()
  await page.mouse.wheel(0, 1500)
  await expect.poll(at).toBeGreaterThan(before + 1000)
  await expect(table.getByRole('columnheader', { name: 'Category' })).toBeInViewport({ ratio: 1 })
})

test('the trend as a table adds up to the figure, and a measure that does not add up says no sum', async ({
  page,
  request,
}) => {
  await open(page, `${address}&table=trend`)
  const { revenue } = await truth(request).revenueKpis(month.question)
  const trend = card(page, 'Revenue over time')
  expect((await cells(trend.getByRole('table'))).at(-1)?.slice(0, 4)).toEqual([
    'Total',
    money(revenue.value),
    '',
    expect.stringMatching(/^(\$[\d,.]+|—)$/),
  ])
  await open(page, `${address}&table=trend&measure=customers`)
  const lines = await cells(card(page, 'Customers over time').getByRole('table'))
  expect(lines.map(([name]) => name)).not.toContain('Total')
})

test('all time is compared with nothing, and of earlier deals it is said that there are no orders beside them', async ({
  page,
}) => {
  await open(page, '/revenue?range=all')
  await expect(page.getByText('no earlier data to compare with')).toBeVisible()
  await expect(page.getByText(/Compared with less/)).toHaveCount(0)
  await open(page, '/?range=all')
  await expect(page.getByText(/^No orders to compare with: they begin on/)).toBeVisible()
  await expect(page.getByText(/Compared with less/)).toHaveCount(0)
})
