import { useRouteError } from 'react-router'
import { Failed } from '../ui/QueryState.tsx'

/** A page that could not be loaded or drawn. A new version of the server has new file names: loading the page again gets them. */
export const PageCrash = () => {
  const error = useRouteError()
  return <Failed error={{ message: error instanceof Error ? error.message : 'The page could not be shown.' }} retry={() => location.reload()} />
}
