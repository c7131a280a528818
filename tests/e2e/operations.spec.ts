import { readFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import { rowsOf } from '../setup/read-csv.ts'
import {
  card,
  cells,
  cents,
  count,
  exact,
  expect,
  lastMonth,
  main,
  money,
  open,
  settled,
  test,
  truth,
} from './screen.ts'

const month = lastMonth()
const address = `/operations?${month.search}`
const table = (page: Page) => page.getByRole('table', { name: 'Deals' })
const total = (page: Page) =>
  main(page)
    .getByRole('status')
    .filter({ hasText: /^[\d,]+ deals?/ })

/** An address of the list as a question to the API: the same names, but for the range. */
const questionOf = (href: string) => {
  const names: Record<string, string> = { from: 'start_date', to: 'end_date' }
  const question: Record<string, string[]> = {}
  for (const [name, value] of new URL(href, 'http://localhost').searchParams)
    (question[names[name] ?? name] ??= []).push(value)
  return question
}

test('the figures are those of the API, and the dashboard has the same win rate and pipeline', async ({
  page,
  request,
  problems,
}) => {
  await open(page, address)
  const kpis = await truth(request).pipelineKpis(month.question)
  expect(await exact(page, 'Pipeline value')).toBe(money(kpis.pipelineValue.value))
  expect(await exact(page, 'Weighted pipeline')).toBe(money(kpis.weightedValue.value))
  expect(await exact(page, 'Win rate')).toBe(kpis.winRate.value === null ? null : `${kpis.winRate.value.toFixed(2)}%`)
  expect(await exact(page, 'Average deal size')).toBe(money(kpis.avgDealSize.value))
  expect(kpis.pipelineValue.n).toBeGreaterThan(0)
  const { kpis: executive } = await truth(request).summary(month.question)
  expect([executive.conversionRate.value, executive.pipelineValue.value]).toEqual([
    kpis.winRate.value,
    kpis.pipelineValue.value,
  ])
  expect(problems).toEqual([])
})

test('every bar and figure opens exactly its deals: as many as it says', async ({ page, request }) => {
  await page.goto(`${address}&reps=all`)
  await settled(page)
  await expect(table(page)).toBeVisible()
  const api = truth(request)
  const hrefs = new Set(
    await main(page)
      .locator('a[href^="/operations/deals?"]')
      .evaluateAll(links =>
        links.map(link => (link as unknown as { getAttribute(name: string): string }).getAttribute('href')),
      ),
  )
  const at = (own: Record<string, string>) =>
    `/operations/deals?${new URLSearchParams([...new URLSearchParams(month.search), ...Object.entries(own)])}`
  const kpis = await api.pipelineKpis(month.question)
  const flow = await api.flow(month.question)
  const forecast = await api.dealForecast(month.question)
  const { salesCycle, stages } = await api.cycleTime(month.question)
  const counts: [Record<string, string>, number][] = [
    [{ state: 'open' }, kpis.pipelineValue.n],
    [{ state: 'closed' }, kpis.winRate.n],
    [{ state: 'won', known: 'amount' }, kpis.avgDealSize.n],
    [{ state: 'won', known: 'created', sort: 'age' }, salesCycle.deals],
    ...(await api.pipeline(month.question)).map(({ kind, stage, count }): [Record<string, string>, number] => [
      { state: kind, stage },
      count,
    ]),
    ...(await api.conversionRates(month.question)).flatMap(
      ({ fromStage, ...moved }): [Record<string, string>, number][] => [
        [{ entered: fromStage }, moved.entered],
        [{ entered: fromStage, outcome: 'converted' }, moved.converted],
        [{ entered: fromStage, outcome: 'lost' }, moved.lost],
        [{ entered: fromStage, outcome: 'undecided' }, moved.undecided],
      ],
    ),
    ...stages.map(({ stage, deals }): [Record<string, string>, number] => [{ left: stage }, deals]),
    ...(await api.dealSizes(month.question)).flatMap(({ bucket, ...sizes }): [Record<string, string>, number][] => [
      [{ state: 'all', size: bucket }, sizes.count],
      [{ state: 'won', size: bucket }, sizes.wonCount],
      [{ state: 'open', size: bucket }, sizes.openCount],
      [{ state: 'lost', size: bucket }, sizes.lostCount],
    ]),
    ...flow.steps.map(({ kind, deals }): [Record<string, string>, number] => [
      { flow: kind, since: flow.since },
      deals,
    ]),
    ...forecast.months.map(({ month: expected, deals }): [Record<string, string>, number] => [
      { state: 'open', expected },
      deals,
    ]),
    [{ state: 'open', expected: 'overdue' }, forecast.overdue.deals],
    ...(await api.reps(month.question)).flatMap(
      ({ id, deals, lost, openDeals }): [Record<string, string>, number][] => [
        [{ state: 'won', rep_id: String(id) }, deals],
        [{ state: 'closed', rep_id: String(id) }, deals + lost],
        [{ state: 'open', rep_id: String(id) }, openDeals],
      ],
    ),
  ]
  const said = counts.filter(([, deals]) => deals > 0)
  expect(said.length).toBeGreaterThan(60)
  for (const [own, deals] of said) {
    expect.soft(hrefs, `a link to ${at(own)}`).toContain(at(own))
    expect.soft((await api.deals({ ...questionOf(at(own)), limit: 1 })).total.deals, at(own)).toBe(deals)
  }
  // and on screen
  await card(page, 'Stage conversion')
    .getByRole('link', { name: /moved on$/ })
    .first()
    .click()
  await settled(page)
  const [first] = await api.conversionRates(month.question)
  await expect(total(page)).toContainText(`${first!.converted} deals`)
  await expect(
    main(page).getByRole('button', { name: `Remove Entered ${first!.fromStage} in the range, moved on since` }),
  ).toBeVisible()
})

test('from the dashboard, too: the pipeline and the conversion rate open their deals', async ({ page, request }) => {
  await open(page, `/?${month.search}`)
  const kpis = await truth(request).pipelineKpis(month.question)
  await card(page, 'Conversion rate').getByRole('link').click()
  await expect(page).toHaveURL(`/operations/deals?${month.search}&state=closed`)
  await expect(total(page)).toContainText(`${kpis.winRate.n} deal`)
  await page.goBack()
  const [lead] = await truth(request).pipeline(month.question)
  await card(page, 'Sales pipeline')
    .getByRole('link', { name: new RegExp(lead!.stage, 'i') })
    .first()
    .click()
  await expect(total(page)).toContainText(`${lead!.count} deals, ${money(lead!.value)}`)
})

test('the list: every column sorts all deals, a search finds, Back lets go, and the file is of exactly these', async ({
  page,
  request,
}) => {
  await open(page, `/operations/deals?${month.search}`)
  const firstName = async () => (await cells(table(page)))[1]?.[0]
  for (const [column, parameters] of [
    ['Deal', { sort: 'name', direction: 'asc' }],
    ['Customer', { sort: 'customer', direction: 'asc' }],
    ['Rep', { sort: 'rep', direction: 'asc' }],
    ['Stage', { sort: 'stage', direction: 'asc' }],
    ['Chance', { sort: 'probability' }],
    ['Weighted', { sort: 'weighted' }],
    ['Expected close', { sort: 'expected', direction: 'asc' }],
    ['Moved', { sort: 'slipped' }],
    ['In stage', { sort: 'in_stage' }],
    ['Age', { sort: 'age' }],
    ['Amount', {}],
  ] as const) {
    await table(page).getByRole('button', { name: column, exact: true }).click()
    const { rows } = await truth(request).deals({ ...month.question, ...parameters, limit: 1 })
    await expect.poll(firstName, column).toBe(`${rows[0]!.opportunityName} . Open the deal`)
  }
  const { rows } = await truth(request).deals({ ...month.question, limit: 200 })
  const wanted = rows.at(-1)!
  await page.keyboard.press('/')
  await page.keyboard.type(wanted.customerName)
  await expect(page).toHaveURL(/[?&]search=/)
  const found = await truth(request).deals({ ...month.question, search: wanted.customerName })
  await expect(total(page)).toContainText(`${found.total.deals} deal`)
  await main(page).getByRole('radio', { name: 'All', exact: true }).check()
  const all = await truth(request).deals({ ...month.question, search: wanted.customerName, state: 'all' })
  await expect(total(page)).toContainText(`${all.total.deals} deal`)
  await page.getByRole('button', { name: 'Export' }).click()
  const coming = page.waitForEvent('download')
  await page.getByRole('menuitem', { name: /^CSV up/ }).click()
  const listed = rowsOf(await readFile(await (await coming).path()))
  expect(listed.length).toBe(all.total.deals)
  expect(cents(listed.reduce((sum, line) => sum + Number(line['Amount (USD)']), 0))).toBe(all.total.value)
  await page.goBack()
  await page.goBack()
  await expect(page).not.toHaveURL(/search=/)
})

test('more deals come on demand, and won deals have a day of closing', async ({ page, request }) => {
  await open(page, '/operations/deals?range=all&state=closed')
  const shown = main(page).getByRole('status').filter({ hasText: 'shown' })
  await expect(shown).toHaveText(/^100 of [\d,]+ rows shown$/)
  await main(page).getByRole('button', { name: 'Show more' }).click()
  await expect(shown).toHaveText(/^300 of [\d,]+ rows shown$/)
  await expect(table(page).getByRole('columnheader', { name: 'Closed' })).toBeVisible()
  const { asOfDay, tables } = await truth(request).loaded()
  const orders = tables.find(one => one.table === 'transactions')!
  const { total: all } = await truth(request).deals({ start_date: orders.first!, end_date: asOfDay, state: 'closed' })
  await expect(total(page)).toContainText(`${count(all.deals)} deals`)
})

test("a deal's page: what it is, its history, and on to its representative", async ({ page, request, problems }) => {
  const { rows } = await truth(request).deals({ ...month.question, limit: 1 })
  await open(page, `/operations/deals?${month.search}`)
  await table(page).getByRole('row').nth(1).click()
  await expect(page).toHaveURL(`/operations/deals/${rows[0]!.id}?${month.search}`)
  const deal = await truth(request).deal(rows[0]!.id)
  await expect(main(page).getByRole('heading', { name: deal.opportunityName })).toBeVisible()
  await expect(card(page, deal.opportunityName)).toContainText(money(deal.amount))
  await expect(card(page, 'History').getByRole('listitem')).toHaveCount(deal.history.length)
  await expect(card(page, 'Way through the stages').getByRole('listitem')).toHaveCount(deal.stages.length)
  await expect(page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Deals' })).toHaveAttribute(
    'aria-current',
    'page',
  )
  await card(page, deal.opportunityName).getByRole('link', { name: deal.salesRepName! }).click()
  await expect(main(page).getByRole('button', { name: `Remove Rep: ${deal.salesRepName}` })).toBeVisible()
  await page.goto('/operations/deals/999999999')
  await expect(main(page)).toContainText('There is no such deal')
  expect(problems.filter(one => !one.includes('404'))).toEqual([])
})

test('filters by team and representative, since a day, and the way by keyboard', async ({ page, request }) => {
  await open(page, '/?range=90d')
  await page.keyboard.press('g')
  await page.keyboard.press('o')
  await expect(page).toHaveURL('/operations?range=90d')
  await settled(page)
  await main(page).getByRole('button', { name: 'Team all' }).click()
  await page.getByRole('checkbox', { name: 'Europe' }).check()
  await page.keyboard.press('Escape')
  await expect(page).toHaveURL('/operations?range=90d&team=Europe')
  await settled(page)
  const day = (back: number) => new Date(Date.now() - back * 86_400_000).toISOString().slice(0, 10)
  const question = { start_date: day(89), end_date: day(0), team: 'Europe' }
  const kpis = await truth(request).pipelineKpis(question)
  expect(await exact(page, 'Pipeline value')).toBe(money(kpis.pipelineValue.value))
  await main(page).getByLabel('Since').fill(day(30))
  await expect(page).toHaveURL(new RegExp(`since=${day(30)}`))
  await settled(page)
  const flow = await truth(request).flow({ ...question, since: day(30) })
  await expect(card(page, 'Pipeline flow').getByRole('figure')).toContainText(money(flow.start))
  expect(cents(flow.start + flow.steps.reduce((sum, step) => sum + step.amount, 0))).toBe(flow.end)
  await card(page, 'Pipeline flow').getByRole('radio', { name: 'Closing this quarter' }).check()
  await expect(page).toHaveURL(/close_start=\d{4}-\d{2}-01&close_end=/)
  await main(page).getByRole('button', { name: 'Remove Team: Europe' }).click()
  await expect(page).not.toHaveURL(/team=/)
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox').fill('deals')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL('/operations/deals?range=90d')
})
