import { api } from '#contract'
import { definitions } from '#contract/definitions.ts'
import { useAddress } from '../../address.ts'
import { useApi } from '../../api.ts'
import { ForecastChart, ForecastTable } from '../../charts/ForecastChart.tsx'
import { dimensionNames, dimensions, type Dimension, usePageState } from '../../filters.ts'
import { bucket, date, list, money, moneyTick, percent, plural, sentence, signed } from '../../format.ts'
import { Badge } from '../../ui/Badge.tsx'
import { Card } from '../../ui/Card.tsx'
import { Chip } from '../../ui/Chip.tsx'
import { Segmented } from '../../ui/Segmented.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { ForecastState } from './ForecastState.tsx'
import { type Forecast, monthsOf } from './months.ts'
import { asSentence } from './words.ts'
import { scenarioWords, useScenario } from './scenario.ts'
import { ScenarioForm } from './ScenarioForm.tsx'

const splits = [
  { value: 'total', label: 'Total' },
  ...dimensions.map(name => ({ value: name, label: dimensionNames[name] })),
]
const horizons = ['6', '12', '24'].map(value => ({ value, label: `${value} months` }))

/** What the page's revenue card is asked: in its address. */
const useQuestion = () => {
  const { filters } = usePageState()
  const { params, set } = useAddress()
  const { scenario } = useScenario()
  const split = dimensions.find(name => name === params.get('split'))
  const ahead = horizons.some(({ value }) => value === params.get('periods')) ? params.get('periods')! : '6'
  return {
    split,
    ahead,
    query: { ...filters, by: split, periods: Number(ahead), ...scenario },
    chooseSplit: (value: string) => set({ split: value === 'total' ? undefined : value }),
    chooseAhead: (value: string) => set({ periods: value === '6' ? undefined : value }),
  }
}

/** Revenue as it was and as it is expected, with its bands; as a whole, or in parts that sum to it. */
export const RevenueCard = () => {
  const { split, ahead, query: question, chooseSplit, chooseAhead } = useQuestion()
  const { filterCount } = usePageState()
  const { scenario, asked, choose } = useScenario()
  const query = useApi(api.forecasting.revenue, question)
  const target = useApi(api.forecasting.target)
  const plan = target.data?.data.plan && filterCount === 0 ? target.data.data : undefined
  const targets = new Map(plan?.months.map(month => [month.date, month.target]))
  const answer = query.data
  const currency = answer?.meta.currency ?? 'USD'
  const chartOf = (forecast: Forecast, key: string | null) => ({
    label: key === null ? 'Revenue, and its forecast' : `Revenue of ${key}, and its forecast`,
    names: {
      value: 'Revenue',
      bucket: 'Month',
      scenario: asked ? scenarioWords(scenario, currency) : null,
      target: key === null && plan ? `Plan of ${plan.year}` : null,
    },
    points: monthsOf(forecast, key, key === null ? targets : undefined),
    exact: (value: number) => money(value, currency),
  })
  const coming = answer?.data.filter(month => month.key === null && month.kind === 'forecast') ?? []
  return (
    <Card
      id="forecast"
      title="Revenue forecast"
      subtitle={answer && `monthly, known through ${date(answer.meta.model.knownThrough)}`}
      definition={definitions.revenueForecast}
      actions={
        <>
          <Segmented label="In parts" value={split ?? 'total'} choices={splits} onChange={chooseSplit} />
          <Segmented label="How far ahead" value={ahead} choices={horizons} onChange={chooseAhead} />
          <ScenarioForm
            months={coming.map(month => ({
              value: month.date.slice(0, 7),
              label: bucket(month.date, month.endDate, 'month'),
            }))}
          />
        </>
      }
      table={answer && (() => <ForecastTable {...chartOf(answer, null)} />)}
    >
      <ForecastState query={query} skeleton={<Skeleton className="h-[350px]" />}>
        {forecast => (
          <div className="flex flex-col gap-4">
            {asked && (
              <div className="flex flex-wrap gap-2">
                <Chip label={`If: ${scenarioWords(scenario, currency)}`} onRemove={() => choose({})} />
              </div>
            )}
            <ForecastChart
              {...chartOf(forecast, null)}
              short={value => moneyTick(value, currency)}
              height={asked || split ? 280 : 320}
            />
            {forecast.meta.scenario && <Effects {...forecast.meta} />}
            {split && <Parts forecast={forecast} split={split} chartOf={chartOf} />}
            <Words {...forecast} />
          </div>
        )}
      </ForecastState>
    </Card>
  )
}

/** What each lever of the scenario does, and why one does nothing here. */
const Effects = ({ scenario, currency, total }: Forecast['meta']) =>
  scenario && (
    <div className="rounded-lg border border-line p-3 text-sm">
      <p>
        <b className="font-semibold">{money(scenario.predicted, currency)}</b> instead of{' '}
        {money(total.predicted, currency)} in the {plural(total.months, 'month')} to come:{' '}
        {signed(scenario.change, size => money(size, currency))}
        {scenario.changePercent !== null && ` (${signed(scenario.changePercent, size => percent(size))})`}.
      </p>
      <ul className="mt-1 flex flex-col gap-0.5 text-muted">
        {scenario.effects.map(({ lever, amount, words }) => (
          <li key={lever}>
            {signed(amount, size => money(size, currency))}: {asSentence(words)}
          </li>
        ))}
      </ul>
    </div>
  )

type PartsProps = {
  forecast: Forecast
  split: Dimension
  chartOf: (forecast: Forecast, key: string | null) => Omit<Parameters<typeof ForecastChart>[0], 'short'>
}

/** A picture for each value; together they are the total. */
const Parts = ({ forecast, split, chartOf }: PartsProps) => {
  const { currency, keys, total } = forecast.meta
  const sumOf = (key: string) =>
    forecast.data
      .filter(month => month.key === key && month.kind === 'forecast')
      .reduce((sum, month) => sum + (month.predicted ?? 0), 0)
  return (
    <section aria-label={`By ${dimensionNames[split].toLowerCase()}`}>
      <p className="mb-2 text-sm text-muted">
        {plural(keys.length, 'part')} of {money(total.predicted, currency)}; their forecasts sum to the total in each
        month.
      </p>
      <div className="grid grid-cols-1 gap-4 @2xl:grid-cols-2 @6xl:grid-cols-3">
        {keys.map(key => (
          <div key={key} className="min-w-0 rounded-lg border border-line p-3">
            <h3 className="flex justify-between gap-2 text-sm">
              <span className="font-medium">{key}</span>
              <span className="text-muted">
                {money(sumOf(key), currency)} in {plural(total.months, 'month')}
              </span>
            </h3>
            <ForecastChart
              {...chartOf(forecast, key)}
              short={value => moneyTick(value, currency)}
              height={170}
              legend={false}
            />
          </div>
        ))}
      </div>
    </section>
  )
}

/** Which rule and models these are, the month under way, what was held back, and how sure one may be. */
const Words = ({ meta }: Forecast) => {
  const { model, nowcast, outliers, missing, currency } = meta
  const month = (day: string) => bucket(day, day, 'month')
  return (
    <ul className="flex flex-col gap-1 text-sm text-muted" aria-label="About this forecast">
      <li>
        <span className="text-ink">{asSentence(model.rule)}</span> {plural(model.months, 'complete month')} of history.
        {model.split && ` ${asSentence(model.split)}`}
      </li>
      {model.members.length > 1 && (
        <li>
          The mean of {plural(model.members.length, 'model')}:{' '}
          {model.members.map(({ name, words }) => (
            <span key={name} className="mr-2 inline-block" title={words}>
              <abbr title={words} className="no-underline">
                {name}
              </abbr>
            </span>
          ))}
        </li>
      )}
      {nowcast && (
        <li>
          {month(nowcast.date)} is not over: {money(nowcast.actual, currency)} so far, known through{' '}
          {date(nowcast.knownThrough)}; {money(nowcast.predicted, currency)} expected of the whole month (80% band{' '}
          {money(nowcast.lower80, currency)} – {money(nowcast.upper80, currency)}).
        </li>
      )}
      <li>
        {model.skill === null
          ? 'There is no record yet of how good such forecasts are.'
          : model.skill > 0
            ? `In the test its error was ${percent(model.skill * 100, 0)} smaller than repeating last year (${plural(model.n, 'month')} compared).`
            : `In the test it did no better than repeating last year (${percent(model.skill * 100, 0)}, ${plural(model.n, 'month')} compared): judge it with care.`}
      </li>
      {outliers.length > 0 && (
        <li>
          Held back for fitting, as far from their neighbours:{' '}
          {list(outliers.map(one => `${month(one.date)} (${money(one.actual, currency)})`))}.
        </li>
      )}
      {missing.length > 0 && (
        <li>
          Months without a row:{' '}
          {list(missing.map(one => `${month(one.date)} ${one.as === 'zero' ? 'counts as 0' : 'is not known'}`))}.
        </li>
      )}
      {model.warnings.map(({ code, message }) => (
        <li key={code} className="flex flex-wrap gap-2">
          <Badge tone="warning">
            <span className="whitespace-normal">{sentence(message)}</span>
          </Badge>
        </li>
      ))}
      {meta.notes.map(note => (
        <li key={note}>{sentence(note)}</li>
      ))}
    </ul>
  )
}
