import { api } from '#contract'
import { useApi } from '../../api.ts'
import { ChurnCard, RevenueAtRiskCard } from './RiskCards.tsx'
import { ForecastKpis, ForecastKpisSkeleton } from './ForecastKpis.tsx'
import { PastCard, RecordCard } from './RecordCard.tsx'
import { PipelineCard } from './PipelineCard.tsx'
import { RevenueCard } from './RevenueCard.tsx'
import { SeasonalityCard } from './SeasonalityCard.tsx'
import { TargetCard } from './TargetCard.tsx'

/** What is coming, how sure that is, and how good such forecasts were. Every card asks for itself. */
export const ForecastingPage = () => {
  // without data nothing is asked that could only be refused
  const loaded = useApi(api.data.loaded)
  const known = loaded.isFetched && !loaded.data?.data.empty
  return (
    <div className="@container flex min-w-0 grow flex-col gap-4">{known ? <Cards /> : <ForecastKpisSkeleton />}</div>
  )
}

const Cards = () => (
  <>
    <ForecastKpis />
    <RevenueCard />
    <div className="grid grid-cols-1 gap-4 @4xl:grid-cols-12">
      <RecordCard className="@4xl:col-span-7" />
      <TargetCard className="@4xl:col-span-5" />
      <PastCard className="@4xl:col-span-7" />
      <SeasonalityCard className="@4xl:col-span-5" />
      <PipelineCard className="@4xl:col-span-7" />
      <RevenueAtRiskCard className="@4xl:col-span-5" />
      <ChurnCard className="@4xl:col-span-12" />
    </div>
  </>
)
