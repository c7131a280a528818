import { Unplug } from 'lucide-react'
import { useEffect, useState } from 'react'
import { queryClient } from '../api.ts'
import { connect, useLive } from '../live.ts'
import { Button } from '../ui/Button.tsx'

/** A reload of the server takes a moment; only a longer silence is worth a word. */
const patience = 1500

/** Says that what is on screen is old, and tries again. */
export const ConnectionBanner = () => {
  const { connection, databaseAway } = useLive()
  const lost = connection === 'lost' || databaseAway
  const [shown, show] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => show(lost), lost ? patience : 0)
    return () => clearTimeout(timer)
  }, [lost])
  if (!shown) return null
  return (
    <div
      role="alert"
      className="flex items-center gap-3 border-b border-line bg-negative-soft px-4 py-2 text-sm text-negative xl:px-5"
    >
      <Unplug aria-hidden className="size-4 shrink-0" />
      <p className="grow font-medium">
        {databaseAway ? 'The database' : 'The server'} does not answer. What is on screen may be out of date; the
        connection is tried again every few seconds.
      </p>
      <Button
        size="sm"
        onClick={() => {
          connect()
          void queryClient.invalidateQueries()
        }}
      >
        Try now
      </Button>
    </div>
  )
}
