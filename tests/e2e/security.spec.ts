import { expect, main, open, screens, settled, stands, test } from './screen.ts'

for (const { path } of screens)
  test(`${path}: nothing on the console, nothing that the content security policy refuses`, async ({
    page,
    problems,
  }) => {
    const answer = await page.goto(path)
    const policy = answer?.headers()['content-security-policy'] ?? ''
    expect(policy).toContain("default-src 'none'")
    expect(policy).not.toContain('unsafe')
    await stands(page, path)
    await page.keyboard.press('Control+k')
    await page.getByRole('dialog', { name: 'Command palette' }).waitFor()
    await page.keyboard.press('Escape')
    await page.keyboard.press('?')
    await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Theme:' }).click()
    await page.getByRole('menuitemradio', { name: 'Dark' }).click()
    const asksData = path !== '/data' && path !== '/settings'
    // what a forecast shows has dates of its own
    if (asksData && path !== '/forecasting') {
      await page.getByRole('button', { name: 'Date range:' }).click()
      await page.getByRole('grid').first().waitFor()
      await page.keyboard.press('Escape')
    }
    if (asksData) {
      await page.getByRole('button', { name: 'Filter', exact: true }).click()
      await page.getByRole('checkbox', { name: 'Europe' }).check()
      await page.keyboard.press('Escape')
      await settled(page)
    }
    expect(problems).toEqual([])
  })

test('the policy is alive: what it refuses is seen by these tests', async ({ page, problems }) => {
  await open(page, '/')
  await page.evaluate(
    `(() => { const script = document.createElement('script'); script.textContent = 'document.title = "inline"'; document.head.append(script) })()`,
  )
  await expect.poll(() => problems.join()).toContain('Content Security Policy')
  await expect(page).not.toHaveTitle('inline')
})

test('nothing is fetched from anywhere else', async ({ page, baseURL }) => {
  const elsewhere: string[] = []
  page.on('request', request => {
    if (!request.url().startsWith(`${baseURL}/`) && !request.url().startsWith('data:')) elsewhere.push(request.url())
  })
  for (const { path } of screens) await open(page, path)
  expect(elsewhere).toEqual([])
})

test('another site’s page can neither read nor change anything', async ({ request }) => {
  const refused = await request.get('/api/data', { headers: { host: 'evil.example' } })
  expect(refused.status()).toBe(403)
  const removal = await request.delete('/api/demo', { headers: { origin: 'http://evil.example' } })
  expect(removal.status()).toBe(403)
  expect((await (await request.get('/api/data')).json()).data.demo).toBe(true)
})

test('an unknown address of the API is an error in JSON, a page of the application is not', async ({
  request,
  page,
}) => {
  const answer = await request.get('/api/no-such-thing')
  expect([answer.status(), (await answer.json()).error.code]).toEqual([404, 'not_found'])
  await page.goto('/no-such-page')
  await expect(main(page)).toContainText('There is no such page')
})
