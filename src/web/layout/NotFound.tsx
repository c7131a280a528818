import { Link } from 'react-router'
import { buttonLook } from '../ui/Button.tsx'
import { Empty } from '../ui/QueryState.tsx'

export const NotFound = () => (
  <Empty
    title="There is no such page"
    action={
      <Link to="/" className={buttonLook({ look: 'primary' })}>
        To the executive dashboard
      </Link>
    }
  >
    The address may be mistyped, or the page has moved.
  </Empty>
)
