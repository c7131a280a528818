import { findings } from './axe.ts'
import { card, cells, expect, lastMonth, main, money, open, test, truth } from './screen.ts'

const month = lastMonth()
const address = `/revenue?${month.search}`

test('movers, parts and pairs come when one gets there, agree with the API and are in the address', async ({
  page,
  request,
}) => {
  await open(page, address)
  await main(page).getByRole('table', { name: 'Revenue by product' }).scrollIntoViewIfNeeded()
  const movers = await truth(request).movers(month.question)
  await page.getByRole('button', { name: 'View What moved revenue as table' }).click()
  const [, ...moved] = await cells(card(page, 'What moved revenue').getByRole('table'))
  expect(moved.map(([name, , , revenue]) => [name, revenue])).toEqual(
    [...movers.gains, ...movers.losses].map(({ name, revenue }) => [name, money(revenue)]),
  )
  await card(page, 'By segment').getByRole('radio', { name: 'Sales rep' }).check()
  await expect(page).toHaveURL(/apart=rep/)
  const reps = await truth(request).breakdown({ ...month.question, by: 'rep', limit: 8 })
  await page.getByRole('button', { name: 'View By sales rep as table' }).click()
  const [, ...parts] = await cells(card(page, 'By sales rep').getByRole('table'))
  expect(parts.slice(0, -1).map(([name, revenue]) => [name, revenue])).toEqual(
    reps.rows.map(({ name, revenue }) => [name, money(revenue)]),
  )
  const [first] = (await truth(request).matrix(month.question)).rows
  const map = card(page, 'Category by region')
  const cell = map
    .getByRole('link', { name: new RegExp(`^\\S+ ${first!.name}, `) })
    .or(map.getByRole('link', { name: `${first!.name}, ` }))
  await cell.first().click()
  await expect(page).toHaveURL(/\/transactions\?.*category=.*region=/)
})

for (const width of [1440, 390])
  test(`axe finds nothing on what takes revenue apart at ${width} px`, async ({ page }) => {
    await page.setViewportSize({ width, height: 900 })
    await open(page, address)
    await main(page).getByRole('table', { name: 'Revenue by product' }).scrollIntoViewIfNeeded()
    await expect(card(page, 'Category by region').getByRole('table')).toBeVisible()
    expect(await findings(page)).toEqual([])
  })
