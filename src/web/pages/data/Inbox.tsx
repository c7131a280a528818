import { api } from '#contract'
import { useApi, useCommand } from '../../api.ts'
import { bytes, instant } from '../../format.ts'
import { Button } from '../../ui/Button.tsx'
import type { Entry } from './choices.ts'

/** Files that the server found in its folder and that wait for an answer: each can be looked at as if it had been dropped here. */
export const Inbox = ({ onReview }: { onReview: (entry: Entry) => void }) => {
  const query = useApi(api.data.inbox)
  const refuse = useCommand(api.data.refuse)
  const { folder, waiting } = query.data?.data ?? { folder: null, waiting: [] }
  const timezone = query.data?.meta.timezone ?? 'UTC'
  if (folder === null) return null
  return (
    <section aria-label="Inbox" className="mt-4 text-sm">
      <p className="text-muted">
        Files put into <span className="wrap-anywhere text-ink">{folder}</span> are imported by themselves once their
        columns were answered for.
      </p>
      <ul className="mt-2 flex flex-col divide-y divide-line">
        {waiting.map(({ name, bytes: size, foundAt, reason }) => (
          <li key={name} className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2 py-3">
            <div className="min-w-0 flex-1 basis-64">
              <p className="font-medium wrap-anywhere">{name}</p>
              <p className="text-muted">
                waits since {instant(foundAt, timezone)}, {bytes(size)}
              </p>
              <p className="max-w-prose wrap-anywhere">{reason}</p>
            </div>
            <div className="flex gap-2">
              <Button
                size="sm"
                look="primary"
                aria-label={`Review ${name}`}
                onClick={() => onReview({ file: { name, size }, sent: undefined })}
              >
                Review
              </Button>
              <Button
                size="sm"
                aria-label={`Refuse ${name}`}
                disabled={refuse.isPending}
                onClick={() => refuse.mutate({ params: { name } })}
              >
                Refuse
              </Button>
            </div>
          </li>
        ))}
      </ul>
      {refuse.error && (
        <p role="alert" className="text-negative">
          {refuse.error.message}
        </p>
      )}
    </section>
  )
}
