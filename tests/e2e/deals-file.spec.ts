import type { Page } from '@playwright/test'
import { card, expect, open, test } from './screen.ts'

test.use({ serves: 'empty for files of deals' })

const ids = ['0065g00000AbCdEAAX', '0065g00000AbCdEAAY', '9007199254740992', '9007199254740993']
const soon = new Date(Date.now() + 40 * 86_400_000).toISOString().slice(0, 10)
const lineOf = (key: string) => `${key},Deal ${key.slice(-4)},lead,${1000 + ids.indexOf(key)},2026-09-01,${soon}\n`
const file = (name: string, keys: string[]) => ({
  name,
  mimeType: 'text/csv',
  buffer: Buffer.from(`Deal ID,Deal Name,Stage,Amount,Create Date,Expected close\n${keys.map(lineOf).join('')}`),
})
const review = (page: Page) => card(page, 'Bring your files')
const question = (page: Page) =>
  review(page).getByRole('group', { name: 'Question about Deal ID: no longer in the file' })
const choose = (page: Page, keys: string[], name = 'deals.csv') =>
  page.getByLabel('choose them').setInputFiles([file(name, keys)])
const openDeals = async (page: Page) => {
  const today = new Date().toISOString().slice(0, 10)
  const question = `start_date=2026-09-01&end_date=${today}&state=open&sort=name&direction=asc`
  const answer = await page.request.get(`/api/operations/opportunities?${question}`)
  return (await answer.json()).data.rows.map(({ opportunityName }: { opportunityName: string }) => opportunityName)
}

test.beforeAll(async ({ request }) => {
  const sent = await request.post('/api/import', { multipart: { file: file('deals.csv', ids), kind: 'deals' } })
  expect(sent.status(), await sent.text()).toBe(200)
})

test('deals that a file does not have any more are asked about, by keyboard too; a part leaves them', async ({
  page,
  problems,
}) => {
  await open(page, '/data')
  await choose(page, ids.slice(0, 3))
  await expect(question(page)).toContainText('1 open deal of earlier files like this one is no longer in it.')
  await expect(review(page).getByRole('button', { name: 'Import', exact: true })).toBeDisabled()
  const [gone, kept] = await question(page).getByRole('radio').all()
  await gone!.focus()
  await page.keyboard.press('ArrowDown')
  await expect(kept!).toBeChecked()
  await expect(question(page)).toHaveCount(0)
  await expect(review(page)).toContainText('as said, the file is only a part, and they stay as they are.')
  await review(page).getByRole('button', { name: 'Import 3 rows' }).click()
  await expect(review(page)).toContainText('Everything in this file was already here; nothing changed.')
  expect(await openDeals(page)).toHaveLength(4)
  expect(problems).toEqual([])
})

test('deals that were deleted leave the pipeline with the file that has them no more', async ({ page, problems }) => {
  await open(page, '/data')
  // other columns are another source, which nothing was said of
  const other = (keys: string[]) => {
    const { buffer, ...rest } = file('crm.csv', keys)
    return { ...rest, buffer: Buffer.from(buffer.toString().replace('Create Date', 'Created Date')) }
  }
  const theirs = ['d1', 'd2', 'd3', 'd4']
  const sent = await page.request.post('/api/import', { multipart: { file: other(theirs), kind: 'deals' } })
  expect(sent.status(), await sent.text()).toBe(200)
  await page.getByLabel('choose them').setInputFiles([other(theirs.slice(0, 3))])
  await expect(question(page)).toContainText('1 open deal of earlier files like this one is no longer in it.')
  await question(page)
    .getByRole('radio', { name: /^deleted/ })
    .check()
  await expect(review(page)).toContainText('as said, they were deleted, and leave the pipeline today.')
  await review(page).getByRole('button', { name: 'Import 3 rows' }).click()
  await expect(review(page)).toContainText('Deals imported: 0 new rows, 0 changed, 3 as before, 1 gone.')
  expect(await openDeals(page)).toHaveLength(ids.length + 3)
  expect(problems).toEqual([])
})
