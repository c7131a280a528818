import { existsSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Browser, chromium, type Page } from '@playwright/test'
import { findBrowser } from '../../scripts/ensure.mjs'
import { follow } from '../../tests/setup/live-stream.ts'
import { get, quantile, serve } from './asking.ts'
import { today, now } from './rows.ts'

/*
 * From the answer of POST /api/transactions to the figure in the document: one order each, ten a second for half a minute, with fifty pages
 * open. Three of them are drawn by a browser, each in a profile of its own; the others only do what a page does on the network: they hold a
 * live stream and ask the page's questions again after each event, with their ETags, four at once.
 */

export type MeasuredPixels = { engine: string; pages: number; drawn: number; answer: number[]; pixel: number[] }

const drawn = 3
const pages = 50
const perSecond = 10
const seconds = 30
/** Milliseconds between the start of the server, which makes things ready then, and the first order. */
const settling = 20_000
const path = `/revenue?from=${today.slice(0, 8)}01&to=${today}`
const atOnce = 4

/** Moments (of one clock for all processes) at which the exact number of orders in the document became another. */
type Seen = { at: number; orders: number }[]

const draw = async (browser: Browser, base: string): Promise<{ page: Page; questions: string[] }> => {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
  const page = await context.newPage()
  const questions = new Set<string>()
  page.on('request', request => {
    const { pathname, href } = new URL(request.url())
    if (pathname.startsWith('/api/') && pathname !== '/api/live') questions.add(href)
  })
  await page.addInitScript({
    content: `
      window.seen = []
      const look = () => {
        const text = document.querySelector('section[aria-label="Orders"]')?.textContent ?? ''
        const orders = Number(/exactly ([\\d,]+)/.exec(text)?.[1].replaceAll(',', ''))
        if (orders > 0 && orders !== window.seen.at(-1)?.orders)
          window.seen.push({ at: performance.timeOrigin + performance.now(), orders })
      }
      new MutationObserver(look).observe(document, { childList: true, subtree: true, characterData: true })
    `,
  })
  await page.goto(base + path)
  await page.locator('section[aria-label="Orders"]').waitFor()
  await page.waitForLoadState('networkidle').catch(() => {})
  await sleep(2000)
  return { page, questions: [...questions] }
}

const seenBy = (page: Page): Promise<Seen> => page.evaluate('window.seen')

/** The network of a page. */
const stand = async (base: string, questions: string[]) => {
  const { next, leave } = await follow(base)
  const etags = new Map<string, string>()
  const ask = async (question: string) => {
    const etag = etags.get(question)
    const answer = await fetch(question, { headers: etag ? { 'if-none-match': etag } : {} })
    etags.set(question, answer.headers.get('etag') ?? '')
    await answer.arrayBuffer()
    if (!answer.ok && answer.status !== 304) throw new Error(`${question}: ${answer.status}`)
  }
  const askAll = async () => {
    const left = [...questions]
    const inTurn = async () => {
      for (let one = left.shift(); one; one = left.shift()) await ask(one)
    }
    await Promise.all(Array.from({ length: atOnce }, inTurn))
  }
  await askAll()
  let [wanted, over] = [false, false]
  const hear = async () => {
    for (let said = await next(); said; said = await next()) wanted ||= said.event === 'data' || said.event === 'models'
  }
  const answering = async () => {
    while (!over) {
      if (wanted) {
        wanted = false
        await askAll()
      } else await sleep(5)
    }
  }
  hear().catch(() => {})
  const all = answering()
  return async () => {
    over = true
    leave()
    await all
  }
}

const order = (n: number) => ({
  order_id: `pixel-${n}`,
  line_id: 1,
  date: now.toISOString(),
  customer_id: `c${(n % 5000) + 1}`,
  product_id: `p${(n % 120) + 1}`,
  quantity: 1,
  unit_price: 20,
  region: 'Region 1',
  channel: 'Online',
})

const write = async (base: string, n: number) => {
  const began = performance.now()
  const answer = await fetch(`${base}/api/transactions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ rows: [order(n)] }),
  })
  if (!answer.ok) throw new Error(`order ${n}: ${answer.status} ${await answer.text()}`)
  const { data } = (await answer.json()) as { data: { importId: number } }
  return { importId: data.importId, took: performance.now() - began, at: performance.timeOrigin + performance.now() }
}

const ordersNow = async (base: string): Promise<number> => {
  const response = await fetch(`${base}/api/revenue/kpis?start_date=${today.slice(0, 8)}01&end_date=${today}`)
  const { data } = (await response.json()) as { data: { orders: { value: number } } }
  return data.orders.value
}

export const measurePixels = async (
  engine: string,
  env: Record<string, string>,
  say: (words: string) => void,
): Promise<MeasuredPixels> => {
  if (!existsSync('dist/web/index.html')) throw new Error('the screens are not built: npx vite build')
  const server = await serve({ ...env, BENCH_KEEP: 'true', BENCH_AHEAD: 'true', BENCH_WEB: 'true' })
  await get(`${server.base}${path}`)
  await sleep(settling)
  const browser = await chromium.launch({ executablePath: findBrowser(), args: ['--no-sandbox'] })
  let importId: number | undefined
  try {
    const opened: Awaited<ReturnType<typeof draw>>[] = []
    for (let n = 0; n < drawn; n++) opened.push(await draw(browser, server.base))
    const questions = opened[0]!.questions
    say(`${engine}: ${pages} pages, ${drawn} of them drawn; each asks ${questions.length} questions after an event`)
    const leave = await Promise.all(Array.from({ length: pages - drawn }, () => stand(server.base, questions)))
    const before = await ordersNow(server.base)
    const written: ReturnType<typeof write>[] = []
    const began = performance.now()
    for (let n = 0; n < perSecond * seconds; n++) {
      written.push(write(server.base, n))
      await sleep(Math.max(0, began + ((n + 1) * 1000) / perSecond - performance.now()))
    }
    const commits = (await Promise.all(written)).toSorted((a, b) => a.at - b.at)
    importId = commits[0]?.importId
    const expected = before + commits.length
    const until = performance.now() + 120_000
    const seen: Seen[] = []
    for (const { page } of opened) {
      let one = await seenBy(page)
      while (one.at(-1)?.orders !== expected) {
        if (performance.now() > until)
          throw new Error(`a page shows ${one.at(-1)?.orders} orders two minutes after the last, expected ${expected}`)
        await sleep(100)
        one = await seenBy(page)
      }
      seen.push(one)
    }
    const stated = await ordersNow(server.base)
    if (stated !== expected) throw new Error(`the API states ${stated} orders, expected ${expected}`)
    for (const end of leave) await end()
    const pixel = seen.flatMap(one =>
      commits.map(({ at }, n) => (one.find(({ orders }) => orders >= before + n + 1)?.at ?? Number.NaN) - at),
    )
    return { engine, pages, drawn, answer: commits.map(({ took }) => took), pixel }
  } finally {
    await browser.close()
    // the rows stay as they were for the next run
    if (importId !== undefined) await fetch(`${server.base}/api/imports/${importId}`, { method: 'DELETE' })
    await server.stop()
  }
}

export const printPixels = ({ engine, pages: open, drawn: shown, answer, pixel }: MeasuredPixels) => {
  const of = (sample: number[]) =>
    `p50 ${quantile(sample, 0.5).toFixed(0)} ms, p95 ${quantile(sample, 0.95).toFixed(0)} ms`
  process.stdout.write(
    `\n${perSecond} orders a second for ${seconds} s, ${engine}, ${open} pages open (${shown} drawn in a browser): p95 must be ≤ 500 ms from commit to pixel, ${of(pixel)}; to the answer ${of(answer)}\n`,
  )
}
