import { Link, Outlet } from 'react-router'
import { api } from '#contract'
import { useApi } from '../api.ts'
import { usePageState } from '../filters.ts'
import { buttonLook } from '../ui/Button.tsx'
import { Empty, Failed } from '../ui/QueryState.tsx'
import { BringDemo } from './BringDemo.tsx'
import { PageSkeleton } from './PageSkeleton.tsx'

/** The page, unless its question cannot be asked yet, or there is nothing to ask about. */
export const PageOutlet = ({ question }: { question: boolean }) => {
  const loaded = useApi(api.data.loaded)
  const { ready } = usePageState()
  if (question && loaded.data?.data.empty)
    return (
      <Empty
        title="No data yet"
        action={
          <>
            <Link to="/data" className={buttonLook({ look: 'primary' })}>
              Bring your files
            </Link>
            <BringDemo />
          </>
        }
      >
        The database is empty, so there is nothing to show here. A CSV file of your orders is enough to begin with.
      </Empty>
    )
  if (!question || ready) return <Outlet />
  return loaded.error ? (
    <Failed error={loaded.error} retry={loaded.refetch} busy={loaded.isFetching} />
  ) : (
    <PageSkeleton />
  )
}
