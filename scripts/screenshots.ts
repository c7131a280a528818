// Pictures of every page, light and dark, at four widths, of a server of its own with demo data: npm run screenshots --
// DIR
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from '@playwright/test'
import { findBrowser } from './ensure.mjs'

const [folder] = process.argv.slice(2)
if (!folder) {
  process.stderr.write('Expected a folder for the pictures: npm run screenshots -- DIR\n')
  process.exit(1)
}
const pages = {
  dashboard: '/',
  revenue: '/revenue',
  customers: '/customers',
  operations: '/operations',
  forecasting: '/forecasting',
  transactions: '/transactions',
  people: '/customers/all',
  deals: '/operations/deals',
  data: '/data',
  settings: '/settings',
}
const widths = [1440, 1024, 820, 390]

const dataDir = mkdtempSync(join(tmpdir(), 'analytics-pictures-'))
const server = spawn(process.execPath, ['src/server/main.ts'], {
  env: { ...process.env, PORT: '0', DATA_DIR: dataDir, DATABASE_URL: '' },
  stdio: ['ignore', 'pipe', 'inherit'],
})
const address = await new Promise<string>((resolve, reject) => {
  let output = ''
  server.stdout.on('data', chunk => {
    process.stdout.write(chunk)
    output += chunk
    const found = /http:\/\/localhost:\d+/.exec(output)
    if (found) resolve(found[0])
  })
  server.on('exit', code => reject(new Error(`the server ended with ${code}`)))
})
const browser = await chromium.launch({
  executablePath: findBrowser(),
  args: ['--no-sandbox', '--disable-background-networking'],
})
try {
  mkdirSync(folder, { recursive: true })
  for (const colorScheme of ['light', 'dark'] as const) {
    for (const width of widths) {
      const context = await browser.newContext({
        viewport: { width, height: 900 },
        colorScheme,
        reducedMotion: 'reduce',
      })
      await context.addInitScript(scheme => localStorage.setItem('theme', scheme), colorScheme)
      const page = await context.newPage()
      for (const [name, path] of Object.entries(pages)) {
        await page.goto(address + path)
        await page.locator('main').waitFor()
        await page.locator('.animate-breathe').first().waitFor({ state: 'detached' })
        if (await page.getByRole('slider').count()) await page.locator('svg[data-plot]').first().waitFor()
        await page.evaluate('document.fonts.ready')
        const file = join(folder, `${name}-${width}-${colorScheme}.png`)
        await page.screenshot({ path: file, fullPage: true })
        process.stdout.write(`${file}\n`)
      }
      await context.close()
    }
  }
} finally {
  await browser.close()
  server.kill('SIGTERM')
  await once(server, 'exit').catch(() => {})
  rmSync(dataDir, { recursive: true, force: true })
}
