import type { Api, Result } from '#contract'
import { follow } from '../../tests/setup/live-stream.ts'
import { quantile, serve, timed } from './asking.ts'
import { now } from './rows.ts'

export type MeasuredBatches = { engine: string; answer: number[]; event: number[] }

const size = 100
const batches = 60

const rowsOf = (batch: number) =>
  Array.from({ length: size }, (_, i) => ({
    order_id: `W${batch}-${Math.floor(i / 2)}`,
    line_id: i % 2,
    date: now.toISOString(),
    customer_id: `bench-${(batch * 50 + i) % 5000}`,
    product_name: `Product ${(i % 120) + 1}`,
    quantity: (i % 4) + 1,
    unit_price: (i % 90) + 10.5,
  }))

/** 100 order lines written through the API, one batch after the other: to the answer, and to the event by which open pages ask again. */
export const measureBatches = async (engine: string, env: Record<string, string>, say: (words: string) => void) => {
  say(`${engine}: ${batches} batches of ${size} order lines through the API`)
  const server = await serve(env)
  const { next, leave } = await follow(server.base)
  const told = async () => {
    while ((await next())?.event !== 'data');
  }
  const measured: MeasuredBatches = { engine, answer: [], event: [] }
  let importId: number | null = null
  for (let batch = 0; batch < batches; batch += 1) {
    const body = JSON.stringify({ rows: rowsOf(batch) })
    const began = performance.now()
    measured.answer.push(
      await timed(async () => {
        const answer = await fetch(`${server.base}/api/transactions`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body,
        })
        if (!answer.ok) throw new Error(`batch: ${answer.status} ${await answer.text()}`)
        importId = ((await answer.json()) as Result<Api['batches']['transactions']>).data.importId
      }),
    )
    await told()
    measured.event.push(performance.now() - began)
  }
  leave()
  // the rows stay as they were for the next run
  if (importId !== null) await fetch(`${server.base}/api/imports/${importId}`, { method: 'DELETE' })
  await server.stop()
  return measured
}

export const printBatches = (all: MeasuredBatches[]) => {
  for (const { engine, answer, event } of all) {
    const of = (sample: number[]) =>
      `p50 ${quantile(sample, 0.5).toFixed(0)} ms, p95 ${quantile(sample, 0.95).toFixed(0)} ms`
    process.stdout.write(
      `\n${size} order lines written, ${engine}: p95 must be ≤ 25 ms to the answer, ${of(answer)}; to the pages’ event ${of(event)}\n`,
    )
  }
}
