/** The export that is under way: one at a time, and it goes on when its menu is gone. */
import { useSyncExternalStore } from 'react'
import { type ExportFormat, mostOrderLines } from '#contract/export-formats.ts'
import { ApiError, exportFile } from '../api.ts'
import { percent } from '../format.ts'
import { forgetProgress, useProgress } from '../live.ts'
import { toaster } from './toaster.ts'

export type Format = ExportFormat
/** `label`: what was chosen in the menu. */
type Job = { page: string; label: string; format: Format; question: () => Promise<Record<string, unknown>> }

const names: Record<Format, string> = { pdf: 'PDF', xlsx: 'Excel file', csv: 'CSV file', json: 'JSON file' }

let running: Job | null = null
const listeners = new Set<() => void>()
const set = (job: Job | null) => {
  running = job
  for (const listener of listeners) listener()
}
const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

/** The label of the file that is being made; null: none is. */
export const useExporting = (): string | null => useSyncExternalStore(subscribe, () => running?.label ?? null)

const id = 'export'
/** What takes longer shows how far it is. */
const patience = 1000

/** As the server calls it. */
const task = 'Export'

/** How far the server is, as it counts. */
const HowFar = ({ format }: { format: Format }) => {
  const mine = useProgress(task)
  return (
    <>
      {mine
        ? `${names[format]}: ${mine.words}${mine.total ? `, ${percent((mine.done / mine.total) * 100, 0)}` : ''}`
        : `Making the ${names[format]}…`}
    </>
  )
}

const save = ({ name, file }: { name: string; file: Blob }) => {
  const address = URL.createObjectURL(file)
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  // the browser still reads it after the click
  setTimeout(() => URL.revokeObjectURL(address), 60_000)
}

/**
 * Why there is no file, until it is read, with what can be done: of a file that cannot hold so many rows only another
 * kind is worth a try.
 */
const tellFailure = async (job: Job, error: Error) => {
  const tooLarge = error instanceof ApiError && error.status === 413
  const next = tooLarge ? { ...job, label: 'CSV', format: 'csv' as const } : job
  const again = { label: tooLarge ? 'Take CSV' : 'Try again', onClick: () => void exportPage(next) }
  const hopeless = tooLarge && mostOrderLines[job.format] >= mostOrderLines.csv
  const toast = await toaster()
  toast.error(`The ${names[job.format]} was not made.`, {
    id,
    description: error.message,
    duration: Infinity,
    action: hopeless ? undefined : again,
  })
}

/** Asks for a page's file and saves it. While one is under way, a second is not begun. */
export const exportPage = async (job: Job): Promise<void> => {
  if (running) return
  set(job)
  let told = false
  const timer = setTimeout(async () => {
    const toast = await toaster()
    if (running !== job) return
    told = true
    toast.loading(<HowFar format={job.format} />, { id, duration: Infinity, description: undefined, action: undefined })
  }, patience)
  const over = () => {
    clearTimeout(timer)
    forgetProgress(task)
    set(null)
  }
  try {
    const made = await job
      .question()
      .then(question => exportFile(job.page, job.format, question))
      .finally(over)
    save(made)
    const toast = await toaster()
    if (told) toast.success(`${made.name} is ready.`, { id, duration: 4000, description: undefined, action: undefined })
    else toast.dismiss(id)
  } catch (error) {
    await tellFailure(job, error as Error)
  }
}
