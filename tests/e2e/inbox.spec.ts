import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findings } from './axe.ts'
import { expect, main, ordersFile, test } from './screen.ts'
import { removeFolder, startServer } from './server-process.ts'

const row = (n: number) => [n, '2026-10-31', 'C', 'Acme', 'S', 'Desk', 'Desks', 1, 5, 'North', 'completed']

test('a file in the inbox waits on the Data page, is answered there, and the next of its kind goes in by itself', async ({
  page,
  problems,
}) => {
  const inbox = mkdtempSync(join(tmpdir(), 'analytics-inbox-e2e-'))
  const put = (name: string, n: number) => writeFileSync(join(inbox, name), ordersFile(name, row(n)).buffer)
  const server = await startServer('nothing', { INBOX: inbox })
  try {
    await page.goto(`${server.url}/data`)
    const box = main(page).getByRole('region', { name: 'Inbox' })
    await expect(box.getByText(inbox)).toBeVisible()
    put('october.csv', 1)
    put('wrong.csv', 2)
    await expect(box.getByText('october.csv')).toBeVisible({ timeout: 30_000 })
    await expect(box.getByText('wrong.csv')).toBeVisible({ timeout: 30_000 })
    expect(await findings(page)).toEqual([])
    await box.getByRole('button', { name: 'Refuse wrong.csv' }).click()
    await expect(box.getByText('wrong.csv')).toHaveCount(0)
    expect(existsSync(join(inbox, 'refused', 'wrong.csv'))).toBe(true)

    await box.getByRole('button', { name: 'Review october.csv' }).click()
    await main(page)
      .getByRole('button', { name: /^Import/ })
      .click()
    await expect(main(page).getByText('Orders imported: 1 new row')).toBeVisible()
    await expect.poll(() => existsSync(join(inbox, 'done', 'october.csv.report.txt'))).toBe(true)

    put('november.csv', 3)
    await expect(main(page).getByRole('row', { name: /november\.csv/ })).toBeVisible({ timeout: 30_000 })
    await expect.poll(() => existsSync(join(inbox, 'done', 'november.csv'))).toBe(true)
    expect(readFileSync(join(inbox, 'done', 'november.csv.report.txt'), 'utf8')).toContain('Written: 1 new')
    expect(problems).toEqual([])
  } finally {
    await server.stop()
    removeFolder(server)
    rmSync(inbox, { recursive: true, force: true })
  }
})
