import { useState } from 'react'
import { Link } from 'react-router'
import { useMay } from '../session.ts'
import { Button, buttonLook } from '../ui/Button.tsx'
import { Popover } from '../ui/Popover.tsx'
import { useRemoveDemo } from './demo.ts'

/** Made-up data must never be taken for one's own: badged on every page, gone in one click. */
export const DemoBadge = () => {
  const [open, setOpen] = useState(false)
  const allowed = useMay('import')
  const { remove, busy, error } = useRemoveDemo()
  return (
    <div className="ml-auto max-sm:-order-1">
      <Popover
        title="Demo data"
        open={open}
        onOpenChange={setOpen}
        className="w-80 max-w-[calc(100vw-1rem)] p-4"
        trigger={
          <button
            type="button"
            className="inline-flex h-7 items-center rounded-full whitespace-pre bg-warning-soft px-3 max-sm:px-2.5 text-sm font-semibold text-warning hover:underline"
          >
            Demo data<span className="max-sm:sr-only"> · bring your files</span>
          </button>
        }
      >
        <p className="text-sm text-soft">
          These figures come from made-up orders and deals. Importing your own files removes them, unless you ask to
          keep them. Removed, they can be brought back as long as there is nothing else.
        </p>
        {allowed && (
          <div className="mt-3 flex flex-wrap gap-2">
            <Link to="/data" onClick={() => setOpen(false)} className={buttonLook({ look: 'primary' })}>
              Bring your files
            </Link>
            <Button look="danger" disabled={busy} onClick={() => remove(() => setOpen(true))}>
              {busy ? 'Removing…' : 'Remove demo data'}
            </Button>
          </div>
        )}
        {error && (
          <p role="alert" className="mt-2 text-sm text-negative">
            {error.message}
          </p>
        )}
      </Popover>
    </div>
  )
}
