import { api, type Result } from '#contract'
import { definitions } from '#contract/definitions.ts'
import { useApi } from '../../api.ts'
import { RangeColumns, RangeTable, type RangeColumn } from '../../charts/RangeColumns.tsx'
import { useDealQuestion } from '../../deal-question.ts'
import { bucket, bucketShort, money, moneyCompact, moneyTick, number, plural } from '../../format.ts'
import { Card } from '../../ui/Card.tsx'
import { QueryState } from '../../ui/QueryState.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { ForecastRule } from './ForecastRule.tsx'
import { LinkedWords } from './LinkedWords.tsx'
import { NoDealsHere } from './NoDealsHere.tsx'

type Answer = Result<typeof api.operations.forecast>
type Rest = Answer['data']['overdue']

const names = {
  bucket: 'Month',
  done: 'Won already',
  low: 'Worst',
  likely: 'Likely',
  high: 'Best',
  figures: ['Deals', 'Value'],
}

/** What the open deals may bring, month by month of their expected close, and those that no month can hold. */
export const ForecastCard = ({ className }: { className: string }) => {
  const { question, dealsAt } = useDealQuestion()
  const query = useApi(api.operations.forecast, question)
  const monthsAt = (expected: string) => dealsAt({ state: 'open', expected })
  const chartOf = ({ data, meta }: Answer) => ({
    label: 'Pipeline forecast by month of expected close',
    names,
    columns: data.months.map(({ month, deals, value, weighted, worst, best, closed }, i): RangeColumn => {
      const first = `${month}-01`
      const { year, before } = { year: month.slice(0, 4), before: data.months[i - 1]?.month.slice(0, 4) }
      return {
        tick: bucketShort(first, 'month', false),
        under: year === before ? null : year,
        title: bucket(first, first, 'month'),
        done: closed,
        low: worst,
        likely: weighted,
        high: best,
        remark: `${plural(deals, 'open deal')}, ${money(value, meta.currency)} in all`,
        href: deals ? monthsAt(month) : undefined,
        figures: [number(deals), money(value, meta.currency)],
      }
    }),
    exact: (value: number) => money(value, meta.currency),
  })
  const outside = ({ data: { overdue, later, undated }, meta }: Answer) =>
    (
      [
        ['Past their expected close', overdue],
        ['Later', later],
        ['Without an expected close', undated],
      ] as const
    )
      .filter(([, { deals }]) => deals > 0)
      .map(([title, { deals, value, weighted }]) => ({
        title,
        likely: weighted,
        figures: [number(deals), money(value, meta.currency)],
      }))
  const totalOf = ({ data: { months, total }, meta }: Answer) => ({
    done: months.reduce((sum, { closed }) => sum + (closed ?? 0), 0),
    low: total.worst,
    likely: total.weighted,
    high: total.best,
    figures: [number(total.deals), money(total.value, meta.currency)],
  })
  const answer = query.data
  const isEmpty = ({ data }: Answer) => data.total.deals === 0
  return (
    <Card
      id="forecast"
      title="Pipeline forecast"
      subtitle="by month of expected close"
      definition={definitions.pipelineForecast}
      className={className}
      table={
        answer && !isEmpty(answer)
          ? () => <RangeTable {...chartOf(answer)} total={totalOf(answer)} more={outside(answer)} />
          : undefined
      }
      footer={answer && !isEmpty(answer) && <ForecastRule model={answer.data.model} />}
    >
      <QueryState
        query={query}
        skeleton={<Skeleton className="h-[340px]" />}
        isEmpty={isEmpty}
        empty={<NoDealsHere words="Nothing was open at the end of the range, so there is nothing to expect." />}
      >
        {found => (
          <>
            <RangeColumns {...chartOf(found)} short={value => moneyTick(value, found.meta.currency)} height={220} />
            <ul className="mt-2 flex flex-col gap-1 text-sm">
              <Outside
                {...found.data.overdue}
                words={`past ${found.data.overdue.deals === 1 ? 'its' : 'their'} expected close, in no month`}
                href={monthsAt('overdue')}
                currency={found.meta.currency}
                warning
              />
              <Outside
                {...found.data.later}
                words={`expected after the ${plural(found.data.months.length, 'month')} shown`}
                href={monthsAt('later')}
                currency={found.meta.currency}
              />
              <Outside
                {...found.data.undated}
                words="without an expected close"
                href={monthsAt('none')}
                currency={found.meta.currency}
              />
            </ul>
          </>
        )}
      </QueryState>
    </Card>
  )
}

type OutsideProps = Rest & { words: string; href: string; currency: string; warning?: boolean }

/** Open deals that stand in none of the months. */
const Outside = ({ deals, value, weighted, words, href, currency, warning = false }: OutsideProps) =>
  deals === 0 ? null : (
    <li className={warning ? 'text-warning' : 'text-muted'}>
      <LinkedWords href={href}>
        <b className="font-semibold">{plural(deals, 'deal')}</b> {words}:{' '}
        {value === 0
          ? 'no amount known'
          : `${moneyCompact(value, currency)}, likely ${moneyCompact(weighted, currency)}`}
      </LinkedWords>
    </li>
  )
