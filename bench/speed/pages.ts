import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { type Browser, chromium } from '@playwright/test'
import { findBrowser } from '../../scripts/ensure.mjs'
import { printRows } from './table.ts'

/**
 * The first load of a page, nothing kept: requests and kilobytes of JavaScript (gzip, as built) that had been asked for
 * when its first chart stood, or where it has none its first figures; and all that it had asked for two seconds later.
 */
export type MeasuredPage = { path: string; requests: number; script: number; allRequests: number; allScript: number }

const targets = { requests: 15, script: 180 }

/** Charts are figures; a page without one has a table or a form. */
const pages: Record<string, string> = {
  '/': 'figure',
  '/revenue': 'figure',
  '/customers': 'figure',
  '/operations': 'figure',
  '/forecasting': 'figure',
  '/transactions': 'tbody td',
  '/customers/all': 'tbody td',
  '/customers/1': 'figure',
  '/operations/deals': 'tbody td',
  '/operations/deals/1': 'figure',
  '/data': 'dd',
}

const startServer = async (folder: string, say: (words: string) => void) => {
  const server = spawn(process.execPath, ['src/server/main.ts'], {
    env: { ...process.env, PORT: '0', DATA_DIR: folder, DATABASE_URL: '' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const address = await new Promise<string>((resolve, reject) => {
    let output = ''
    server.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString()
      const [found] = /http:\/\/localhost:\d+/.exec(output) ?? []
      if (found) resolve(found)
    })
    server.on('exit', code => reject(new Error(`the server ended with ${code}`)))
  })
  say(`pages: a server with the demo data at ${address}`)
  const stop = async () => {
    const ended = once(server, 'exit')
    server.kill('SIGTERM')
    await ended
  }
  return { address, stop }
}

const gzipped = () => {
  const folder = join('dist', 'web', 'assets')
  const scripts = readdirSync(folder).filter(name => name.endsWith('.js'))
  return new Map(scripts.map(name => [name, gzipSync(readFileSync(join(folder, name))).length / 1000]))
}

const measure = async (browser: Browser, address: string, path: string, content: string): Promise<MeasuredPage> => {
  const weights = gzipped()
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
  const page = await context.newPage()
  // noted in the page itself: from here it would be a moment later
  await page.addInitScript({
    content: `
      const watcher = new MutationObserver(() => {
        if (!document.querySelector('main ${content}')) return
        performance.mark('content')
        watcher.disconnect()
      })
      watcher.observe(document, { childList: true, subtree: true })
      performance.setResourceTimingBufferSize(1000)
    `,
  })
  const live: number[] = []
  page.on('request', request => request.url().endsWith('/api/live') && live.push(1))
  await page.goto(address + path)
  await page.locator(`main ${content}`).first().waitFor()
  await page.waitForTimeout(2000)
  const { at, asked } = await page.evaluate(() => ({
    at: performance.getEntriesByName('content')[0]?.startTime ?? Number.NaN,
    asked: performance.getEntriesByType('resource').map(({ name, startTime }) => ({ name, startTime })),
  }))
  await context.close()
  // the page itself, and the stream that never ends and so is not in the list
  const beside = 1 + live.length
  const script = (entries: typeof asked) =>
    entries.reduce((sum, { name }) => sum + (weights.get(basename(new URL(name).pathname)) ?? 0), 0)
  const before = asked.filter(({ startTime }) => startTime < at)
  return {
    path,
    requests: before.length + beside,
    script: script(before),
    allRequests: asked.length + beside,
    allScript: script(asked),
  }
}

/** `running`: the address of a server with the demo data, instead of a new one. */
export const measurePages = async (say: (words: string) => void, running?: string): Promise<MeasuredPage[]> => {
  const folder = mkdtempSync(join(tmpdir(), 'analytics-pages-'))
  const server = running ? { address: running, stop: async () => {} } : await startServer(folder, say)
  const browser = await chromium.launch({
    executablePath: findBrowser(),
    args: ['--no-sandbox', '--disable-background-networking'],
  })
  try {
    const measured: MeasuredPage[] = []
    for (const [path, content] of Object.entries(pages))
      measured.push(await measure(browser, server.address, path, content))
    return measured
  } finally {
    await browser.close()
    await server.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

const against = (value: number, target: number) =>
  value <= target ? 'met' : `${Math.ceil(value - target).toString()} too many`

export const printPages = (measured: MeasuredPage[]) => {
  printRows([
    [
      'page',
      'before the first chart',
      'requests',
      `target ${targets.requests}`,
      'kB of script',
      `target ${targets.script}`,
      'all requests',
      'all kB',
    ],
    ...measured.map(({ path, requests, script, allRequests, allScript }) => [
      path,
      '',
      String(requests),
      against(requests, targets.requests),
      script.toFixed(1),
      against(script, targets.script),
      String(allRequests),
      allScript.toFixed(1),
    ]),
  ])
}
