import { readFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import { findings } from './axe.ts'
import { card, cells, exact, expect, main, open, ordersFile, test, truth } from './screen.ts'

test.use({ serves: 'demo for imports' })
test.describe.configure({ mode: 'serial' })

// every date could be in March to June or on the 3rd to 6th; one row has no price that is a number
const file = ordersFile(
  'orders of spring.csv',
  ['W-1', '03/04/2025', 'C1', 'Acme', 'S1', 'Desk', 'Furniture', 2, '100.50', 'North', 'completed'],
  ['W-1', '03/04/2025', 'C1', 'Acme', 'S2', 'Lamp', 'Lights', 1, '49.00', 'North', 'completed'],
  ['W-2', '05/06/2025', 'C2', 'Globex', 'S1', 'Desk', 'Furniture', 1, '100.50', 'South', 'completed'],
  ['W-3', '05/06/2025', 'C2', 'Globex', 'S1', 'Desk', 'Furniture', 1, '100.50', 'South', 'cancelled'],
  ['W-4', '06/06/2025', 'C3', 'Initech', 'S2', 'Lamp', 'Lights', 1, 'much', 'South', 'completed'],
)
const choose = (page: Page, ...files: (typeof file)[]) => page.getByLabel('choose them').setInputFiles(files)
const review = (page: Page) => card(page, 'Bring your files')
const said = (page: Page, name: string) =>
  review(page)
    .getByRole('definition')
    .and(page.locator(`dt:text-is("${name}") + dd`))
const badge = (page: Page) => main(page).getByRole('button', { name: /^Demo data/ })
const history = (page: Page) => page.getByRole('table', { name: 'Imports' })
/** Day first, as the shop writes it: 3 April and 5 June. */
const answerDayFirst = async (page: Page) => {
  await review(page)
    .getByRole('group', { name: 'Question about Order Date' })
    .getByRole('radio', { name: /3 Apr/ })
    .check()
}

test('the page says what is loaded', async ({ page, request }) => {
  await open(page, '/data')
  const { tables } = await truth(request).loaded()
  const [, ...rows] = await cells(page.getByRole('table', { name: 'What is loaded' }))
  expect(rows.map(row => row[1])).toEqual(tables.map(table => table.rows.toLocaleString('en-US')))
  await expect(card(page, 'Source and freshness')).toContainText('Demo data')
})

test('files are dropped anywhere on the page, and a review survives that the page is left', async ({ page }) => {
  await open(page, '/data')
  const carried = (name: string) => `(() => {
    const carried = new DataTransfer()
    carried.items.add(new File([${JSON.stringify(file.buffer.toString())}], ${JSON.stringify(name)}))
    return carried
  })()`
  const drop = async (name: string) =>
    card(page, 'Imports').dispatchEvent('drop', { dataTransfer: await page.evaluateHandle(carried(name)) })
  const moves = `window.moves = setInterval(() => {
    const dataTransfer = ${carried(file.name)}
    document.body.dispatchEvent(new DragEvent('dragover', { dataTransfer, bubbles: true, cancelable: true }))
  }, 100)`
  await page.evaluate(`void (${moves})`)
  await expect(page.getByText('Drop them: you see')).toBeVisible()
  await page.evaluate('clearInterval(window.moves)')
  await expect(page.getByText('Drop them: you see')).toHaveCount(0)
  await drop(file.name)
  await expect(review(page)).toContainText(file.name)
  await answerDayFirst(page)
  await expect(review(page).getByRole('button', { name: 'Import 4 rows' })).toBeEnabled()
  await review(page).getByLabel('Keep the demo data beside these rows').check()
  await drop('second.csv')
  await expect(review(page)).toContainText('1 more waiting')
  const pages = page.getByRole('navigation', { name: 'Pages' })
  await pages.getByRole('link', { name: 'Revenue', exact: true }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Revenue')
  await pages.getByRole('link', { name: 'Data', exact: true }).click()
  await expect(review(page)).toContainText(`${file.name}`)
  await expect(review(page)).toContainText('1 more waiting')
  await expect(review(page).getByLabel('Keep the demo data beside these rows')).toBeChecked()
  await expect(review(page).getByRole('button', { name: 'Import 4 rows' })).toBeEnabled()
  await review(page).getByRole('button', { name: 'Choose another file' }).click()
  await expect(page.getByLabel('choose them')).toBeAttached()
})

test('a dry run: ambiguous dates are asked, what is left out is listed, nothing is written', async ({
  page,
  request,
}) => {
  await open(page, '/data')
  const before = await truth(request).loaded()
  await choose(page, file)
  const question = review(page).getByRole('group', { name: 'Question about Order Date' })
  await expect(question).toBeVisible()
  await expect(review(page).getByRole('button', { name: 'Import', exact: true })).toBeDisabled()
  await expect(review(page)).toContainText('Answer the question above first.')
  await expect(question.getByRole('radio')).toHaveCount(2)
  await answerDayFirst(page)
  await expect(question).toHaveCount(0)
  await expect(review(page).getByRole('button', { name: 'Import 4 rows' })).toBeEnabled()
  const told = await Promise.all(
    ['Rows read', 'To import', 'New', 'Here already', 'Left out', 'Customers who bought', 'Days', 'Revenue'].map(name =>
      said(page, name).textContent(),
    ),
  )
  expect(told).toEqual(['5', '4', '4', '0', '1', '2', '3 Apr – 5 Jun 2025', '$350.50'])
  expect((await cells(review(page).getByRole('table', { name: 'Totals by status' }))).slice(1)).toEqual(
    expect.arrayContaining([
      ['completed', '3', '$350.50'],
      ['cancelled', '1', '$100.50'],
    ]),
  )
  await review(page).getByText('1 row left out, and why').click()
  const [, skipped] = await cells(review(page).getByRole('table', { name: 'Rows left out' }))
  expect(skipped?.[0]).toBe('6')
  expect(skipped?.[2]).toContain('much')
  const download = page.waitForEvent('download')
  await review(page).getByRole('button', { name: 'Download skipped rows' }).press('Enter')
  const taken = await download
  expect(taken.suggestedFilename()).toBe('skipped-orders of spring.csv')
  expect((await readFile(await taken.path(), 'utf8')).split('\r\n').map(line => line.slice(0, 6))).toEqual([
    '\uFEFFline,',
    expect.stringMatching(/^"6",/),
  ])
  await expect(review(page)).toContainText('The demo data is removed with this import.')
  expect(await truth(request).loaded()).toEqual(before)
})

test('columns are mapped over the first rows, and what is changed is checked by itself', async ({ page }) => {
  await open(page, '/data')
  await choose(page, file)
  await answerDayFirst(page)
  await expect(review(page).getByRole('button', { name: 'Import 4 rows' })).toBeEnabled()
  const rows = review(page).getByRole('group', { name: 'First rows' })
  await expect(rows.getByRole('row')).toHaveCount(6)
  await expect(rows.getByRole('row').nth(5)).toContainText('much')
  // by keyboard: from a heading to where its use is chosen
  await rows.getByRole('button', { name: 'Product Product' }).press('Enter')
  const choice = review(page).getByRole('combobox', { name: 'Use Product as', exact: true })
  await expect(choice).toBeFocused()
  await choice.selectOption('')
  await expect(rows.getByRole('button', { name: 'not used Product' })).toBeVisible()
  await expect(review(page).getByRole('button', { name: 'Import 4 rows' })).toBeEnabled()
  await expect(choice).toBeFocused()
  await expect(review(page)).toContainText('Not used: Product')
  expect(await findings(page)).toEqual([])
})

test('small sample files can be taken away', async ({ page }) => {
  await open(page, '/data')
  const download = page.waitForEvent('download')
  await review(page).getByRole('link', { name: 'deals' }).click()
  const taken = await download
  expect(taken.suggestedFilename()).toBe('sample-deals.csv')
  expect(await readFile(await taken.path(), 'utf8')).toMatch(/^deal_id,name,/)
})

test('kept beside the demo data by choice, and undone without a trace', async ({ page, request }) => {
  await open(page, '/data')
  const before = await truth(request).loaded()
  await choose(page, file)
  await review(page).getByRole('checkbox', { name: 'Keep the demo data beside these rows' }).check()
  await answerDayFirst(page)
  await review(page).getByRole('button', { name: 'Import 4 rows' }).click()
  await expect(review(page)).toContainText('Orders imported: 4 new rows')
  await expect(badge(page)).toBeVisible()
  const during = await truth(request).loaded()
  expect(during.tables[0]!.rows).toBe(before.tables[0]!.rows + 4)
  await history(page).getByRole('button', { name: 'Undo the import of orders of spring.csv' }).click()
  const dialog = page.getByRole('dialog', { name: 'Undo this import?' })
  await expect(dialog).toContainText('4 new rows of orders of spring.csv will be removed.')
  await dialog.getByRole('button', { name: 'Undo the import' }).dblclick()
  await expect(history(page).getByRole('row').nth(1)).toContainText('undone')
  await expect(dialog).toHaveCount(0)
  await expect(page.getByText(/Import undone: 4 rows removed/)).toBeVisible()
  expect((await truth(request).loaded()).tables).toEqual(before.tables)
})

test('an import replaces the demo data; the dashboard has its figures and no badge', async ({ page, request }) => {
  await open(page, '/data')
  await choose(page, file)
  // what was undone is asked anew
  await answerDayFirst(page)
  const imports = async () => (await (await request.get('/api/imports')).json()).data.total
  const before = await imports()
  await review(page).getByRole('button', { name: 'Import 4 rows' }).dblclick()
  await expect(review(page)).toContainText('Orders imported: 4 new rows, 0 changed, 0 as before.')
  await page.waitForLoadState('networkidle')
  expect(await imports()).toBe(before + 1)
  await expect(badge(page)).toHaveCount(0)
  await expect(card(page, 'Source and freshness')).toContainText('Your files')
  const { demo, tables } = await truth(request).loaded()
  expect([demo, tables.find(table => table.table === 'transactions')]).toEqual([
    false,
    { table: 'transactions', rows: 4, first: '2025-04-03', last: '2025-06-05' },
  ])
  await review(page).getByRole('link', { name: 'Show the dashboard' }).click()
  await expect(page).toHaveURL('/?from=2025-04-03&to=2025-06-05')
  await expect.poll(() => exact(page, 'Total revenue')).toBe('$350.50')
  expect([await exact(page, 'Customers'), await exact(page, 'Average order value')]).toEqual(['2', '$175.25'])
  await expect(badge(page)).toHaveCount(0)
  await expect(main(page)).toContainText('Data ends on 5 Jun 2025')
})

test('the same file again changes nothing', async ({ page, request }) => {
  await open(page, '/data')
  const before = (await truth(request).loaded()).tables
  await choose(page, file)
  // how this header was read is remembered: nothing is asked twice
  await expect(review(page)).toContainText('as they were in the last import with these column names')
  await expect(review(page).getByRole('group', { name: /^Question/ })).toHaveCount(0)
  await expect(said(page, 'New')).toHaveText('0')
  await expect(said(page, 'Here already')).toHaveText('4')
  await review(page).getByRole('button', { name: 'Import 4 rows' }).click()
  await expect(review(page)).toContainText('Everything in this file was already here; nothing changed.')
  expect((await truth(request).loaded()).tables).toEqual(before)
})

test('several files go one after the other, and a file that is no table is refused in words', async ({ page }) => {
  await open(page, '/data')
  await choose(page, { ...file, name: 'notes.csv', buffer: Buffer.from('dear diary\nnothing here\n') }, file)
  await expect(card(page, 'Bring your files')).toContainText('1 more waiting')
  await expect(review(page).getByRole('alert').first()).toBeVisible()
  await expect(
    review(page)
      .getByRole('button', { name: /^Import \d/ })
      .and(page.locator(':enabled')),
  ).toHaveCount(0)
  await review(page).getByRole('button', { name: 'Leave this file out' }).click()
  await expect(review(page)).toContainText('orders of spring.csv')
  await expect(review(page).getByRole('button', { name: 'Import 4 rows' })).toBeEnabled()
  await review(page).getByRole('button', { name: 'Choose another file' }).click()
  await expect(page.getByLabel('choose them')).toBeAttached()
})

test('undo takes the rows away and the history keeps the entry', async ({ page, request }) => {
  await open(page, '/data')
  const undo = history(page).getByRole('button', { name: 'Undo the import of orders of spring.csv' })
  const undone = async () => (await cells(history(page))).filter(row => row.includes('undone')).length
  // the first waits for the second, which had its rows as they were
  await expect(undo).toHaveCount(1)
  await expect(history(page).getByText('after the later one')).toHaveCount(1)
  while ((await undo.count()) > 0) {
    const before = await undone()
    await undo.first().click()
    await page
      .getByRole('dialog', { name: 'Undo this import?' })
      .getByRole('button', { name: 'Undo the import' })
      .click()
    await expect(page.getByRole('dialog')).toHaveCount(0)
    await expect.poll(undone).toBe(before + 1)
  }
  const { empty, tables } = await truth(request).loaded()
  expect([empty, tables[0]]).toEqual([true, { table: 'transactions', rows: 0, first: null, last: null }])
  expect((await cells(history(page))).filter(row => row.includes('undone')).length).toBeGreaterThanOrEqual(2)
  await page.goto('/')
  await expect(main(page).getByText('No data yet')).toBeVisible()
})
