import { api, type Result } from '#contract'
import { definitions } from '#contract/definitions.ts'
import { useApi } from '../../api.ts'
import { FiguresTable } from '../../charts/FiguresTable.tsx'
import { usePageState } from '../../filters.ts'
import { bucket, moneyCompact, moneyWhole, number, percent, plural, sentence, signed, unknown } from '../../format.ts'
import { Badge } from '../../ui/Badge.tsx'
import { Card } from '../../ui/Card.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { ForecastState } from './ForecastState.tsx'
import { asSentence } from './words.ts'

type Performance = Result<typeof api.forecasting.modelPerformance>

const share = (value: number | null, digits = 1) => (value === null ? unknown : percent(value * 100, digits))

/** How good such forecasts were: the whole forecast made again at past months, against what came. */
export const RecordCard = ({ className }: { className: string }) => {
  const { filters } = usePageState()
  const query = useApi(api.forecasting.modelPerformance, filters)
  const answer = query.data
  return (
    <Card
      id="record"
      title="How good such forecasts were"
      subtitle={
        answer && `${plural(answer.data.origins, 'starting point')}, ${plural(answer.data.n, 'month')} compared`
      }
      definition={definitions.modelAccuracy}
      className={className}
    >
      <ForecastState query={query} skeleton={<Skeleton className="h-[280px]" />}>
        {performance => (
          <div className="flex flex-col gap-3">
            <Summary {...performance} />
            <FiguresTable
              label="Error by how far ahead"
              head={['Months ahead', 'n', 'Error (WAPE)', 'Repeating last year', 'Bias', 'In 80% band', 'In 95% band']}
              rows={performance.data.byHorizon.map(one => [
                number(one.horizon),
                number(one.n),
                share(one.wape),
                share(one.naiveWape),
                one.bias === null ? unknown : signed(one.bias * 100, size => percent(size)),
                share(one.coverage80, 0),
                share(one.coverage95, 0),
              ])}
              total={[
                'All',
                number(performance.data.n),
                share(performance.data.wape),
                share(performance.data.naiveWape),
                performance.data.bias === null ? unknown : signed(performance.data.bias * 100, size => percent(size)),
                share(performance.data.coverage80, 0),
                share(performance.data.coverage95, 0),
              ]}
            />
          </div>
        )}
      </ForecastState>
    </Card>
  )
}

const Summary = ({ data, meta }: Performance) => (
  <ul className="flex flex-col gap-1 text-sm">
    <li>
      Accuracy <b className="font-semibold">{share(data.accuracy)}</b>, MASE {number(data.mase, 2)}
      {data.skill !== null &&
        (data.skill > 0
          ? `; the error is ${percent(data.skill * 100, 0)} smaller than repeating last year's`
          : `; repeating last year does as well or better (skill ${percent(data.skill * 100, 0)})`)}
      .
    </li>
    <li className="text-muted">
      {asSentence(data.rule)} A band of 80% should hold about 80% of the months; it held {share(data.coverage80, 0)} of{' '}
      {number(data.n)}, that of 95% held {share(data.coverage95, 0)}.
    </li>
    {data.served && (
      <li className="text-muted">
        Of the forecasts that were shown, {plural(data.served.n, 'month')} have closed: accuracy{' '}
        {share(data.served.accuracy)}, {share(data.served.coverage80, 0)} inside the 80% band.
      </li>
    )}
    {meta.warnings.map(({ code, message }) => (
      <li key={code}>
        <Badge tone="warning">
          <span className="whitespace-normal">{sentence(message)}</span>
        </Badge>
      </li>
    ))}
  </ul>
)

/** Past forecasts, against what came. */
export const PastCard = ({ className }: { className: string }) => {
  const { filters } = usePageState()
  const query = useApi(api.forecasting.modelPerformance, filters)
  const month = (day: string) => bucket(day, day, 'month')
  return (
    <Card
      id="past"
      title="Past forecasts against what came"
      definition={definitions.pastForecasts}
      className={className}
    >
      <ForecastState query={query} skeleton={<Skeleton className="h-[280px]" />}>
        {({ data, meta }) => (
          <>
            <FiguresTable
              label="Past forecasts"
              head={['Month', 'Months ahead', 'Forecast', '80% band', 'Came', 'Off by']}
              rows={data.past.map(one => [
                month(one.month),
                `${number(one.horizon)} (${one.source})`,
                moneyWhole(one.predicted, meta.currency),
                `${moneyCompact(one.lower80, meta.currency)} – ${moneyCompact(one.upper80, meta.currency)}`,
                moneyWhole(one.actual, meta.currency),
                one.actual === null ? unknown : <Miss key="miss" {...one} actual={one.actual} />,
              ])}
            />
            <p className="mt-2 text-sm text-muted">
              “Refitted” is made now, by standing at the end of that month and forgetting what came after; “served” was
              shown on that day and kept.
            </p>
          </>
        )}
      </ForecastState>
    </Card>
  )
}

type Past = Performance['data']['past'][number]

const Miss = ({ predicted, actual, lower80, upper80, lowerBound, upperBound }: Past & { actual: number }) => (
  <span className="whitespace-nowrap">
    {actual === 0 ? unknown : signed(((predicted - actual) / Math.abs(actual)) * 100, size => percent(size))}{' '}
    <span className="text-xs text-muted">
      {actual < lowerBound || actual > upperBound
        ? 'outside 95%'
        : actual < lower80 || actual > upper80
          ? 'outside 80%'
          : 'inside'}
    </span>
  </span>
)
