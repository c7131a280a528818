/**
 * `npm run churn -- FILE [--horizon DAYS] [--json]`: how well the churn model would have done on a file of orders
 * (`customer,date,amount`).
 * Scores every customer on the day `horizon` days before the last order, from what was known then, and holds them
 * against what came.
 */
import { parseArgs } from 'node:util'
import { churnHorizon, churnRecord } from '#stats/customers/churn.ts'
import { readOrders } from './orders.ts'

const usage = 'usage: npm run churn -- FILE [--horizon DAYS] [--json]'

function main(): void {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { horizon: { type: 'string' }, json: { type: 'boolean', default: false } },
  })
  const file = positionals[0]
  if (!file || positionals.length > 1) throw new Error(usage)
  if (values.horizon !== undefined && !(Number.isInteger(Number(values.horizon)) && Number(values.horizon) > 0)) {
    throw new Error(`--horizon expects whole days above 0, got "${values.horizon}"\n${usage}`)
  }
  const { histories, last, lines, returns, firstDate, lastDate } = readOrders(file)
  const horizon = values.horizon === undefined ? churnHorizon(histories, last) : Number(values.horizon)
  if (last - horizon < 1)
    throw new Error(
      `${file}: orders from ${firstDate} to ${lastDate} are no longer than the horizon of ${horizon} days`,
    )
  const started = performance.now()
  const { method, note, ...record } = churnRecord(histories, last, horizon)
  const ms = Math.round(performance.now() - started)

  if (values.json) {
    const { auc, brierSkill, n, baseRate, brier, lift, reliability } = record
    console.log(JSON.stringify({ auc, brierSkill, n, baseRate, brier, lift, horizon, method, note, reliability }))
    return
  }
  const percent = (share: number | null): string => (share === null ? '—' : `${(100 * share).toFixed(1)} %`)
  const left = returns > 0 ? `; ${returns} negative lines left out` : ''
  console.log(`${file}: ${lines} lines, ${histories.length} customers, ${firstDate} to ${lastDate}${left}`)
  console.log(`Scored ${horizon} days before the end, method ${method}${note ? ` (${note})` : ''}, in ${ms} ms\n`)
  console.log(`customers scored    ${record.n}`)
  console.log(`fell silent         ${record.events} (base rate ${percent(record.baseRate)})`)
  console.log(`AUC                 ${record.auc?.toFixed(3) ?? '—'}`)
  console.log(`Brier score         ${record.brier.toFixed(4)}, skill ${percent(record.brierSkill)}`)
  console.log(`lift of top tenth   ${record.lift?.toFixed(2) ?? '—'}\n`)
  console.log('predicted   observed   95 % interval       n')
  for (const { predicted, observed, lower, upper, n } of record.reliability) {
    const interval = `${percent(lower)} – ${percent(upper)}`
    console.log(
      [
        percent(predicted).padStart(9),
        percent(observed).padStart(11),
        interval.padStart(18),
        String(n).padStart(8),
      ].join(''),
    )
  }
}

try {
  main()
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
