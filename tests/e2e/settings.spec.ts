import type { Page } from '@playwright/test'
import { findings } from './axe.ts'
import { exact, expect, lastMonth, main, open, settled, test, truth } from './screen.ts'

test.use({ serves: 'demo for settings' })

const form = (page: Page, name: string) => main(page).getByRole('form', { name })
const save = async (page: Page, name: string) => {
  await form(page, name).getByRole('button', { name: 'Save' }).click()
  await expect(form(page, name).getByRole('status').last()).toHaveText('Saved. Every open page follows.')
}

test('G S and the palette lead to the settings; each control is named and says what it changes', async ({ page }) => {
  await open(page, '/')
  await page.keyboard.press('g')
  await page.keyboard.press('s')
  await expect(page).toHaveURL('/settings')
  await settled(page)
  for (const [name, says] of [
    ['Weeks begin on', /first day of a week in charts/],
    ['Fiscal year begins in', /^Quarters and years/],
    ['Compare by', /same weekdays of before/],
    ['Days until a customer has churned', /counts as lost/],
    ['Currency', /exchanged at a rate/],
    ['Time zone', /^When a day begins for your business/],
  ] as const)
    await expect(main(page).getByLabel(name, { exact: true })).toHaveAccessibleDescription(says)
  await open(page, '/data')
  await page.keyboard.press('Control+k')
  await page.getByRole('dialog', { name: 'Command palette' }).getByRole('combobox').fill('go to settings')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL('/settings')
})

test('weeks, the fiscal year and comparisons change on another open page, which follows by itself', async ({
  page,
  context,
  request,
}) => {
  const other = await context.newPage()
  await open(other, `/revenue?${lastMonth().search}&by=week`)
  await expect(other.getByRole('complementary')).toContainText('weeks from Monday')
  const before = await truth(request).revenueKpis(lastMonth().question)
  await open(page, '/settings')
  await form(page, 'Calendar and comparisons').getByLabel('Weeks begin on').selectOption('Sunday')
  await form(page, 'Calendar and comparisons').getByLabel('Fiscal year begins in').selectOption('April')
  await form(page, 'Calendar and comparisons').getByLabel('Compare by').selectOption('Dates')
  await expect(form(page, 'Calendar and comparisons').getByRole('status')).toHaveText('Not saved yet.')
  await save(page, 'Calendar and comparisons')
  await expect(other.getByRole('complementary')).toContainText('weeks from Sunday')
  await other.getByRole('button', { name: /^Comparison:/ }).click()
  await expect(other.getByRole('radio', { name: 'Dates' })).toBeChecked()
  const answer = await (await request.get('/api/data')).json()
  expect(answer.data.workspace).toMatchObject({ weekStart: 7, fiscalMonth: 4, compareMatch: 'date' })
  await page.reload()
  await expect(main(page).getByLabel('Fiscal year begins in')).toHaveValue('4')
  expect((await truth(request).revenueKpis(lastMonth().question)).revenue.value).toBe(before.revenue.value)
})

test('what is set elsewhere shows at once, but for what is being chosen here; Discard gives it up', async ({
  page,
  request,
}) => {
  await open(page, '/settings')
  const [days, weeks] = [main(page).getByLabel(/^Days until/), main(page).getByLabel('Weeks begin on')]
  await days.fill('90')
  expect((await request.patch('/api/settings?week_start=6&churn_after_days=365')).status()).toBe(200)
  await expect(weeks).toHaveValue('6')
  await expect(days).toHaveValue('90')
  await form(page, 'Customers').getByRole('button', { name: 'Discard' }).click()
  await expect(days).toHaveValue('365')
  await expect(form(page, 'Customers').getByRole('status')).toHaveText('')
})

test('churn follows the days, by keyboard; what is no number of days is refused in words', async ({
  page,
  request,
}) => {
  const lost = async () => (await truth(request).overview({})).churned.value
  await open(page, '/settings')
  const days = main(page).getByLabel(/^Days until/)
  await days.focus()
  for (const wrong of ['0', 'many', '4000']) {
    await page.keyboard.press('Control+a')
    await page.keyboard.type(wrong)
    await page.keyboard.press('Enter')
    await expect(form(page, 'Customers').getByRole('alert')).toHaveText(
      `Not saved: expected a whole number of days from 1 to 3650, got "${wrong}".`,
    )
  }
  const before = await lost()
  await page.keyboard.press('Control+a')
  await page.keyboard.type('20')
  await page.keyboard.press('Enter')
  await expect(form(page, 'Customers').getByRole('status')).toHaveText('Saved. Every open page follows.')
  await expect(form(page, 'Customers').getByRole('alert')).toHaveCount(0)
  await expect(days).toBeFocused()
  expect(await lost()).not.toBe(before)
})

test('stages are moved and weighted by keyboard, and the funnel follows', async ({ page, request }) => {
  const stages = async () => (await (await request.get('/api/settings')).json()).data.stages as { name: string }[]
  const [first, second] = (await stages()).map(({ name }) => name) as [string, string]
  const weighted = async () => (await truth(request).pipelineKpis({})).weightedValue.value
  const before = await weighted()
  await open(page, '/settings')
  const down = main(page).getByRole('button', { name: `Move ${first} down` })
  await down.focus()
  await page.keyboard.press('Enter')
  await expect(down).toBeFocused()
  await expect(form(page, 'Stages of deals').getByText(`${first} is now 2 of`)).toBeAttached()
  await expect(main(page).getByRole('button', { name: `Move ${second} up` })).toHaveAttribute('aria-disabled', 'true')
  const percent = main(page).getByLabel(`Probability of ${first}, in percent`)
  await percent.fill('120')
  await form(page, 'Stages of deals').getByRole('button', { name: 'Save' }).press('Enter')
  await expect(form(page, 'Stages of deals').getByRole('alert')).toContainText('from 0 to 100, such as 12.5, got "120"')
  await percent.fill('12.5')
  await save(page, 'Stages of deals')
  expect((await stages()).slice(0, 2)).toMatchObject([{ name: second }, { name: first, probability: 0.125 }])
  expect(await weighted()).not.toBe(before)
  await open(page, '/operations')
  const names = (await truth(request).pipeline({})).map(({ stage }) => stage)
  expect(names.slice(0, 2)).toEqual([second, first])
})

test('another currency is asked about, and stands at every amount at once', async ({ page, context }) => {
  const other = await context.newPage()
  await open(other, `/revenue?${lastMonth().search}`)
  const dollars = (await exact(other, 'Revenue'))!
  await open(page, '/settings')
  await main(page).getByLabel('Currency').selectOption('JPY')
  await form(page, 'Money and time').getByRole('button', { name: 'Save' }).click()
  const question = page.getByRole('dialog', { name: 'Call all amounts JPY?' })
  await expect(question).toContainText('Amounts are not converted: what was 100 USD is 100 JPY then')
  expect(await findings(page)).toEqual([])
  await question.getByRole('button', { name: 'Keep USD' }).click()
  await expect(question).toHaveCount(0)
  await expect(form(page, 'Money and time').getByRole('status')).toHaveText('Not saved yet.')
  await form(page, 'Money and time').getByRole('button', { name: 'Save' }).press('Enter')
  await question.getByRole('button', { name: 'Change to JPY' }).press('Enter')
  await expect(form(page, 'Money and time').getByRole('status')).toHaveText('Saved. Every open page follows.')
  const whole = Math.round(Number(dollars.replace(/[$,]/g, '')))
  await expect.poll(() => exact(other, 'Revenue')).toBe(`¥${new Intl.NumberFormat('en-US').format(whole)}`)
  await expect(main(other).getByText('$')).toHaveCount(0)
})

test('another zone is asked about with what moves, every page follows, and back is as before', async ({
  page,
  request,
}) => {
  // moments of their own beside the demo, which is written by the clock: 03:00 in Tokyo of the day after
  const rows = [1, 2].map(n => ({
    order_id: `zone-${n}`,
    line_id: 1,
    date: `${lastMonth().end}T18:00:00Z`,
    product_name: 'Night lamp',
    amount: 1000,
  }))
  expect((await request.post('/api/transactions?demo=true', { data: { rows } })).status()).toBe(200)
  const revenue = async () => (await truth(request).revenueKpis(lastMonth().question)).revenue.value!
  await expect.poll(async () => (await (await request.get('/api/data')).json()).data.dirty ?? false).toBe(false)
  const before = await revenue()
  await open(page, '/settings')
  const money = form(page, 'Money and time')
  await main(page).getByLabel('Time zone').selectOption('Asia/Tokyo')
  await money.getByRole('button', { name: 'Save' }).click()
  const question = page.getByRole('dialog', { name: 'Let days begin as in Asia/Tokyo?' })
  await expect(question).toContainText('2 orders change their day')
  expect(await findings(page)).toEqual([])
  await question.getByRole('button', { name: /^Keep / }).click()
  await expect(money.getByRole('status')).toHaveText('Not saved yet.')
  await money.getByRole('button', { name: 'Save' }).press('Enter')
  await question.getByRole('button', { name: 'Change to Asia/Tokyo' }).press('Enter')
  await expect(money.getByRole('status')).toHaveText('Saved. Every open page follows.', { timeout: 60_000 })
  expect(await revenue()).toBeCloseTo(before - 2000, 2)
  await main(page).getByLabel('Time zone').selectOption('UTC')
  await money.getByRole('button', { name: 'Save' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Change to UTC' }).click()
  await expect(money.getByRole('status')).toHaveText('Saved. Every open page follows.', { timeout: 60_000 })
  expect(await revenue()).toBe(before)
})

test('a failure is said, and what was chosen is still there', async ({ page }) => {
  await open(page, '/settings')
  await page.route('**/api/settings?*', route => route.abort())
  await main(page)
    .getByLabel(/^Days until/)
    .fill('77')
  await form(page, 'Customers').getByRole('button', { name: 'Save' }).click()
  await expect(form(page, 'Customers').getByRole('alert')).toHaveText(
    'Not saved: The server does not answer. Is it still running?',
  )
  await expect(main(page).getByLabel(/^Days until/)).toHaveValue('77')
  await page.unroute('**/api/settings?*')
  await save(page, 'Customers')
})

test('at 390 px every control is in reach, and axe finds nothing with something chosen', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 })
  await open(page, '/settings')
  await main(page).getByLabel('Weeks begin on').selectOption('Tuesday')
  expect(await findings(page)).toEqual([])
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390)
})
