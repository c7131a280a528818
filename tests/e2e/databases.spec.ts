import pg from 'pg'
import { startPostgres } from '../setup/postgres-server.ts'
import { findings } from './axe.ts'
import { expect, main, test } from './screen.ts'
import { removeFolder, startServer } from './server-process.ts'

test('a database is connected, looked at, read, and read again on the Data page', async ({ page, problems }) => {
  const shop = await startPostgres()
  test.slow()
  test.skip(!shop, 'no PostgreSQL server is installed')
  if (!shop) return
  const place = await shop.createDatabase('shop')
  const client = new pg.Client({ connectionString: place })
  await client.connect()
  await client.query(`
    create table orders (id int, ordered_on date, customer text, product text, total numeric(12, 2));
    insert into orders values (1, '2026-10-30', 'Acme', 'Desk', 120.5), (2, '2026-10-31', 'Birch', 'Lamp', 30);
  `)
  const server = await startServer('nothing')
  try {
    await page.goto(`${server.url}/data`)
    const card = main(page).getByRole('region', { name: 'Databases' })
    await card.getByRole('button', { name: 'Connect a database' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Name').fill('Till')
    await dialog.getByLabel('Address').fill(place.replace('/shop', '/nowhere'))
    await dialog.getByLabel('Table', { exact: true }).fill('orders')
    await dialog.getByLabel('Column that grows').fill('id')
    await dialog.getByRole('button', { name: 'Try and add it' }).click()
    await expect(dialog.getByRole('alert')).toContainText('there is no such database')
    expect(await findings(page)).toEqual([])
    await dialog.getByLabel('Address').fill(place)
    await dialog.getByRole('button', { name: 'Try and add it' }).click()
    await expect(dialog).toHaveCount(0)
    await expect(card.getByText('to be reviewed')).toBeVisible()
    expect(await findings(page)).toEqual([])

    await card.getByRole('button', { name: 'Review Till' }).click()
    await main(page).getByRole('button', { name: 'Import 2 rows' }).click()
    await expect(main(page).getByText('Orders imported: 2 new rows')).toBeVisible()
    await expect(card.getByText('is read', { exact: true })).toBeVisible()
    await expect(main(page).getByRole('row', { name: /Till/ })).toBeVisible()

    await client.query(`insert into orders values (3, '2026-11-01', 'Acme', 'Lamp', 30)`)
    await card.getByRole('button', { name: 'Read Till now' }).click()
    await expect(card.getByText('1 new, 0 changed, 2 as before.')).toBeVisible()
    for (const width of [1440, 820, 390]) {
      await page.setViewportSize({ width, height: 900 })
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width)
      if (process.env['SHOTS'])
        await page.screenshot({ path: `${process.env['SHOTS']}/databases-${width}.png`, fullPage: true })
    }
    await card.getByRole('button', { name: 'More for Till' }).click()
    await page.getByRole('menuitem', { name: 'Pause' }).click()
    await expect(card.getByText('paused')).toBeVisible()
    await card.getByRole('button', { name: 'More for Till' }).click()
    await page.getByRole('menuitem', { name: 'Change…' }).click()
    await expect(dialog.getByLabel('Address')).toHaveValue('')
    if (process.env['SHOTS']) await page.screenshot({ path: `${process.env['SHOTS']}/databases-form.png` })
    await page.keyboard.press('Escape')
    await card.getByRole('button', { name: 'More for Till' }).click()
    await page.getByRole('menuitem', { name: 'Remove…' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click()
    await expect(card.getByText('None yet.')).toBeVisible()
    // the address that was refused
    expect(problems).toEqual([expect.stringContaining('status of 400')])
  } finally {
    await client.end()
    await server.stop()
    removeFolder(server)
    await shop.stop()
  }
})
