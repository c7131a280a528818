import { percent } from '../format.ts'
import { useProgress } from '../live.ts'
import { Button } from '../ui/Button.tsx'
import { useBringDemo } from './demo.ts'

/** For an empty database: made-up orders and deals to look around in. */
export const BringDemo = () => {
  const { bring, busy } = useBringDemo()
  const progress = useProgress('Demo data')
  const share = progress?.total ? ` ${percent((progress.done / progress.total) * 100, 0)}` : ''
  return (
    <Button disabled={busy} onClick={bring}>
      {busy ? `Bringing the demo data…${share}` : 'Show the demo data'}
    </Button>
  )
}
