import { Upload } from 'lucide-react'
import { useEffect, useState } from 'react'

/** A large place to click or to drop files on. They can be dropped anywhere on the page (DropAnywhere). */
export const DropZone = ({ onFiles }: { onFiles: (files: File[]) => void }) => (
  <label className="relative flex flex-col items-center gap-1 rounded-xl border border-dashed border-control px-4 py-10 text-center transition-colors duration-150 hover:bg-hover has-focus-visible:outline-2 has-focus-visible:outline-accent">
    <Upload aria-hidden className="mb-1 size-6 text-muted" />
    <span className="font-medium">Drop files here, or choose them</span>
    <span className="max-w-lg text-sm text-muted">
      You see what a file holds before anything is written. The same file twice changes nothing, and every import can be
      undone.
    </span>
    <input
      type="file"
      multiple
      accept=".csv,.tsv,.txt,.xlsx,.xlsm,.jsonl,.ndjson,.gz,.zip,text/csv"
      className="absolute inset-0 size-full cursor-pointer opacity-0"
      onChange={event => {
        if (event.target.files?.length) onFiles([...event.target.files])
        // the same file may be chosen again
        event.target.value = ''
      }}
    />
  </label>
)

/** A drag says nothing of its end outside of the window; it moves on at least so often (ms) while it is inside. */
const still = 400

/** Files that are dropped anywhere on the page come in; without this the browser would leave the page to show them. */
export const DropAnywhere = ({ onFiles }: { onFiles: (files: File[]) => void }) => {
  const [over, setOver] = useState(false)
  useEffect(() => {
    let gone: ReturnType<typeof setTimeout> | undefined
    const dragOver = (event: DragEvent) => {
      if (!event.dataTransfer?.types.includes('Files')) return
      event.preventDefault()
      setOver(true)
      clearTimeout(gone)
      gone = setTimeout(() => setOver(false), still)
    }
    const drop = (event: DragEvent) => {
      const files = [...(event.dataTransfer?.files ?? [])]
      if (files.length === 0) return
      event.preventDefault()
      clearTimeout(gone)
      setOver(false)
      onFiles(files)
    }
    addEventListener('dragover', dragOver)
    addEventListener('drop', drop)
    return () => {
      clearTimeout(gone)
      removeEventListener('dragover', dragOver)
      removeEventListener('drop', drop)
    }
  }, [onFiles])
  return over ? (
    <div
      role="status"
      className="pointer-events-none fixed inset-2 z-50 flex items-center justify-center rounded-2xl border-2 border-dashed border-accent bg-veil"
    >
      <p className="flex items-center gap-2 rounded-xl bg-card px-4 py-3 font-medium shadow-float">
        <Upload aria-hidden className="size-5 text-muted" /> Drop them: you see what they hold before anything is
        written
      </p>
    </div>
  ) : null
}
