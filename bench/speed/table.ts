import { isOfCustomers, type Question } from './questions.ts'

/**
 * Milliseconds: over HTTP (the first after a start, then p50 and p95; response cache off), as plain SQL on the same
 * engine (p50), in DuckDB (p50).
 */
export type Measured = {
  engine: 'embedded' | 'postgres'
  lines: number
  name: string
  question: Question
  first: number
  p50: number
  p95: number
  plain: number
  duck: number | null
}

/** A question's p50 in milliseconds at the smaller and the larger size, asked in turn. */
export type SizeRatio = { name: string; question: Question; small: number; large: number }

const figure = (value: number | null, digits = 1) =>
  value === null || Number.isNaN(value) ? '' : value.toFixed(digits)
const million = (lines: number) => `${lines / 1e6} M`

export const printRows = (rows: string[][]) => {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map(row => row[column]?.length ?? 0)))
  const line = (row: string[]) =>
    row
      .map((cell, column) => (column < 2 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  ')
  for (const row of rows) process.stdout.write(`${line(row)}\n`)
}

export const printTable = (measured: Measured[]) => {
  const rows = measured.map(({ engine, lines, name, first, p50, p95, plain, duck }) => [
    `${engine} ${million(lines)}`,
    name,
    figure(first, 0),
    figure(p50),
    figure(p95),
    figure(plain),
    Number.isNaN(plain) ? '' : `${figure(plain / p50, 0)}×`,
    figure(duck),
    duck === null ? '' : `${figure(duck / p50)}×`,
  ])
  printRows([
    ['rows', 'question', 'first ms', 'p50 ms', 'p95 ms', 'plain SQL ms', 'plain ÷ p50', 'DuckDB ms', 'DuckDB ÷ p50'],
    ...rows,
  ])
}

const worst = (values: number[], pick: (...values: number[]) => number) =>
  values.length ? pick(...values) : Number.NaN

/** The bars of the design, with the worst measured case of each. */
export const printBars = (measured: Measured[], repeated: Record<string, unknown>) => {
  const rows = [['bar', 'rows', 'must', 'worst', 'median']]
  const bar = (name: string, where: string, must: string, values: number[], pick: typeof Math.max) => {
    const median = values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
    if (values.length) rows.push([name, where, must, figure(worst(values, pick)), figure(median)])
  }
  const stages = [...new Set(measured.map(({ engine, lines }) => `${engine} ${million(lines)}`))]
  for (const stage of stages) {
    const all = measured.filter(({ engine, lines }) => `${engine} ${million(lines)}` === stage)
    const here = all.filter(({ question }) => !isOfCustomers(question))
    const people = all.filter(({ question }) => isOfCustomers(question))
    const firstOf = (endpoint: string) =>
      people
        .filter(({ question }) => question.endpoint === endpoint && question.filtered === 'none')
        .map(({ first }) => first)
    bar(
      'customers room: p95, ms',
      stage,
      '≤ 25',
      people.map(({ p95 }) => p95),
      Math.max,
    )
    bar('customers room: cohorts first, ms', stage, '≤ 150', firstOf('customers/cohorts'), Math.max)
    bar('customers room: list first, ms', stage, '≤ 50', firstOf('customers'), Math.max)
    const simple = here.filter(({ question }) => question.filtered !== 'several')
    bar(
      'times faster than plain SQL',
      stage,
      '≥ 20',
      [...simple, ...people].map(({ plain, p50 }) => plain / p50).filter(ratio => !Number.isNaN(ratio)),
      Math.min,
    )
    bar(
      'p95 without customers, ms',
      stage,
      '≤ 25',
      simple.filter(({ question }) => !question.countsCustomers).map(({ p95 }) => p95),
      Math.max,
    )
    bar(
      'p95 with customers, ms',
      stage,
      '≤ 100',
      simple.filter(({ question }) => question.countsCustomers).map(({ p95 }) => p95),
      Math.max,
    )
    bar(
      'p95 with several filters, ms',
      stage,
      '≤ 150',
      here.filter(({ question }) => question.filtered === 'several').map(({ p95 }) => p95),
      Math.max,
    )
  }
  process.stdout.write('\n')
  printRows(rows)
  for (const [engine, figures] of Object.entries(repeated))
    process.stdout.write(`\n${engine}, a repeated question and an import while serving: ${JSON.stringify(figures)}\n`)
}

/** The bar of the design on sizes: no filter, or filters on one dimension. */
export const printSizes = (ratios: SizeRatio[]) => {
  printRows([
    ['question', '', 'p50 smaller', 'p50 larger', 'larger ÷ smaller'],
    ...ratios.map(({ name, small, large }) => [name, '', figure(small, 2), figure(large, 2), figure(large / small, 2)]),
  ])
  const simple = ratios
    .filter(({ question }) => question.filtered !== 'several')
    .map(({ small, large }) => large / small)
    .toSorted((a, b) => a - b)
  process.stdout.write(
    `\np50 at the larger size ÷ at the smaller, at most one filter: must be ≤ 1.5, worst ${figure(simple.at(-1) ?? Number.NaN, 2)}, median ${figure(simple[Math.floor(simple.length / 2)] ?? Number.NaN, 2)}\n`,
  )
}
