import { get, quantile, serve, timed } from './asking.ts'
import { printRows } from './table.ts'

/** 8 categories, 5 regions, 3 channels, 3 segments: 20 series, each fitted and tested at twelve origins. */
const questions: Record<string, string> = {
  revenue: 'revenue',
  'revenue, 24 months by category': 'revenue?periods=24&by=category',
  'revenue, several filters, by segment': 'revenue?region=Region%202&channel=Online&channel=Partner&by=segment',
  'revenue, scenario': 'revenue?price=5&win_rate=20&churn=-10&one_off=100000&one_off_month=2027-01',
  kpis: 'kpis',
  'kpis, filtered': 'kpis?category=Category%201&region=Region%202',
  'model performance': 'model-performance',
  'model performance, filtered': 'model-performance?category=Category%201&region=Region%202',
  'seasonality by month': 'seasonality',
  'seasonality by weekday, filtered': 'seasonality?by=weekday&category=Category%201',
  pipeline: 'pipeline',
  'churn risk': 'churn-risk',
  'revenue at risk': 'revenue-at-risk',
  target: 'target',
}

/**
 * Milliseconds over HTTP (answers not kept): the first after a start, then p50 and p95; the longest stall of the event
 * loop while it was asked for the first time.
 */
export type MeasuredForecasts = {
  engine: string
  rows: { name: string; first: number; stall: number; p50: number; p95: number }[]
  /**
   * From the answer of an import that changes three months to the first forecast of the new data, with all of its
   * parts.
   */
  recompute: number
  stallMeanwhile: number
}

const importOneDay = async (base: string, name: string) => {
  const rows = Array.from(
    { length: 300 },
    (_, i) =>
      `F${name}${i},2026-0${6 + (i % 3)}-1${i % 9} 10:00:00,forecast-${i % 50},Product ${(i % 120) + 1},1,${(i % 90) + 10}.50,completed`,
  )
  const form = new FormData()
  const text = `order_id,date,customer_id,product,quantity,unit_price,status\n${rows.join('\n')}\n`
  form.append('file', new Blob([text], { type: 'text/csv' }), `forecast-${name}.csv`)
  const response = await fetch(`${base}/api/import?kind=orders`, { method: 'POST', body: form })
  if (!response.ok) throw new Error(`import: ${response.status} ${await response.text()}`)
  return ((await response.json()) as { data: { importId: number | null } }).data.importId
}

export const measureForecasts = async (
  engine: string,
  env: Record<string, string>,
  repeats: number,
  say: (words: string) => void,
): Promise<MeasuredForecasts> => {
  const server = await serve(env)
  const stall = async () => (await server.tell({ do: 'figures' })).longestStall ?? Number.NaN
  const at = (path: string) => `${server.base}/api/forecasting/${path}`
  say(`${engine}: forecasts`)
  const rows: MeasuredForecasts['rows'] = []
  await stall()
  for (const [name, path] of Object.entries(questions)) {
    const first = await timed(() => get(at(path)))
    rows.push({ name, first, stall: await stall(), p50: Number.NaN, p95: Number.NaN })
  }
  for (const row of rows) {
    const times: number[] = []
    for (let round = 0; round < repeats + 3; round++) times.push(await timed(() => get(at(questions[row.name]!))))
    const warm = times.slice(3)
    Object.assign(row, { p50: quantile(warm, 0.5), p95: quantile(warm, 0.95) })
  }
  const importId = await importOneDay(server.base, String(Date.now()))
  await stall()
  const recompute = await timed(() => get(at(questions['revenue, 24 months by category']!)))
  const stallMeanwhile = await stall()
  // the rows stay as they were for the next run
  if (importId !== null) await fetch(`${server.base}/api/imports/${importId}`, { method: 'DELETE' })
  await server.stop()
  return { engine, rows, recompute, stallMeanwhile }
}

export const printForecasts = (measured: MeasuredForecasts[]) => {
  for (const { engine, rows, recompute, stallMeanwhile } of measured) {
    process.stdout.write('\n')
    printRows([
      [`forecasts, ${engine}`, '', 'first ms', 'stall ms', 'p50 ms', 'p95 ms'],
      ...rows.map(({ name, first, stall, p50, p95 }) => [
        name,
        '',
        first.toFixed(0),
        stall.toFixed(0),
        p50.toFixed(1),
        p95.toFixed(1),
      ]),
    ])
    const most = (pick: (row: (typeof rows)[number]) => number) => Math.max(...rows.map(pick)).toFixed(1)
    process.stdout.write(
      `\nforecasts: p95 must be ≤ 20 ms, worst ${most(row => row.p95)}; first ≤ 2000 ms, worst ${most(row => row.first)}; event loop ≤ 50 ms, worst ${most(row => row.stall)}; all forecasts after an import ≤ 10 s, ${(recompute / 1000).toFixed(1)} s (event loop ${stallMeanwhile.toFixed(0)} ms)\n`,
    )
  }
}
