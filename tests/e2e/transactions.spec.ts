import type { Page } from '@playwright/test'
import { findings } from './axe.ts'
import { card, cells, expect, lastMonth, main, money, numberIn, open, test, truth } from './screen.ts'

const month = lastMonth()
const address = `/transactions?${month.search}`
const total = (page: Page) => main(page).getByRole('status').filter({ hasText: 'revenue' })
const table = (page: Page) => page.getByRole('table', { name: 'Rows' })

test('the rows are those behind the revenue, with their number and sum above', async ({ page, request }) => {
  await open(page, address)
  const { totalRevenue } = await truth(request).kpis(month.question)
  const rows = await truth(request).rows(month.question)
  await expect(total(page)).toHaveText(
    `${rows.total.rows.toLocaleString('en-US')} rows, ${money(totalRevenue.value)} revenue`,
  )
  const [, first] = await cells(table(page))
  expect(first?.[1]).toBe(rows.rows[0]?.orderId)
  expect(first?.at(-1)).toBe(money(rows.rows[0]!.amount))
})

test('sorting by amount shows the largest of all rows first, and the address keeps it', async ({ page, request }) => {
  await open(page, address)
  await table(page).getByRole('button', { name: 'Amount' }).click()
  await expect(page).toHaveURL(/sort=amount/)
  await expect(table(page).getByRole('columnheader', { name: 'Amount' })).toHaveAttribute('aria-sort', 'descending')
  const { rows } = await truth(request).rows({ ...month.question, sort: 'amount' })
  await expect.poll(async () => (await cells(table(page)))[1]?.at(-1)).toBe(money(rows[0]!.amount))
  await table(page).getByRole('button', { name: 'Date' }).click()
  await expect(page).not.toHaveURL(/sort=/)
})

test('a comparison means nothing to rows: no control, no key, no second window', async ({ page }) => {
  await open(page, '/transactions?range=7d&vs=year')
  await expect(page.getByRole('button', { name: 'Date range:' })).toBeVisible()
  await expect(page.getByRole('button', { name: 'Comparison:' })).toHaveCount(0)
  await expect(main(page).getByText(/\bvs \d/)).toHaveCount(0)
  await page.keyboard.press('x')
  await expect(page).toHaveURL('/transactions?range=7d&vs=year')
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox').fill('previous year')
  await expect(page.getByRole('dialog')).toContainText('Nothing matches.')
  await page.keyboard.press('Escape')
  // on the way back it is as it was
  await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Revenue' }).click()
  await expect(page.getByRole('button', { name: 'Comparison: vs previous year' })).toBeVisible()
})

test('more rows come on demand, without repeating one', async ({ page }) => {
  await open(page, address)
  const shown = main(page).getByRole('status').filter({ hasText: 'shown' })
  await expect(shown).toHaveText(/^100 of [\d,]+ rows shown$/)
  await main(page).getByRole('button', { name: 'Show more' }).click()
  await expect(shown).toHaveText(/^300 of [\d,]+ rows shown$/)
  await expect(table(page)).toHaveAttribute('aria-rowcount', '301')
})

test('all rows include those that do not count as revenue', async ({ page, request }) => {
  await open(page, address)
  await main(page).getByRole('radio', { name: 'All rows' }).check()
  await expect(page).toHaveURL(/rows=all/)
  await expect(card(page, 'All order lines')).toBeVisible()
  const [counted, all] = [
    await truth(request).rows(month.question),
    await truth(request).rows({ ...month.question, rows: 'all' }),
  ]
  expect(all.total.rows).toBeGreaterThan(counted.total.rows)
  await expect(total(page)).toContainText(`${all.total.rows.toLocaleString('en-US')} rows`)
})

test('a customer and a product narrow the rows; each chip lets go', async ({ page, request }) => {
  await open(page, address)
  const { rows } = await truth(request).rows(month.question)
  const [first] = rows
  const all = await total(page).textContent()
  await table(page).getByRole('button', { name: first!.customer, exact: true }).first().click()
  await expect(page).toHaveURL(new RegExp(`customer=${first!.customerId}`))
  const ofCustomer = await truth(request).rows({ ...month.question, customer: first!.customerId })
  await expect(total(page)).toContainText(money(ofCustomer.total.revenue))
  await table(page).getByRole('button', { name: first!.product, exact: true }).first().click()
  const ofBoth = await truth(request).rows({
    ...month.question,
    customer: first!.customerId,
    product: first!.productId,
  })
  await expect(total(page)).toContainText(`${money(ofBoth.total.revenue)} revenue`)
  const [, ...shown] = await cells(table(page))
  expect(numberIn(shown[0]!.at(-1)!)).toBe(ofBoth.rows[0]!.amount)
  await main(page)
    .getByRole('button', { name: `Remove Product: ${first!.product}` })
    .click()
  await main(page)
    .getByRole('button', { name: `Remove Customer: ${first!.customer}` })
    .click()
  await expect(page).toHaveURL(address)
  await expect(total(page)).toHaveText(all!)
})

test('a search finds an order among all rows, and Back lets go', async ({ page, request }) => {
  await open(page, address)
  const all = await total(page).textContent()
  const { rows } = await truth(request).rows({ ...month.question, sort: 'oldest', limit: 1 })
  await page.keyboard.press('/')
  await page.keyboard.type(rows[0]!.orderId)
  await expect(page).toHaveURL(`${address}&search=${rows[0]!.orderId}`)
  const found = await truth(request).rows({ ...month.question, search: rows[0]!.orderId })
  await expect(total(page)).toContainText(`${money(found.total.revenue)} revenue`)
  expect((await cells(table(page)))[1]?.[1]).toBe(rows[0]!.orderId)
  await page.goBack()
  await expect(page).toHaveURL(address)
  await expect(total(page)).toHaveText(all!)
})

test('every column sorts both ways, and so does the file', async ({ page, request }) => {
  await open(page, address)
  for (const [column, sort] of [
    ['Customer', 'customer'],
    ['Sales rep', 'rep'],
    ['Quantity', 'quantity'],
  ] as const) {
    const head = table(page).getByRole('button', { name: column, exact: true })
    await head.click()
    await expect(page).toHaveURL(new RegExp(`sort=${sort}`))
    const first = page.url().includes('direction=asc') ? 'asc' : 'desc'
    await head.click()
    await expect(page).toHaveURL(first === 'asc' ? /^(?!.*direction)/ : /direction=asc/)
    const direction = first === 'asc' ? 'desc' : 'asc'
    const { rows } = await truth(request).rows({ ...month.question, sort, direction })
    await expect.poll(async () => (await cells(table(page)))[1]?.[1]).toBe(rows[0]!.orderId)
  }
})

test('a cell narrows by Enter; status, amount and an order narrow, and each chip lets go', async ({
  page,
  request,
}) => {
  await open(page, address)
  await main(page).getByRole('button', { name: 'Status all' }).click()
  await page.getByRole('checkbox', { name: 'pending' }).check()
  await page.keyboard.press('Escape')
  await expect(page).toHaveURL(/status=pending&rows=all/)
  await main(page).getByRole('button', { name: 'Amount all' }).click()
  await page.getByLabel('At least').fill('100')
  await page.getByLabel('At least').press('Enter')
  await expect(page).toHaveURL(/amount_from=100/)
  const asked = { ...month.question, status: 'pending', rows: 'all', amount_from: 100 }
  const { total: found, rows } = await truth(request).rows(asked)
  await expect(total(page)).toContainText(`${found.rows} row`)
  const order = table(page).getByRole('button', { name: rows[0]!.orderId, exact: true }).first()
  await order.focus()
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(new RegExp(`order=${rows[0]!.orderId}`))
  const one = await truth(request).rows({ ...asked, order: rows[0]!.orderId })
  await expect(total(page)).toContainText(`${one.total.rows} row`)
  for (const label of [`Order: ${rows[0]!.orderId}`, 'Status: pending', 'Amount: at least $100.00'])
    await main(page)
      .getByRole('button', { name: `Remove ${label}`, exact: true })
      .click()
  await expect(page).toHaveURL(`${address}&rows=all`)
})

test('columns and density are chosen, and remembered', async ({ page }) => {
  await open(page, address)
  await main(page).getByRole('button', { name: 'Columns' }).click()
  await page.getByRole('checkbox', { name: 'Region' }).uncheck()
  await page.getByRole('radio', { name: 'Compact' }).check()
  await page.keyboard.press('Escape')
  await expect(page).toHaveURL(`${address}&hide=region`)
  await expect(table(page).getByRole('columnheader', { name: 'Region' })).toHaveCount(0)
  await open(page, '/transactions')
  await expect(page).toHaveURL('/transactions?hide=region')
  await expect(table(page).getByRole('columnheader', { name: 'Region' })).toHaveCount(0)
})

test('the same lines as orders: as many as the figure says, and each opens its lines', async ({ page, request }) => {
  await open(page, address)
  await main(page).getByRole('radio', { name: 'Orders' }).check()
  const orders = page.getByRole('table', { name: 'Orders' })
  const kpis = await truth(request).revenueKpis(month.question)
  await expect(total(page)).toContainText(`${kpis.orders.value!.toLocaleString('en-US')} orders`)
  const [, first] = await cells(orders)
  await orders.getByRole('button', { name: first![0]!, exact: true }).first().click()
  await expect(page).toHaveURL(new RegExp(`order=${first![0]}`))
  const { total: found } = await truth(request).rows({ ...month.question, order: first![0]! })
  await expect(total(page)).toContainText(`${found.rows} row`)
})

test('on a phone rows are cards, in the order that a menu chooses', async ({ page, request }) => {
  await page.setViewportSize({ width: 390, height: 800 })
  await page.goto(address)
  const list = page.getByRole('list', { name: 'Rows' })
  await expect(list.getByRole('listitem')).toHaveCount(100)
  await main(page).getByRole('button', { name: 'By Date' }).click()
  await page.getByRole('menuitemradio', { name: 'Amount' }).click()
  const { rows } = await truth(request).rows({ ...month.question, sort: 'amount' })
  await expect(list.getByRole('listitem').first()).toContainText(money(rows[0]!.amount))
})

test('axe finds nothing in the table, the orders, its panels and the cards', async ({ page }) => {
  await open(page, `${address}&status=completed`)
  expect(await findings(page)).toEqual([])
  await main(page).getByRole('button', { name: 'Columns' }).click()
  await page.getByRole('checkbox', { name: 'Region' }).waitFor()
  expect(await findings(page)).toEqual([])
  await page.keyboard.press('Escape')
  await main(page).getByRole('radio', { name: 'Orders' }).check()
  await page.getByRole('table', { name: 'Orders' }).waitFor()
  expect(await findings(page)).toEqual([])
  await page.setViewportSize({ width: 390, height: 800 })
  await page.getByRole('list', { name: 'Orders' }).waitFor()
  expect(await findings(page)).toEqual([])
})
