import { card, cells, cents, exact, expect, main, money, numberIn, open, settled, test, truth } from './screen.ts'

test.use({ serves: 'demo for plans' })

test('the figures, the chart by keyboard and the table say what the API says; nothing is predicted without its band', async ({
  page,
  request,
  problems,
}) => {
  await open(page, '/forecasting')
  const kpis = await truth(request).forecastKpis()
  const title = await main(page).getByRole('region').first().getAttribute('aria-label')
  expect(await exact(page, title!)).toBe(money(kpis.predictedRevenue))
  await expect(card(page, 'Forecast accuracy')).toContainText(`${kpis.accuracyN} months compared`)

  const months = await truth(request).forecast()
  const ahead = months.filter(month => month.kind === 'forecast')
  expect(cents(ahead.reduce((sum, month) => sum + month.predicted!, 0))).toBe(kpis.predictedRevenue)
  const slider = page.getByRole('slider', { name: 'Revenue, and its forecast: month' })
  await slider.focus()
  await slider.press('End')
  const said = await slider.getAttribute('aria-valuetext')
  const last = ahead.at(-1)!
  expect(said).toContain(`Forecast ${money(last.predicted)}`)
  expect(said).toContain(`80% band ${money(last.lower80)} – ${money(last.upper80)}`)
  expect(said).toContain(`95% band ${money(last.lowerBound)} – ${money(last.upperBound)}`)

  await page.getByRole('button', { name: 'View Revenue forecast as table' }).click()
  const table = await cells(page.getByRole('table', { name: /^$/ }).or(main(page).locator('#forecast table')).first())
  expect(table.slice(1).map(row => numberIn(row[2]!) || null)).toEqual(months.map(month => month.predicted))
  expect(problems).toEqual([])
})

test('in parts: each category has its own picture, and their sums are the total', async ({ page, request }) => {
  await open(page, '/forecasting')
  await page.getByText('Category', { exact: true }).click()
  await expect(page).toHaveURL(/split=category/)
  await settled(page)
  const parts = main(page).getByRole('region', { name: 'By category' })
  const titles = await parts.getByRole('heading').allInnerTexts()
  const total = (await truth(request).forecastKpis()).predictedRevenue
  expect(cents(titles.reduce((sum, words) => sum + numberIn(words.split('\n').at(-1)!.split(' in ')[0]!), 0))).toBe(
    total,
  )
})

test('a scenario is drawn beside the forecast, stands in the address, and goes away', async ({ page, request }) => {
  await open(page, '/forecasting')
  await page.getByRole('button', { name: 'What if…' }).click()
  const form = page.getByRole('dialog', { name: 'What if…' })
  await form.getByLabel('Prices').fill('400')
  await form.getByRole('button', { name: 'Show' }).click()
  await expect(form.getByRole('alert')).toContainText('expected a percentage from -50 to 100, got "400"')
  await form.getByLabel('Prices').fill('10')
  await form.getByRole('button', { name: 'Show' }).click()
  await expect(page).toHaveURL(/price=10/)
  await settled(page)
  const plain = (await truth(request).forecastKpis()).predictedRevenue!
  const months = await truth(request).forecast({ price: 10 })
  const scenario = cents(months.filter(one => one.kind === 'forecast').reduce((sum, one) => sum + one.scenario!, 0))
  expect(scenario).toBeGreaterThan(plain)
  await expect(card(page, 'Revenue forecast')).toContainText(`${money(scenario)} instead of ${money(plain)}`)
  await page.getByRole('button', { name: 'Remove If: price +10%' }).click()
  await expect(page).not.toHaveURL(/price/)
  await expect(card(page, 'Revenue forecast')).not.toContainText('instead of')
})

test('a plan is set, shown with the probability of reaching it, kept, and removed', async ({ page, request }) => {
  await open(page, '/forecasting')
  const { year, expected } = await truth(request).target()
  const plan = card(page, `Plan of ${year}`)
  await plan.getByRole('button', { name: 'Set a plan' }).click()
  const dialog = page.getByRole('dialog', { name: `Plan of ${year}` })
  await dialog.getByLabel('Revenue of the year').fill('much')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(dialog.getByRole('alert')).toContainText('got "much"')
  await dialog.getByLabel('Revenue of the year').fill(String(Math.round(expected!.predicted)))
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(dialog).toHaveCount(0)
  await page.reload()
  await expect(plan).toContainText('probability of reaching')
  const { probability, plan: kept } = await truth(request).target()
  expect(kept).toMatchObject({ kind: 'annual', amount: Math.round(expected!.predicted) })
  await expect(plan).toContainText(`${Math.round(probability! * 100)}%`)
  await plan.getByRole('button', { name: 'Change the plan' }).click()
  await page.getByRole('button', { name: 'Remove the plan' }).click()
  await expect(plan.getByRole('button', { name: 'Set a plan' })).toBeVisible()
})

test('what is at risk opens the customers', async ({ page }) => {
  await open(page, '/forecasting')
  await card(page, 'Churn risk').getByRole('link', { name: 'All at risk' }).click()
  await expect(page).toHaveURL(/\/customers\/all\?.*state=at-risk/)
  await expect(page.getByRole('heading', { level: 1, name: 'Customer list' })).toBeVisible()
})
