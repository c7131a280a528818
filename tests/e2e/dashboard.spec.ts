import {
  card,
  cells,
  cents,
  count,
  exact,
  expect,
  figure,
  lastMonth,
  money,
  numberIn,
  open,
  test,
  truth,
} from './screen.ts'

const month = lastMonth()
const address = `/?${month.search}`
const percent = (value: number | null) => (value === null ? null : `${value.toFixed(2).replace('-', '\u2212')}%`)

test('the six figures are those of the API, with the change and the window they are compared with', async ({
  page,
  request,
}) => {
  await open(page, address)
  const kpis = await truth(request).kpis(month.question)
  const shown = await Promise.all(
    ['Total revenue', 'Customers', 'Average order value', 'Conversion rate', 'Pipeline value', 'Growth rate'].map(
      name => exact(page, name),
    ),
  )
  expect(shown).toEqual([
    money(kpis.totalRevenue.value),
    count(kpis.totalCustomers.value),
    money(kpis.avgOrderValue.value),
    percent(kpis.conversionRate.value),
    money(kpis.pipelineValue.value),
    percent(kpis.growthRate.value),
  ])
  expect(kpis.totalRevenue.value).toBeGreaterThan(0)
  const change = kpis.totalRevenue.changePercent ?? 0
  const direction = change > 0 ? 'up' : change < 0 ? 'down' : 'no change'
  await expect(card(page, 'Total revenue').getByText(direction, { exact: true })).toBeVisible()
  await expect(card(page, 'Total revenue')).toContainText(change ? `${Math.abs(change).toFixed(1)}%` : 'no change')
  await expect(card(page, 'Total revenue').getByTitle(money(kpis.totalRevenue.previousValue))).toBeVisible()
})

test('the exact value shows on hover and on focus, the definition behind the question mark', async ({
  page,
  request,
}) => {
  await open(page, address)
  const { totalRevenue } = await truth(request).kpis(month.question)
  const words = page.getByText(`${money(totalRevenue.value)} · plotted below`, { exact: true })
  await expect(words).toHaveCount(0)
  await figure(page, 'Total revenue').hover()
  await expect(words).toBeVisible()
  await page.mouse.move(0, 0)
  await expect(words).toHaveCount(0)
  await page.getByRole('button', { name: 'What is Revenue?', exact: true }).first().focus()
  await page.keyboard.press('Tab')
  await expect(words).toBeVisible()
  await page.getByRole('button', { name: 'What is Conversion rate?' }).click()
  await expect(page.getByRole('dialog', { name: 'What is Conversion rate?' })).toContainText(
    'deals won, divided by deals won or lost',
  )
})

test('the trend as a table has every day, and its days sum to the revenue', async ({ page, request }) => {
  await open(page, `${address}&by=day`)
  const { totalRevenue } = await truth(request).kpis(month.question)
  await page.getByRole('button', { name: 'View Revenue over time as table' }).click()
  const [head, ...lines] = await cells(card(page, 'Revenue over time').getByRole('table'))
  const rows = lines.slice(0, -1)
  expect(head?.slice(0, 2)).toEqual(['Day', 'Revenue'])
  expect(lines.at(-1)?.slice(0, 2)).toEqual(['Total', money(totalRevenue.value)])
  expect(rows).toHaveLength(Number(month.end.slice(8)))
  expect(cents(rows.reduce((sum, row) => sum + numberIn(row[1]!), 0))).toBe(totalRevenue.value)
  expect(cents(rows.reduce((sum, row) => sum + numberIn(row[3]!), 0))).toBeGreaterThan(0)
})

test('categories: the table has them all, their sum is the revenue and their shares are whole', async ({
  page,
  request,
}) => {
  await open(page, address)
  const categories = await truth(request).byCategory(month.question)
  await page.getByRole('button', { name: 'View Revenue by category as table' }).click()
  const [, ...lines] = await cells(card(page, 'Revenue by category').getByRole('table'))
  const rows = lines.slice(0, -1)
  expect(lines.at(-1)).toEqual(['Total', money(cents(categories.reduce((sum, row) => sum + row.value, 0))), '100.0%'])
  expect(rows.map(([name, value]) => [name, value])).toEqual(categories.map(row => [row.category, money(row.value)]))
  expect(Math.abs(rows.reduce((sum, row) => sum + numberIn(row[2]!), 0) - 100)).toBeLessThan(0.5)
})

test('the grey rest of the donut opens in the legend', async ({ page, request }) => {
  await open(page, address)
  const categories = await truth(request).byCategory(month.question)
  const legend = card(page, 'Revenue by category')
  const smallest = legend.getByRole('button', { name: new RegExp(`^${categories.at(-1)?.category}`) })
  await expect(smallest).toHaveCount(0)
  const heights = () =>
    Promise.all(
      ['Revenue over time', 'Revenue by category'].map(async name => (await card(page, name).boundingBox())?.height),
    )
  await legend.getByRole('button', { name: `Other (${categories.length - 5})` }).click()
  await expect(smallest).toBeInViewport()
  // what stood there stays, and the neighbour's chart grows with the card
  for (const { category } of categories)
    await expect(legend.getByRole('button', { name: new RegExp(`^${category}`) })).toBeVisible()
  const [trend, parts] = await heights()
  expect(trend).toBe(parts)
  const plot = await card(page, 'Revenue over time').getByRole('figure').boundingBox()
  expect(trend! - plot!.height).toBeLessThan(100)
})

test('the funnel tells each stage with its deals, how many of them moved on, and what is open in all', async ({
  page,
  request,
}) => {
  await open(page, address)
  const { pipeline, kpis } = await truth(request).summary(month.question)
  const funnel = card(page, 'Sales pipeline')
  await page.getByRole('button', { name: 'View Sales pipeline as table' }).click()
  const [, ...rows] = await cells(funnel.getByRole('table'))
  expect(rows.map(([stage, value, deals]) => [stage, value, numberIn(deals!)])).toEqual(
    pipeline.map(row => [row.stage.replace(/^./, letter => letter.toUpperCase()), money(row.value), row.count]),
  )
  expect(rows.map(row => row.slice(4))).toEqual(
    pipeline.map(({ kind, entered, converted, lost, undecided, conversionRate }) =>
      kind === 'won'
        ? ['—', '—', '—']
        : [
            entered ? `${converted} of ${entered} (${conversionRate!.toFixed(0)}%)` : '—',
            String(lost),
            String(undecided),
          ],
    ),
  )
  const inAll = rows.slice(0, -1).reduce((sum, row) => sum + numberIn(row[1]!), 0)
  expect(cents(inAll)).toBe(kpis.pipelineValue.value)
})

test('top products: the server sorts by any column, the address keeps it, and a row leads to its order lines', async ({
  page,
  request,
}) => {
  await open(page, address)
  const products = card(page, 'Top products')
  const table = products.getByRole('table')
  const names = async () => (await cells(table)).slice(1, -1).map(([name]) => name)
  const first = async (parameters: object) =>
    (await truth(request).products({ ...month.question, ...parameters, limit: 6 })).rows.map(
      row => `${row.name} ${row.category} . See the rows`,
    )
  await expect(products).toContainText('by revenue')
  await expect(table.getByRole('columnheader', { name: 'Revenue' })).toHaveAttribute('aria-sort', 'descending')
  expect(await names()).toEqual(await first({}))
  for (const [column, sort] of [
    ['Units', { sort: 'units' }],
    ['Avg. price', { sort: 'price' }],
    ['Product', { sort: 'name', direction: 'asc' }],
    ['Product', { sort: 'name' }],
  ] as const) {
    await table.getByRole('button', { name: column, exact: true }).click()
    await expect(page).toHaveURL(new RegExp(`[?&]${new URLSearchParams(sort).toString()}$`))
    await expect.poll(names).toEqual(await first(sort))
    // the keyboard does not lose its place
    await expect(table.getByRole('button', { name: column, exact: true })).toBeFocused()
  }
  await expect(products).toContainText('by name, Z to A')
  await page.reload()
  await expect.poll(names).toEqual(await first({ sort: 'name' }))
  await page.goBack()
  await expect.poll(names).toEqual(await first({ sort: 'name', direction: 'asc' }))

  await open(page, address)
  const [best] = await truth(request).topProducts({ ...month.question, limit: 1 })
  await table.getByRole('button', { name: best!.name }).click()
  await expect(page).toHaveURL(new RegExp(`/transactions\\?.*product=${best!.id}`))
  await expect(page.getByRole('status').filter({ hasText: 'revenue' })).toContainText(money(best!.revenue))
})

test('below the top products a link leads to the table of all of them, in the same order', async ({
  page,
  request,
}) => {
  await page.goto(`${address}&region=Europe&sort=units&table=trend`)
  const { rows, total } = await truth(request).products({
    ...month.question,
    region: 'Europe',
    sort: 'units',
    limit: 1,
  })
  await card(page, 'Top products')
    .getByRole('link', { name: `All ${count(total.products)} products` })
    .click()
  await expect(page).toHaveURL(`/revenue?${month.search}&region=Europe&sort=units#products`)
  const table = page.getByRole('table', { name: 'Revenue by product' })
  await expect(table).toBeInViewport()
  expect((await cells(table))[1]?.[0]).toBe(`${rows[0]!.name} . See the rows`)
})

test('a click on a point of the trend shows that day alone', async ({ page, request }) => {
  await open(page, `${address}&by=day`)
  const trend = page.getByRole('slider', { name: 'Revenue over time: day' })
  const box = (await trend.boundingBox())!
  await trend.click({ position: { x: box.width / 2, y: box.height / 2 } })
  await expect(page).toHaveURL(/from=(\d{4}-\d{2}-\d{2})&to=\1/)
  await expect
    .poll(async () => new URL(page.url()).searchParams.get('from'))
    .toMatch(new RegExp(`^${month.start.slice(0, 7)}-1[4-8]`))
  const day = new URL(page.url()).searchParams.get('from')!
  const { totalRevenue } = await truth(request).kpis({ start_date: day, end_date: day })
  await expect.poll(() => exact(page, 'Total revenue')).toBe(money(totalRevenue.value))
})

test('what was counted and left out stands below', async ({ page }) => {
  await open(page, address)
  await expect(page.getByRole('list', { name: 'Remarks' })).toContainText(/order lines counted. Left out: \d+ rows/)
})
