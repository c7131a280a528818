import { lazy, Suspense } from 'react'
import { api } from '#contract'
import { queryClient, useApi, type ApiError } from '../../api.ts'
import { usePageState } from '../../filters.ts'
import { later } from '../../later.ts'
import { NoData } from '../../layout/NoData.tsx'
import { TrendCard } from '../../layout/TrendCard.tsx'
import { Failed } from '../../ui/QueryState.tsx'
import { WhenNear } from '../../ui/WhenNear.tsx'
import { BridgeCard } from './BridgeCard.tsx'
import { CategoryCard, ChannelCard, RegionCard, useUnbrokenCategory } from './BreakdownCards.tsx'
import { ComparisonCard } from './ComparisonCard.tsx'
import { ProductsCard } from './ProductsCard.tsx'
import { RevenueKpis } from './RevenueKpis.tsx'

const Further = lazy(later(async () => ({ default: (await import('./Further.tsx')).Further })))

/**
 * How much, of what, where, and why it changed. Every card asks for itself, so that one failure leaves the others
 * working.
 * What is true of all of them is said once: that there is no data, or no connection.
 */
export const RevenuePage = () => {
  const { question, ahead } = usePageState()
  const query = useApi(api.revenue.kpis, question)
  return (
    <div className="@container flex min-w-0 grow flex-col gap-4">
      {isUnreachable(query) ? (
        <Failed error={query.error} retry={() => queryClient.invalidateQueries()} busy={query.isFetching} />
      ) : isNothing(query, ahead) ? (
        <NoData what="orders" />
      ) : (
        <Cards />
      )}
    </div>
  )
}

type Kpis = ReturnType<typeof useApi<typeof api.revenue.kpis>>

const isUnreachable = (query: Kpis): query is Kpis & { error: ApiError } =>
  query.error?.code === 'unreachable' && (query.data === undefined || query.isPlaceholderData)

/** Neither the range nor its comparison has a row, or the range has not begun. */
const isNothing = ({ data: answer, isPlaceholderData }: Kpis, ahead: boolean) => {
  if (answer === undefined || isPlaceholderData || answer.meta.rows.counted > 0) return false
  return ahead || (!answer.data.revenue.previousValue && !answer.data.orders.previousValue)
}

const Cards = () => (
  <>
    <RevenueKpis />
    <div className="grid grid-cols-1 gap-4 @4xl:grid-cols-12">
      <TrendCard className={useUnbrokenCategory() ? '@4xl:col-span-12' : '@4xl:col-span-7'} />
      <CategoryCard />
      <div className="flex min-w-0 flex-col gap-4 @4xl:col-span-7">
        <BridgeCard />
        <ComparisonCard />
      </div>
      <div className="flex min-w-0 flex-col gap-4 @4xl:col-span-5">
        <RegionCard />
        <ChannelCard />
      </div>
      <WhenNear height={700}>
        <Suspense fallback={<div className="min-h-[700px] @4xl:col-span-12" />}>
          <Further />
        </Suspense>
      </WhenNear>
      <ProductsCard />
    </div>
  </>
)
