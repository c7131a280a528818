import { amounts, card, expect, main, screens, test } from './screen.ts'

test.use({ serves: 'empty' })

for (const { path } of screens.filter(({ path }) => path !== '/data' && path !== '/settings'))
  test(`${path} says that there is no data and leads to the import, without a zero`, async ({ page, problems }) => {
    await page.goto(path)
    await expect(main(page).getByText('No data yet')).toBeVisible()
    await expect(amounts(page)).toHaveCount(0)
    await expect(main(page).getByRole('button', { name: /^Demo data/ })).toHaveCount(0)
    await main(page).getByRole('link', { name: 'Bring your files' }).click()
    await expect(page).toHaveURL('/data')
    await expect(page.getByLabel('choose them')).toBeAttached()
    expect(problems).toEqual([])
  })

test('the data page has nothing loaded and nothing imported', async ({ page }) => {
  await page.goto('/data')
  await expect(card(page, 'Imports')).toContainText('Nothing was imported yet')
  await expect(card(page, 'What is loaded').getByRole('row', { name: /^Order lines 0/ })).toBeVisible()
  await expect(card(page, 'Source and freshness')).toContainText('Nothing yet')
})
