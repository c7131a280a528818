import { api } from '#contract'
import { definitions } from '#contract/definitions.ts'
import { useApi } from '../../api.ts'
import { KpiCard, KpiSkeletons } from '../../charts/KpiCard.tsx'
import { isFew, ofDeals, useDealQuestion } from '../../deal-question.ts'
import { plural } from '../../format.ts'
import { QueryState } from '../../ui/QueryState.tsx'

/** Five figures: on a phone the first takes the whole row, so that none stands alone in the last. */
const row =
  'grid grid-cols-2 gap-4 @lg:grid-cols-6 @min-[70rem]:grid-cols-5 [&>*]:@lg:col-span-2 [&>*]:@min-[70rem]:col-span-1 [&>*:first-child]:col-span-2 [&>*:first-child]:@min-[70rem]:col-span-1 [&>*:nth-last-child(-n+2)]:@lg:col-span-3 [&>*:nth-last-child(-n+2)]:@min-[70rem]:col-span-1'

export const PipelineKpis = () => {
  const { question, dealsAt } = useDealQuestion()
  const query = useApi(api.operations.pipelineKpis, question)
  return (
    <QueryState query={query} skeleton={<KpiSkeletons count={5} className={row} />}>
      {({ data, meta }) => {
        const common = { compared: meta.comparison !== null, currency: meta.currency }
        return (
          <div className={row}>
            <KpiCard
              title="Pipeline value"
              definition={definitions.pipelineValue}
              figure={data.pipelineValue}
              kind="money"
              {...common}
              unknownWords={`${plural(data.pipelineValue.n, 'open deal')}, none with an amount`}
              remark={plural(data.pipelineValue.n, 'open deal')}
              href={dealsAt({ state: 'open' })}
            />
            <KpiCard
              title="Weighted pipeline"
              definition={definitions.weightedValue}
              figure={data.weightedValue}
              kind="money"
              {...common}
              unknownWords={
                data.pipelineValue.value === null
                  ? 'no open deal has an amount'
                  : 'the stage then of some deals is not known'
              }
              earlierWords={data.pipelineValue.previousValue === null ? undefined : 'stages then not known'}
              remark="by probability"
              href={dealsAt({ state: 'open', sort: 'weighted' })}
            />
            <KpiCard
              title="Win rate"
              definition={definitions.winRate}
              figure={data.winRate}
              kind="rate"
              {...common}
              few={isFew(data.winRate)}
              remark={ofDeals(data.winRate)}
              unknownWords="no deals closed in the range"
              href={dealsAt({ state: 'closed' })}
            />
            <KpiCard
              title="Sales cycle"
              definition={definitions.salesCycle}
              figure={data.avgCycleTime}
              kind="days"
              {...common}
              few={isFew(data.avgCycleTime)}
              remark={ofDeals(data.avgCycleTime)}
              unknownWords="no deals won in the range"
              href={dealsAt({ state: 'won', known: 'created', sort: 'age' })}
            />
            <KpiCard
              title="Average deal size"
              definition={definitions.avgDealSize}
              figure={data.avgDealSize}
              kind="money"
              {...common}
              few={isFew(data.avgDealSize)}
              remark={ofDeals(data.avgDealSize)}
              unknownWords="no deals won in the range"
              href={dealsAt({ state: 'won', known: 'amount' })}
            />
          </div>
        )
      }}
    </QueryState>
  )
}
