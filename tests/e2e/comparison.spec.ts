import type { Page } from '@playwright/test'
import { findings } from './axe.ts'
import { card, expect, lastMonth, main, money, open, settled, test, truth } from './screen.ts'

const control = (page: Page) => page.getByRole('button', { name: 'Comparison:' })
const panel = (page: Page) => page.getByRole('dialog', { name: 'Comparison', exact: true })
/** The day so many days ago, in UTC as the demo has it. */
const day = (back: number) => new Date(Date.now() - back * 86_400_000).toISOString().slice(0, 10)
/** 19 Sep */
const words = (text: string) =>
  `${Number(text.slice(8))} ${new Intl.DateTimeFormat('en-US', { month: 'short', timeZone: 'UTC' }).format(new Date(text))}`
/** Seven whole days, the last of them eight days ago: no calendar range, and nothing of it changes meanwhile. */
const week = { start_date: day(14), end_date: day(8) }
const address = (path: string) => `${path}?from=${week.start_date}&to=${week.end_date}`
const before = (page: Page, value: number | null) =>
  expect(card(page, 'Revenue').getByTitle(money(value), { exact: true })).toBeVisible()

test('weekdays stand beside weekdays, and one click sets dates beside dates', async ({ page, request }) => {
  await open(page, `/revenue?from=${day(19)}&to=${day(10)}`)
  // ten days: fourteen back
  await expect(main(page)).toContainText(`vs ${words(day(33))} – ${words(day(24))}`)
  await control(page).click()
  await expect(panel(page).getByRole('status')).toContainText(`is compared with ${words(day(33))}`)
  await panel(page).getByRole('radio', { name: 'Dates' }).check()
  await expect(page).toHaveURL(/match=date/)
  await expect(main(page)).toContainText(`vs ${words(day(29))} – ${words(day(20))}`)
  const question = { start_date: day(19), end_date: day(10) }
  const { revenue } = await truth(request).revenueKpis({ ...question, match: 'date' })
  await before(page, revenue.previousValue)
  await panel(page).getByRole('radio', { name: 'Weekdays' }).check()
  await expect(page).not.toHaveURL(/match=/)
  await before(page, (await truth(request).revenueKpis(question)).revenue.previousValue)
})

test('a calendar month is compared with the month before, and the control says why', async ({ page }) => {
  await open(page, `/revenue?${lastMonth().search}`)
  await control(page).click()
  await expect(panel(page).getByRole('status')).toContainText('always compared by their dates')
  expect(await findings(page)).toEqual([])
})

test('days of one’s choice, by keyboard alone, go along in the address', async ({ page, request }) => {
  await open(page, address('/revenue'))
  await control(page).focus()
  await page.keyboard.press('Enter')
  await expect(panel(page)).toBeVisible()
  const choice = panel(page).getByRole('button', { name: 'Days of your choice…' })
  while (!(await choice.evaluate(element => element.matches(':focus')))) await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await panel(page).getByLabel('First day').fill(day(60))
  await panel(page).getByLabel('Last day').fill(day(14))
  await expect(panel(page)).toContainText(`at the latest`)
  await expect(panel(page).getByRole('button', { name: 'Compare' })).toBeDisabled()
  await panel(page).getByLabel('Last day').fill(day(51))
  await page.keyboard.press('Enter')
  await expect(panel(page)).toHaveCount(0)
  await expect(page).toHaveURL(`${address('/revenue')}&vs=${day(60)}..${day(51)}`)
  await expect(main(page)).toContainText(`vs ${words(day(60))} – ${words(day(51))}`)
  const chosen = { ...week, compare: 'custom', compare_start: day(60), compare_end: day(51) }
  await before(page, (await truth(request).revenueKpis(chosen)).revenue.previousValue)
  await expect(card(page, 'Revenue over time')).toContainText('compared with the days chosen')
  await expect(main(page)).toContainText('vs ')
  await page.keyboard.press('g')
  await page.keyboard.press('o')
  await expect(page).toHaveURL(`${address('/operations')}&vs=${day(60)}..${day(51)}`)
})

test('days that do not lie before the range are said, and nothing is compared', async ({ page, problems }) => {
  await open(page, `${address('/revenue')}&vs=${day(12)}..${day(10)}`)
  await expect(main(page)).toContainText('Nothing is compared: the days to compare with must end before')
  await expect(card(page, 'Revenue')).toContainText('not compared')
  await page.keyboard.press('x')
  await expect(page).toHaveURL(address('/revenue'))
  await expect(main(page)).not.toContainText('Nothing is compared')
  expect(problems).toEqual([])
})

test('the palette chooses dates, and opens the control for days', async ({ page }) => {
  await open(page, address('/'))
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox').fill('dates')
  await page.getByRole('option', { name: 'Match Dates' }).click()
  await expect(page).toHaveURL(`${address('/')}&match=date`)
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox').fill('days of your choice')
  await page.keyboard.press('Enter')
  await expect(panel(page)).toBeVisible()
})

test('at 390 px the days are chosen within the screen', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 })
  await open(page, address('/'))
  await page.getByRole('button', { name: 'Comparison and filters' }).click()
  await control(page).click()
  await panel(page).getByRole('button', { name: 'Days of your choice…' }).click()
  await panel(page).getByLabel('First day').fill(day(60))
  await panel(page).getByLabel('Last day').fill(day(54))
  const box = (await panel(page).boundingBox())!
  expect(box.x >= 0 && box.x + box.width <= 390 && box.y >= 0 && box.y + box.height <= 844).toBe(true)
  expect(await findings(page)).toEqual([])
  await panel(page).getByRole('button', { name: 'Compare' }).click()
  await page.getByRole('dialog', { name: 'Comparison and filters' }).getByRole('button', { name: 'Done' }).click()
  await settled(page)
  await expect(main(page)).toContainText(`vs ${words(day(60))} – ${words(day(54))}`)
})
