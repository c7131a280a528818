import type { Report } from './server.ts'

const lines = 100_000

/**
 * An order file of 100,000 lines, sent to the server while it answers questions: how long it takes and how long the
 * event loop stood still.
 */
export const importStall = async (base: string, figures: () => Promise<Report>) => {
  const rows = Array.from({ length: lines }, (_, i) => {
    const day = new Date(Date.UTC(2026, 5, 1 + (i % 90))).toISOString().slice(0, 10)
    return `B${Math.floor(i / 2)},${day} 10:00:00,bench-${i % 5000},Product ${(i % 120) + 1},${(i % 4) + 1},${(i % 90) + 10}.50,completed`
  })
  const form = new FormData()
  form.append(
    'file',
    new Blob([`order_id,date,customer_id,product,quantity,unit_price,status\n${rows.join('\n')}\n`], {
      type: 'text/csv',
    }),
    'bench-orders.csv',
  )
  await figures()
  const began = performance.now()
  const response = await fetch(`${base}/api/import?kind=orders`, { method: 'POST', body: form })
  const importSeconds = (performance.now() - began) / 1000
  if (!response.ok) throw new Error(`import: ${response.status} ${await response.text()}`)
  const { data } = (await response.json()) as { data: { importId: number | null } }
  const { longestStall, megabytes } = await figures()
  // the rows stay as they were for the next run
  if (data.importId !== null) await fetch(`${base}/api/imports/${data.importId}`, { method: 'DELETE' })
  return {
    importLinesPerSecond: lines / importSeconds,
    stallWhileImporting: longestStall,
    megabytesAfterImport: megabytes,
  }
}
