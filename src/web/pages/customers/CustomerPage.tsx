import { Link, useParams } from 'react-router'
import { api } from '#contract'
import { useApi } from '../../api.ts'
import { usePageState } from '../../filters.ts'
import { peopleAddress } from '../../people.ts'
import { buttonLook } from '../../ui/Button.tsx'
import { Empty, QueryState } from '../../ui/QueryState.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { CustomerFacts } from './CustomerFacts.tsx'
import { CustomerOrders } from './CustomerOrders.tsx'
import { RiskCard } from './RiskCard.tsx'
import { TimelineCard } from './TimelineCard.tsx'
import { BoughtCard } from './BoughtCard.tsx'

/** How many orders come at once: nearly always all of them. */
const atOnce = 200

/** One customer: who they are, what they bought, what they are worth, and whether they may leave. It is as of now, whatever the page's days. */
export const CustomerPage = () => {
  const { id = '' } = useParams()
  const valid = /^\d{1,15}$/.test(id) && Number(id) > 0
  const query = useApi(api.customers.one, { limit: atOnce }, { params: { id: Number(id) }, enabled: valid })
  if (!valid || query.error?.status === 404) return <NoSuchCustomer />
  return (
    <div className="@container flex min-w-0 grow flex-col gap-4">
      <QueryState query={query} skeleton={<ProfileSkeleton />}>
        {answer => (
          <div className="grid grid-cols-1 gap-4 @4xl:grid-cols-12">
            <CustomerFacts {...answer} />
            <div className="flex min-w-0 flex-col gap-4 @4xl:col-span-8">
              <TimelineCard {...answer} />
              <CustomerOrders answer={answer} id={Number(id)} />
            </div>
            <div className="flex min-w-0 flex-col gap-4 @4xl:col-span-4">
              <RiskCard {...answer} />
              <BoughtCard {...answer} />
            </div>
          </div>
        )}
      </QueryState>
    </div>
  )
}

const NoSuchCustomer = () => {
  const { carried } = usePageState()
  return (
    <Empty
      title="There is no such customer"
      action={
        <Link to={peopleAddress(carried)} className={buttonLook({ size: 'sm' })}>
          All customers
        </Link>
      }
    >
      Perhaps the import that brought them was undone.
    </Empty>
  )
}

const ProfileSkeleton = () => (
  <div className="grid grid-cols-1 gap-4 @4xl:grid-cols-12">
    <Skeleton className="h-44 rounded-xl @4xl:col-span-12" />
    <Skeleton className="h-72 rounded-xl @4xl:col-span-8" />
    <Skeleton className="h-72 rounded-xl @4xl:col-span-4" />
    <Skeleton className="h-72 rounded-xl @4xl:col-span-8" />
    <Skeleton className="h-72 rounded-xl @4xl:col-span-4" />
  </div>
)
