import { ArrowLeft } from 'lucide-react'
import { Link, useParams } from 'react-router'
import { api } from '#contract'
import { useApi } from '../../api.ts'
import { dealsAddress } from '../../deal-question.ts'
import { usePageState } from '../../filters.ts'
import { buttonLook } from '../../ui/Button.tsx'
import { Card } from '../../ui/Card.tsx'
import { Empty, QueryState } from '../../ui/QueryState.tsx'
import { SkeletonRows } from '../../ui/Skeleton.tsx'
import { DealFacts } from './DealFacts.tsx'
import { DealHistory } from './DealHistory.tsx'
import { DealStays } from './DealStays.tsx'

/** One deal as it stands today, and how it came to be so. */
export const DealPage = () => {
  const { id = '' } = useParams()
  const { carried } = usePageState()
  const isNumber = /^\d{1,15}$/.test(id)
  const query = useApi(api.operations.opportunity, {}, { params: { id }, enabled: isNumber })
  const back = (
    <Link to={dealsAddress(carried)} className={buttonLook({ look: 'quiet', size: 'sm' }, 'self-start')}>
      <ArrowLeft aria-hidden className="size-4" /> All deals
    </Link>
  )
  if (!isNumber || query.error?.status === 404)
    return (
      <Empty title="There is no such deal" action={back}>
        Its import may have been undone, or the address has a mistake.
      </Empty>
    )
  return (
    <div className="@container flex min-w-0 grow flex-col gap-4">
      {back}
      <QueryState query={query} skeleton={<DealSkeleton />}>
        {answer => (
          <div className="grid grid-cols-1 gap-4 @4xl:grid-cols-12">
            <DealFacts {...answer} />
            <div className="flex min-w-0 flex-col gap-4 @4xl:col-span-7">
              <DealStays {...answer} />
              <DealHistory {...answer} />
            </div>
          </div>
        )}
      </QueryState>
    </div>
  )
}

const DealSkeleton = () => (
  <div className="grid grid-cols-1 gap-4 @4xl:grid-cols-12">
    <Card title="Deal" className="@4xl:col-span-5">
      <SkeletonRows rows={12} />
    </Card>
    <Card title="History" className="@4xl:col-span-7">
      <SkeletonRows rows={12} />
    </Card>
  </div>
)
