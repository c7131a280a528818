import { expect, main, open, screens, test, truth } from './screen.ts'

test.use({ serves: 'demo for its removal' })

test('the demo data goes with one click on its badge, and is gone on every page', async ({ page, request }) => {
  await open(page, '/')
  await main(page)
    .getByRole('button', { name: /Demo data/ })
    .click()
  const panel = page.getByRole('dialog', { name: 'Demo data' })
  await expect(panel).toContainText('made-up')
  await panel.getByRole('button', { name: 'Remove demo data' }).click()
  await expect(main(page).getByText('No data yet')).toBeVisible({ timeout: 30_000 })
  await expect(page.getByText(/^Demo data removed: [\d,]+ rows\.$/)).toBeVisible()
  const { demo, empty, tables } = await truth(request).loaded()
  expect([demo, empty, tables.every(table => table.rows === 0)]).toEqual([false, true, true])
  for (const { path } of screens.filter(one => one.path !== '/settings')) {
    await page.goto(path)
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    await expect(main(page).getByText('No data yet').or(main(page).getByText('Nothing was imported yet'))).toBeVisible()
    await expect(main(page).getByRole('button', { name: /Demo data/ })).toHaveCount(0)
  }
})
