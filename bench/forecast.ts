/**
 * `npm run bench:forecast [-- --json] [-- --data DIR]`: what the forecasts reach on the M1 and M3 competitions' monthly
 * series, beside the bars set for them.
 * DIR, or m-competitions in it, holds m1_monthly.csv and m3_monthly.csv; by default ../shared/data beside the
 * repository. A missing file is skipped, loudly.
 *
 * Conventions. MASE: scaled by the in-sample seasonal naive MAE (m = 12). sMAPE: the mean of 200 |y − f| ÷ (|y| + |f|).
 * OWA: relative to Naive2.
 * Coverage: steps 1–6. "Short": M3's i-th series (from 0) keeps only its last 14 + i mod 11 months; h = 6; MASE is
 * scaled by the whole history before the cut, as 14 months have only two seasonal differences to scale by. "Served":
 * the product shows seasonal naive where the backtest finds no skill.
 * Time: medians over 40 series of 120 months, one core, after warming up.
 */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { mean, median } from '../src/stats/math/average.ts'
import { mase } from '../src/stats/series/accuracy.ts'
import { rollingPaths } from '../src/stats/series/backtest.ts'
import { fitPipeline } from '../src/stats/series/pipeline.ts'
import { forecastAll, scoresOf, type Scores } from './forecast-collection.ts'
import { readSeries, type Series } from './m-competition.ts'

const { values: flags } = parseArgs({ options: { json: { type: 'boolean' }, data: { type: 'string' } } })
const given = flags.data ?? join(import.meta.dirname, '../../shared/data')
const folder = existsSync(join(given, 'm-competitions')) ? join(given, 'm-competitions') : given

const read = (name: string): Series[] | null => {
  const file = join(folder, name)
  if (existsSync(file)) return readSeries(file)
  process.stderr.write(
    `\nSKIPPED: ${name} is not in ${folder}. Its part of the table is not measured; --data DIR says where it is.\n\n`,
  )
  return null
}

const timed = (work: () => unknown) => {
  const start = performance.now()
  work()
  return performance.now() - start
}

const speed = (m3: Series[]) => {
  const long = m3
    .filter(s => s.train.length >= 120)
    .map(s => s.train.slice(-120))
    .filter((_, i) => i % 6 === 0)
    .slice(0, 40)
  const fit = long.map(y => timed(() => fitPipeline(y, { period: 12 }).forecast(18, [])))
  const backtest = long.map(y => timed(() => rollingPaths(y, fitPipeline, { period: 12 })))
  return {
    fit: median(fit),
    backtest: median(backtest),
    slowestFit: Math.max(...fit),
    slowestBacktest: Math.max(...backtest),
  }
}

const measure = (name: string, series: Series[]) => {
  const all = forecastAll(series, name)
  const fellBack = all.filter(f => f.fellBack).length
  return { series: all.length, ours: scoresOf(all, f => f.pipeline), served: scoresOf(all, f => f.served), fellBack }
}

const measureShort = (m3: Series[]) => {
  const cut = forecastAll(
    m3.map((s, i) => ({ ...s, h: 6, train: s.train.slice(-(14 + (i % 11))), test: s.test.slice(0, 6) })),
    'M3 cut short',
  )
  const whole = new Map(m3.map(s => [s.id, s.train]))
  const average = (pick: (f: (typeof cut)[number]) => number[]) =>
    mean(cut.map(f => mase(f.test, pick(f), whole.get(f.id)!, 12)).filter(v => v !== null))
  const fellBack = cut.filter(f => f.fellBack).length
  return {
    mase: average(f => f.pipeline.mean),
    served: average(f => f.served.mean),
    scores: scoresOf(cut, f => f.pipeline),
    fellBack,
  }
}

const m3Series = read('m3_monthly.csv')
const m1Series = read('m1_monthly.csv')
const m3 = m3Series && measure('M3', m3Series)
const ms = m3Series && speed(m3Series)
const m1 = m1Series && measure('M1', m1Series)
const short = m3Series && measureShort(m3Series)

const figures = (scores: Scores, ...keys: (keyof Scores)[]) =>
  Object.fromEntries(keys.map(key => [key, Number(scores[key].toFixed(4))]))

const table = () => {
  const rows: string[][] = [['', 'reached', 'must', 'stretch', 'served']]
  const add = (what: string, ours: number, must: string, stretch: string, served?: number, digits = 3) =>
    rows.push([what, ours.toFixed(digits), must, stretch, served === undefined ? '' : served.toFixed(digits)])
  if (m3) {
    add(`M3 monthly, ${m3.series} series, h = 18: sMAPE`, m3.ours.smape, '≤ 13.65', '≤ 13.40', m3.served.smape)
    add('M3 monthly, h = 18: MASE', m3.ours.mase, '≤ 0.835', '≤ 0.820', m3.served.mase)
    add('M3 monthly, h = 1–6: sMAPE', m3.ours.smape6, '≤ 11.75', '≤ 11.4', m3.served.smape6)
    add('M3 monthly, h = 18: OWA', m3.ours.owa, '', '', m3.served.owa)
    add('M3 coverage of 80 % intervals, h = 1–6', m3.ours.coverage80, '78–83', '79–82', m3.served.coverage80, 1)
    add('M3 coverage of 95 % intervals, h = 1–6', m3.ours.coverage95, '93.5–96.5', '94–96', m3.served.coverage95, 1)
  }
  if (m1) {
    add(`M1 monthly, ${m1.series} series, h = 18: OWA`, m1.ours.owa, '≤ 0.885', '≤ 0.875', m1.served.owa)
    add('M1 coverage of 80 % intervals (constants chosen here)', m1.ours.coverage80, '', '', m1.served.coverage80, 1)
    add('M1 coverage of 95 % intervals (constants chosen here)', m1.ours.coverage95, '', '', m1.served.coverage95, 1)
  }
  if (short) {
    add('M3 cut to 14–24 months, h = 6: MASE', short.mase, '≤ 0.77', '≤ 0.73', short.served)
    add('M3 cut to 14–24 months: coverage 80 %', short.scores.coverage80, '78–83', '79–82', undefined, 1)
    add('M3 cut to 14–24 months: coverage 95 %', short.scores.coverage95, '93.5–96.5', '94–96', undefined, 1)
  }
  if (ms) {
    add(`fit + forecast, n = 120: ms (slowest ${ms.slowestFit.toFixed(0)})`, ms.fit, '≤ 60', '≤ 20', undefined, 1)
    add(
      `12-origin backtest, n = 120: ms (slowest ${ms.slowestBacktest.toFixed(0)})`,
      ms.backtest,
      '≤ 1500',
      '≤ 300',
      undefined,
      1,
    )
  }
  const width = rows[0]!.map((_, c) => Math.max(...rows.map(row => row[c]!.length)))
  const lines = rows.map(row =>
    row.map((cell, c) => (c ? cell.padStart(width[c]!) : cell.padEnd(width[c]!))).join('  '),
  )
  if (m3 && m1 && short) {
    lines.push(
      '',
      `served: seasonal naive shown for lack of skill on ${m3.fellBack} series of M3, ${m1.fellBack} of M1, ${short.fellBack} of M3 cut short`,
    )
  }
  return lines.join('\n')
}

const json = () => ({
  m3: m3 && figures(m3.ours, 'smape', 'mase', 'smape6', 'coverage80', 'coverage95'),
  m1: m1 && figures(m1.ours, 'owa'),
  short: short && { mase: Number(short.mase.toFixed(4)) },
  ms: ms && { fit: Number(ms.fit.toFixed(2)), backtest: Number(ms.backtest.toFixed(1)) },
})

process.stdout.write(`${flags.json ? JSON.stringify(json()) : table()}\n`)
