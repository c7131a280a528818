import { useEffect, useRef } from 'react'
import { useRouteError } from 'react-router'
import { connect, useLive } from '../live.ts'
import { Failed } from '../ui/QueryState.tsx'

/**
 * A page that could not be loaded or drawn. A new version of the server has new file names: loading the page again gets
 * them.
 * While the server is away that would only leave the browser's own error page, so it waits for the connection and then
 * does it by itself.
 */
export const PageCrash = () => {
  const error = useRouteError()
  const { connection } = useLive()
  const wasLost = useRef(false)
  useEffect(() => {
    if (connection === 'lost') wasLost.current = true
    else if (connection === 'open' && wasLost.current) location.reload()
  }, [connection])
  return connection === 'lost' ? (
    <Failed
      error={{ code: 'unreachable', message: 'The server does not answer. Is it still running?' }}
      retry={connect}
    />
  ) : (
    <Failed
      error={{ message: error instanceof Error ? error.message : 'The page could not be shown.' }}
      retry={() => location.reload()}
    />
  )
}
