import { CircleAlert, Inbox } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button } from './Button.tsx'

type Failure = { message: string; code?: string; requestId?: string | null }
type QueryLike<T> = {
  data: T | undefined
  error: Failure | null
  isFetching: boolean
  isPlaceholderData: boolean
  refetch: () => unknown
}

/** Why there is nothing, and what to do about it. */
export const Empty = ({ title, children, action }: { title: string; children?: ReactNode; action?: ReactNode }) => (
  <div className="flex grow flex-col items-center justify-center gap-1 px-4 py-8 text-center">
    <Inbox aria-hidden className="mb-1 size-6 text-muted" />
    <p className="font-medium">{title}</p>
    {children && <p className="max-w-md text-sm text-muted">{children}</p>}
    {action && <div className="mt-3 flex flex-wrap justify-center gap-2">{action}</div>}
  </div>
)

const titles: Record<string, string> = {
  unreachable: 'No connection to the server',
  database_away: 'No connection to the database',
}

/** What failed, and a way to try again. */
export const Failed = ({ error, retry, busy = false }: { error: Failure; retry: () => unknown; busy?: boolean }) => (
  <div role="alert" className="flex grow flex-col items-center justify-center gap-1 px-4 py-8 text-center">
    <CircleAlert aria-hidden className="mb-1 size-6 text-negative" />
    <p className="font-medium">{titles[error.code ?? ''] ?? 'This could not be loaded'}</p>
    <p className="max-w-md text-sm text-muted">{error.message}</p>
    {error.requestId && <p className="text-xs text-muted">Request {error.requestId}</p>}
    <Button className="mt-3" size="sm" disabled={busy} onClick={() => void retry()}>
      {busy ? 'Trying…' : 'Try again'}
    </Button>
  </div>
)

/**
 * The four states of anything that is asked for: skeleton, empty, error with retry, data.
 * While newer data loads, the old stays, dimmed when it answers another question, under a thin progress line.
 */
export const QueryState = <T,>({
  query,
  skeleton,
  isEmpty,
  empty,
  children,
}: {
  query: QueryLike<T>
  /** In the final layout. */
  skeleton: ReactNode
  isEmpty?: (data: T) => boolean
  empty?: ReactNode
  children: (data: T) => ReactNode
}) => {
  const { data, error, isFetching, isPlaceholderData, refetch } = query
  // An error hides an old answer to another question: a figure must never stand under the wrong dates.
  if (error && (data === undefined || isPlaceholderData))
    return <Failed error={error} retry={refetch} busy={isFetching} />
  if (data === undefined)
    return (
      <div role="status" aria-label="Loading" className="flex grow flex-col">
        {skeleton}
      </div>
    )
  return (
    <div className="relative flex min-w-0 grow flex-col" aria-busy={isFetching}>
      {isFetching && (
        <div aria-hidden className="absolute inset-x-0 -top-1.5 h-0.5 overflow-hidden rounded-full">
          <i className="block h-full w-1/4 animate-slide rounded-full bg-accent" />
        </div>
      )}
      <div
        className={`flex min-w-0 grow flex-col transition-opacity duration-150 ${isPlaceholderData ? 'opacity-55' : ''}`}
      >
        {isEmpty?.(data) ? empty : children(data)}
      </div>
      {error && (
        <p role="status" className="mt-2 text-xs text-warning">
          Not refreshed: {error.message}{' '}
          <button type="button" className="underline" onClick={() => void refetch()}>
            Try again
          </button>
        </p>
      )}
    </div>
  )
}
