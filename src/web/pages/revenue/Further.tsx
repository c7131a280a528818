import { MatrixCard } from './MatrixCard.tsx'
import { MoversCard } from './MoversCard.tsx'
import { PartsCard } from './PartsCard.tsx'

/** What stands below the first screen, and comes when one gets there. */
export const Further = () => (
  <>
    <MoversCard />
    <PartsCard />
    <MatrixCard />
  </>
)
