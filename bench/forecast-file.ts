/**
 * `npm run forecast -- FILE [--json]`: forecasts every series of a file in the layout of the M competitions
 * (bench/m-competition.ts) and prints the scores, by the conventions of bench/forecast.ts. Series without a test are
 * forecast, and their forecasts printed instead of a score.
 */
import { parseArgs } from 'node:util'
import { forecastAll, scoresOf, type Scores } from './forecast-collection.ts'
import { readSeries, type Series } from './m-competition.ts'

const stop = (message: string): never => {
  process.stderr.write(`${message}\n`)
  process.exit(1)
}

const USAGE = 'usage: npm run forecast -- FILE [--json]'

const command = () => {
  try {
    return parseArgs({ options: { json: { type: 'boolean' } }, allowPositionals: true })
  } catch (error) {
    return stop(`${(error as Error).message}\n${USAGE}`)
  }
}

const load = (file: string): Series[] => {
  try {
    return readSeries(file)
  } catch (error) {
    return stop((error as Error).message)
  }
}

const { values: flags, positionals } = command()
if (positionals.length !== 1) stop(USAGE)
const all = forecastAll(load(positionals[0]!), positionals[0]!)
const scored = all.filter(f => f.test.length)
const open = all.filter(f => !f.test.length)
const forecasts = open.map(({ id, h, mean, lower, upper }) => ({
  id,
  h,
  mean,
  lower80: lower[0],
  upper80: upper[0],
  lower95: lower[1],
  upper95: upper[1],
}))
const rounded = (scores: Scores): Record<string, number | null> =>
  Object.fromEntries(
    Object.entries(scores).map(([name, value]) => [name, Number.isFinite(value) ? Number(value.toFixed(4)) : null]),
  )
const record = scored.length ? rounded(scoresOf(scored)) : null

const table = () => {
  const lines = [`${all.length} series forecast, ${scored.length} with test values to score by`]
  if (record) {
    for (const [name, value] of Object.entries(record))
      lines.push(`${name.padEnd(15)}${String(value ?? '—').padStart(10)}`)
    lines.push(
      'smape, mase, naiveMase (seasonal naive), owa: all steps; smape6, mase6, naiveMase6, coverage80, coverage95: steps 1–6;',
      '…to12, …to24: steps 7–12, 13–24; total80, total95: the sum of all steps. Coverage in percent.',
    )
  }
  return [...lines, ...forecasts.map(({ id, mean }) => `${id}: ${mean.map(v => v.toPrecision(6)).join(' ')}`)].join(
    '\n',
  )
}

const json = () => ({
  series: all.length,
  scored: scored.length,
  ...record,
  ...(forecasts.length && { forecasts }),
})

process.stdout.write(`${flags.json ? JSON.stringify(json()) : table()}\n`)
