/**
 * `npm run bench:forecast [-- --json] [-- --data DIR]`: what the forecasts reach on the M1 and M3 competitions' monthly
 * series, beside the bars set for them.
 * DIR, or m-competitions in it, holds m1_monthly.csv and m3_monthly.csv; by default ../shared/data beside the
 * repository. A missing file is skipped, loudly.
 *
 * Conventions. MASE: scaled by the in-sample seasonal naive MAE (m = 12). sMAPE: the mean of 200 |y − f| ÷ (|y| + |f|).
 * OWA: relative to Naive2. Coverage: 80 % / 95 % intervals, in percent (in brackets the standard error, a series being one observation). "Cut": series keep only their last months; h =
 * 6; MASE is scaled by the whole history before the cut, as 14 months have only two seasonal differences to scale by
 * (14–24: M3's i-th series keeps 14 + i mod 11; 6–12: 6 + i mod 7). "Strong": series with a season of strength 0.8 or
 * more (seasonal.ts), stand-ins for series nobody here has seen; their last 24 months held out. Time: medians over 40
 * series of 120 months, one core, after warming up; a company: 19 parts in four breakdowns and their totals, 48 months.
 */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { median } from '../src/stats/math/average.ts'
import { rollingPaths } from '../src/stats/series/backtest.ts'
import { fitPipeline } from '../src/stats/series/pipeline.ts'
import { companyTime } from './company.ts'
import { type Covered, coverageErrors, forecastAll, scoresOf, type Scores } from './forecast-collection.ts'
import { readSeries, type Series } from './m-competition.ts'
import { cutTo, holdOut, simulatedSeasonal, stronglySeasonal } from './seasonal.ts'

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
    company: median([1, 2, 3].map(() => companyTime(48))),
  }
}

const measure = (name: string, series: Series[]) => {
  const all = forecastAll(series, name)
  return { series: all.length, scores: scoresOf(all), errors: coverageErrors(all), all }
}

const measureCut = (name: string, series: Series[], months: (i: number) => number) => {
  const cut = cutTo(series, months)
  const before = new Map(cut.map(s => [s.id, s.before]))
  const all = forecastAll(cut, `${name} cut`)
  return { series: all.length, scores: scoresOf(all, f => before.get(f.id)!), errors: coverageErrors(all) }
}

const strongOf = (name: string, collection: Series[]) => {
  const strong = stronglySeasonal(collection)
  return {
    cut10: measureCut(`${name} strong`, strong, i => 6 + (i % 7)),
    cut14: measureCut(`${name} strong`, strong, () => 14),
    cut20: measureCut(`${name} strong`, strong, () => 20),
    long: measure(`${name} strong`, holdOut(strong, 24)),
  }
}

const m3Series = read('m3_monthly.csv')
const m1Series = read('m1_monthly.csv')
const m3 = m3Series && measure('M3', m3Series)
const ms = m3Series && speed(m3Series)
const m1 = m1Series && measure('M1', m1Series)
const short = m3Series && measureCut('M3', m3Series, i => 14 + (i % 11))
const strong = [
  ...(m1Series ? [['M1', strongOf('M1', m1Series)] as const] : []),
  ...(m3Series ? [['M3', strongOf('M3', m3Series)] as const] : []),
  ['simulated', strongOf('simulated', simulatedSeasonal(120, 150, 24))] as const,
]

const table = () => {
  const rows: string[][] = [['', 'reached', 'must', 'stretch', 'seasonal naive']]
  const add = (what: string, reached: number, must = '', stretch = '', naive?: number, digits = 3) =>
    rows.push([what, reached.toFixed(digits), must, stretch, naive === undefined ? '' : naive.toFixed(digits)])
  /** In brackets the standard errors. */
  const share = (reached: number, error?: number) =>
    `${reached.toFixed(1)}${error === undefined ? '' : ` (${error.toFixed(1)})`}`
  const covered = (what: string, ...pairs: [string, number, number, number?, number?][]) =>
    rows.push([
      `${what}: coverage of ${pairs.map(([steps]) => steps).join(', ')}`,
      pairs.map(([, c80, c95, e80, e95]) => `${share(c80, e80)} / ${share(c95, e95)}`).join('  '),
      '78–83 / 93.5–96.5',
      '79–82 / 94–96',
      '',
    ])
  type Measured = { scores: Scores; errors: Record<Covered, number> }
  const bySteps = ({ scores: s, errors: e }: Measured): [string, number, number, number, number][] =>
    (
      [
        ['1–6', s.coverage80, s.coverage95, e.coverage80, e.coverage95],
        ['7–12', s.coverage80to12, s.coverage95to12, e.coverage80to12, e.coverage95to12],
        ['13–24', s.coverage80to24, s.coverage95to24, e.coverage80to24, e.coverage95to24],
      ] as [string, number, number, number, number][]
    ).filter(([, share]) => !Number.isNaN(share))

  if (m3) {
    const { scores: s } = m3
    add(`M3 monthly, ${m3.series} series, h = 18: sMAPE`, s.smape, '≤ 13.65', '≤ 13.40')
    add('M3 monthly, h = 18: MASE', s.mase, '≤ 0.835', '≤ 0.820', s.naiveMase)
    add('M3 monthly, h = 1–6: sMAPE', s.smape6, '≤ 11.75', '≤ 11.4')
    add('M3 monthly, h = 18: OWA', s.owa)
    covered('M3', ...bySteps(m3), ['the sum of 18', s.total80, s.total95])
  }
  if (m1) {
    add(`M1 monthly, ${m1.series} series, h = 18: OWA`, m1.scores.owa, '≤ 0.885', '≤ 0.875')
    covered('M1 (constants chosen here)', ...bySteps(m1), ['the sum of 18', m1.scores.total80, m1.scores.total95])
  }
  if (short) {
    add('M3 cut to 14–24 months, h = 6: MASE', short.scores.mase, '≤ 0.67', '', short.scores.naiveMase)
    covered('M3 cut to 14–24', ...bySteps(short), ['the sum of 6', short.scores.total80, short.scores.total95])
  }
  for (const [name, { cut10, cut14, cut20, long }] of strong) {
    add(`${name} strong, ${cut10.series} series, cut to 6–12: MASE`, cut10.scores.mase, '', '', cut10.scores.naiveMase)
    add(`${name} strong, cut to 14: MASE`, cut14.scores.mase, '', '', cut14.scores.naiveMase)
    add(`${name} strong, cut to 20: MASE`, cut20.scores.mase, '', '', cut20.scores.naiveMase)
    add(`${name} strong, ${long.series} series, h = 24: MASE`, long.scores.mase, '', '', long.scores.naiveMase)
    covered(`${name} strong`, ...bySteps(long), ['the sum of 24', long.scores.total80, long.scores.total95])
  }
  const together = strong.flatMap(([, { long }]) => long.all)
  covered(
    `all strong, ${together.length} series`,
    ...bySteps({ scores: scoresOf(together), errors: coverageErrors(together) }),
  )
  if (ms) {
    add(`fit + forecast, n = 120: ms (slowest ${ms.slowestFit.toFixed(0)})`, ms.fit, '≤ 60', '≤ 20', undefined, 1)
    const slowest = ms.slowestBacktest.toFixed(0)
    add(`12-origin backtest, n = 120: ms (slowest ${slowest})`, ms.backtest, '≤ 1500', '≤ 300', undefined, 1)
    add('all forecasts of a company, reconciled: ms', ms.company, '≤ 10000', '', undefined, 0)
  }
  const width = rows[0]!.map((_, c) => Math.max(...rows.map(row => row[c]!.length)))
  return rows
    .map(row => row.map((cell, c) => (c ? cell.padStart(width[c]!) : cell.padEnd(width[c]!))).join('  '))
    .join('\n')
}

const figures = (scores: Scores, ...keys: (keyof Scores)[]) =>
  Object.fromEntries(keys.map(key => [key, Number(scores[key].toFixed(4))]))

const steps = [
  'coverage80',
  'coverage95',
  'coverage80to12',
  'coverage95to12',
  'coverage80to24',
  'coverage95to24',
] as const

const json = () => ({
  m3: m3 && figures(m3.scores, 'smape', 'mase', 'smape6', ...steps),
  m1: m1 && figures(m1.scores, 'owa', ...steps),
  short: short && figures(short.scores, 'mase', 'coverage80', 'coverage95'),
  strong: Object.fromEntries(
    strong.map(([name, { cut10, cut14, cut20, long }]) => [
      name,
      {
        cut10: figures(cut10.scores, 'mase', 'naiveMase'),
        cut14: figures(cut14.scores, 'mase', 'naiveMase'),
        cut20: figures(cut20.scores, 'mase', 'naiveMase'),
        long: figures(long.scores, 'mase', 'naiveMase', ...steps),
      },
    ]),
  ),
  ms: ms && {
    fit: Number(ms.fit.toFixed(2)),
    backtest: Number(ms.backtest.toFixed(1)),
    company: Math.round(ms.company),
  },
})

process.stdout.write(`${flags.json ? JSON.stringify(json()) : table()}\n`)
