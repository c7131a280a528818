import { CircleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import type { ApiError } from '../../api.ts'
import { Button } from '../../ui/Button.tsx'

const titleOf = ({ status, code }: ApiError, importing: boolean) => {
  if (code === 'unreachable')
    return importing ? 'The connection was lost during the import' : 'No connection to the server'
  if (importing) return 'Nothing was imported'
  return status < 500 ? 'This file cannot be imported' : 'The file could not be read'
}

/**
 * Why a file did not go in, and the ways on (`children`). A file that was refused would be refused again: only what may
 * pass by itself can be tried again.
 */
export const ImportProblem = ({
  error,
  importing,
  retry,
  children,
}: {
  error: ApiError
  importing: boolean
  retry: () => void
  children: ReactNode
}) => (
  <div role="alert" className="flex flex-col items-center gap-1 px-4 py-8 text-center">
    <CircleAlert aria-hidden className="mb-1 size-6 text-negative" />
    <p className="font-medium">{titleOf(error, importing)}</p>
    <p className="max-w-lg text-sm text-muted">
      {importing && error.code === 'unreachable'
        ? 'Once the server answers, the list of imports below says whether the file went in. In doubt import it again: what is here already is not doubled.'
        : error.message}
    </p>
    {error.status >= 500 && error.requestId && <p className="text-xs text-muted">Request {error.requestId}</p>}
    <div className="mt-3 flex flex-wrap justify-center gap-2">
      {(importing || error.status === 0 || error.status >= 500) && (
        <Button size="sm" onClick={retry}>
          Try again
        </Button>
      )}
      {children}
    </div>
  </div>
)
