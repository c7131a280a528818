import { Link } from 'react-router'
import { api } from '#contract'
import { queryClient, useApi, type ApiError } from '../../api.ts'
import { useDealQuestion } from '../../deal-question.ts'
import { buttonLook } from '../../ui/Button.tsx'
import { Empty, Failed } from '../../ui/QueryState.tsx'
import { ConversionCard } from './ConversionCard.tsx'
import { CycleCard } from './CycleCard.tsx'
import { DealFilterBar } from './DealFilterBar.tsx'
import { DealRemarks } from './DealRemarks.tsx'
import { DealsCard } from './DealsCard.tsx'
import { FlowCard } from './FlowCard.tsx'
import { ForecastCard } from './ForecastCard.tsx'
import { FunnelCard } from './FunnelCard.tsx'
import { PipelineKpis } from './PipelineKpis.tsx'
import { SizesCard } from './SizesCard.tsx'
import { TeamCard } from './TeamCard.tsx'

/** What is in the pipeline, how it moves, who moves it and what it may bring. Every card asks for itself, and every figure opens its deals. */
export const OperationsPage = () => {
  const { question } = useDealQuestion()
  const query = useApi(api.operations.pipelineKpis, question)
  const loaded = useApi(api.data.loaded).data?.data
  const none = loaded?.tables.find(({ table }) => table === 'pipeline')?.rows === 0
  return (
    <div className="@container flex min-w-0 grow flex-col gap-4">
      {none ? (
        <NoDeals />
      ) : isUnreachable(query) ? (
        <Failed error={query.error} retry={() => queryClient.invalidateQueries()} busy={query.isFetching} />
      ) : (
        <Cards />
      )}
    </div>
  )
}

type Kpis = ReturnType<typeof useApi<typeof api.operations.pipelineKpis>>

const isUnreachable = (query: Kpis): query is Kpis & { error: ApiError } =>
  query.error?.code === 'unreachable' && (query.data === undefined || query.isPlaceholderData)

const NoDeals = () => (
  <Empty
    title="No deals yet"
    action={
      <Link to="/data" className={buttonLook({ look: 'primary' })}>
        Bring a file of deals
      </Link>
    }
  >
    This page is about deals: opportunities with a stage, an amount and an expected close. They come from HubSpot,
    Salesforce or a plain CSV. With each further import of the same deals their history grows.
  </Empty>
)

const Cards = () => (
  <>
    <DealFilterBar />
    <PipelineKpis />
    <div className="grid grid-cols-1 gap-4 @4xl:grid-cols-12">
      <ForecastCard className="@4xl:col-span-7" />
      <FunnelCard className="@4xl:col-span-5" />
      <ConversionCard className="@4xl:col-span-6" />
      <CycleCard className="@4xl:col-span-6" />
      <FlowCard className="@4xl:col-span-7" />
      <SizesCard className="@4xl:col-span-5" />
      <TeamCard className="@4xl:col-span-12" />
      <DealsCard className="@4xl:col-span-12" />
    </div>
    <DealRemarks />
  </>
)
