import { Link } from 'react-router'
import { api, type Result } from '#contract'
import { queryClient, useApi, type ApiError } from '../../api.ts'
import { Remarks } from '../../charts/Remarks.tsx'
import { usePageState } from '../../filters.ts'
import { NoData } from '../../layout/NoData.tsx'
import { buttonLook } from '../../ui/Button.tsx'
import { Empty, Failed } from '../../ui/QueryState.tsx'
import { AcquisitionCard } from './AcquisitionCard.tsx'
import { AtRiskCard } from './AtRiskCard.tsx'
import { CohortCard } from './CohortCard.tsx'
import { CustomerKpis } from './CustomerKpis.tsx'
import { RfmCard } from './RfmCard.tsx'
import { SegmentsCard } from './SegmentsCard.tsx'
import { ValueCard } from './ValueCard.tsx'

/**
 * Who they are, who stays, what they are worth, who is about to leave. Every card asks for itself, so that one failure leaves the others working.
 * What is true of all of them is said once: that there is nobody, or no connection.
 */
export const CustomersPage = () => {
  const { question, ahead } = usePageState()
  const query = useApi(api.customers.overview, question)
  const answer = query.isPlaceholderData ? undefined : query.data
  return (
    <div className="@container flex min-w-0 grow flex-col gap-4">
      {isUnreachable(query) ? (
        <Failed error={query.error} retry={() => queryClient.invalidateQueries()} busy={query.isFetching} />
      ) : answer && (ahead || answer.data.total.value === 0) ? (
        <Nobody answer={answer} />
      ) : (
        <Cards remarks={query.data?.meta} />
      )}
    </div>
  )
}

type Overview = Result<typeof api.customers.overview>
type Query = ReturnType<typeof useApi<typeof api.customers.overview>>

const isUnreachable = (query: Query): query is Query & { error: ApiError } =>
  query.error?.code === 'unreachable' && (query.data === undefined || query.isPlaceholderData)

/** There are order lines without customers, or none at all. */
const Nobody = ({ answer }: { answer: Overview }) =>
  answer.meta.rows.counted > 0 ? (
    <Empty
      title="These order lines name no customer"
      action={
        <Link to="/data" className={buttonLook({ size: 'sm' })}>
          See what was read
        </Link>
      }
    >
      Guests and rows without a customer count as revenue, but nobody can be followed from one order to the next. A file
      with a column for the customer is needed.
    </Empty>
  ) : (
    <NoData what="customers" />
  )

const Cards = ({ remarks }: { remarks: Overview['meta'] | undefined }) => (
  <>
    <CustomerKpis />
    <div className="grid grid-cols-1 gap-4 @4xl:grid-cols-12">
      <CohortCard />
      <SegmentsCard />
      <AtRiskCard />
      <ValueCard />
      <AcquisitionCard />
      <RfmCard />
    </div>
    {remarks && <Remarks meta={remarks} />}
  </>
)
