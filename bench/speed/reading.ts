import { mkdtempSync, rmSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Reading } from '../../src/server/ingest/read/read.ts'
import { readApart } from '../../src/server/ingest/read/reader.ts'
import { type LongFile, writeLongCsv, writeLongWorkbook } from './long-files.ts'
import { printRows } from './table.ts'

/** What the process that reads a long file takes: its most memory in MB, processor time and time. Linux only. */
export type MeasuredReading = { format: string; lines: number; peak: number; cpu: number; seconds: number }

const mostMegabytes = 400
/** Of /proc/PID/stat. */
const ticksPerSecond = 100

/** The largest of the processes that this one has started, from now until it is asked for. */
const watchChild = () => {
  let [peak, cpu] = [0, 0]
  let over = false
  const look = async () => {
    for (const one of await readdir('/proc')) {
      if (!/^\d+$/.test(one)) continue
      const [status, stat] = await Promise.all(
        ['status', 'stat'].map(name => readFile(`/proc/${one}/${name}`, 'utf8').catch(() => '')),
      )
      const megabytes = Number(/VmHWM:\s+(\d+) kB/.exec(status!)?.[1]) / 1000
      if (!new RegExp(`^PPid:\\s+${process.pid}$`, 'm').test(status!) || !(megabytes > peak)) continue
      peak = megabytes
      // the name before these may have spaces
      const times = stat!.slice(stat!.lastIndexOf(')')).split(' ')
      cpu = (Number(times[12]) + Number(times[13])) / ticksPerSecond
    }
  }
  const looking = async () => {
    while (!over) {
      await look()
      await sleep(50)
    }
  }
  const all = looking()
  return async () => {
    over = true
    await all
    return { peak, cpu }
  }
}

const reading = (path: string, fileName: string): Reading => ({
  path,
  fileName,
  kind: 'orders',
  saved: [],
  into: 'EUR',
  isFixed: false,
  timezone: 'Europe/Berlin',
  keyZone: null,
  today: '2026-11-30',
  dryRun: true,
})

const measure = async (format: string, { path, lines, orders, customers, revenue }: LongFile) => {
  const found = watchChild()
  const began = performance.now()
  const { report } = await readApart(reading(path, `orders.${format}`), { progress: () => {} })
  const seconds = (performance.now() - began) / 1000
  const got = [report.rows.accepted, report.orders, report.customers, report.revenue].join()
  if (got !== [lines, orders, customers, revenue].join())
    throw new Error(`${format}: expected ${[lines, orders, customers, revenue].join()}, got ${got}`)
  return { format, lines, seconds, ...(await found()) }
}

/** A dry run of one table, as CSV and as a workbook. */
export const measureReading = async (lines: number, say: (words: string) => void): Promise<MeasuredReading[]> => {
  if (process.platform !== 'linux') throw new Error('what a process takes is read from /proc, which only Linux has')
  const folder = mkdtempSync(join(tmpdir(), 'analytics-reading-'))
  const measured: MeasuredReading[] = []
  try {
    for (const [format, write] of Object.entries({ csv: writeLongCsv, xlsx: writeLongWorkbook })) {
      say(`reading: ${lines.toLocaleString('en-GB')} order lines as ${format}`)
      measured.push(await measure(format, write(join(folder, `orders.${format}`), lines)))
    }
    return measured
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

export const printReading = (measured: MeasuredReading[]) =>
  printRows([
    ['format', 'lines', 'peak MB', `must be ≤ ${mostMegabytes}`, 'CPU s', 'seconds'],
    ...measured.map(({ format, lines, peak, cpu, seconds }) => [
      format,
      lines.toLocaleString('en-GB'),
      peak.toFixed(0),
      peak <= mostMegabytes ? 'met' : 'missed',
      cpu.toFixed(1),
      seconds.toFixed(1),
    ]),
  ])
