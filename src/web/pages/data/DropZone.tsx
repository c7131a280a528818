import { Upload } from 'lucide-react'
import { useState } from 'react'

/**
 * A large place to drop files, and a click for those who do not drag: both are the browser's own file field, which
 * fills the place unseen.
 */
export const DropZone = ({ onFiles }: { onFiles: (files: File[]) => void }) => {
  const [over, setOver] = useState(false)
  return (
    <label
      className={`relative flex flex-col items-center gap-1 rounded-xl border border-dashed px-4 py-10 text-center transition-colors duration-150 has-focus-visible:outline-2 has-focus-visible:outline-accent ${
        over ? 'border-accent bg-accent-soft' : 'border-control hover:bg-hover'
      }`}
    >
      <Upload aria-hidden className="mb-1 size-6 text-muted" />
      <span className="font-medium">Drop files here, or choose them</span>
      <span className="max-w-lg text-sm text-muted">
        You see what a file holds before anything is written. The same file twice changes nothing, and every import can
        be undone.
      </span>
      <input
        type="file"
        multiple
        accept=".csv,.tsv,.txt,.xlsx,.xlsm,.jsonl,.ndjson,.gz,.zip,text/csv"
        className="absolute inset-0 size-full cursor-pointer opacity-0"
        onDragEnter={() => setOver(true)}
        onDragLeave={() => setOver(false)}
        onDrop={() => setOver(false)}
        onChange={event => {
          if (event.target.files?.length) onFiles([...event.target.files])
        }}
      />
    </label>
  )
}
