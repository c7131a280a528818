import { percent } from '../format.ts'
import { useProgress } from '../live.ts'
import { Button } from '../ui/Button.tsx'
import { useBringDemo } from './demo.ts'

/** For an empty database: made-up orders and deals to look around in. */
export const BringDemo = () => {
  const { bring, busy } = useBringDemo()
  const progress = useProgress('Demo data')
  const share = progress?.total ? progress.done / progress.total : null
  // from elsewhere too, such as the message of its removal
  const coming = busy || (share !== null && share < 1)
  return (
    <Button disabled={coming} onClick={bring}>
      {coming ? `Bringing the demo data…${share === null ? '' : ` ${percent(share * 100, 0)}`}` : 'Show the demo data'}
    </Button>
  )
}
