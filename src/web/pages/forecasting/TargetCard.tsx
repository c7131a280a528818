import { type FormEvent, useState } from 'react'
import { api, type Result } from '#contract'
import { definitions } from '#contract/definitions.ts'
import { useApi, useCommand } from '../../api.ts'
import { FiguresTable } from '../../charts/FiguresTable.tsx'
import { bucket, dateRange, money, moneyCompact, percent, signed, unknown } from '../../format.ts'
import { useMay } from '../../session.ts'
import { Button } from '../../ui/Button.tsx'
import { Card } from '../../ui/Card.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { Empty } from '../../ui/QueryState.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { ForecastState } from './ForecastState.tsx'

type Target = Result<typeof api.forecasting.target>

/** A plan for the fiscal year, and how likely it is to be reached. */
export const TargetCard = ({ className }: { className: string }) => {
  const query = useApi(api.forecasting.target)
  const [open, setOpen] = useState(false)
  const allowed = useMay('import')
  const answer = query.data
  return (
    <Card
      id="target"
      title={answer ? `Plan of ${answer.data.year}` : 'Plan'}
      subtitle={answer && dateRange(answer.data.start, answer.data.end)}
      definition={definitions.target}
      className={className}
      actions={
        allowed &&
        answer?.data.plan && (
          <Button size="sm" onClick={() => setOpen(true)}>
            Change the plan
          </Button>
        )
      }
      table={answer?.data.plan ? () => <MonthTable {...answer} /> : undefined}
    >
      <ForecastState query={query} skeleton={<Skeleton className="h-[220px]" />}>
        {target => (
          <>
            {target.data.plan ? (
              <Standing {...target} />
            ) : (
              <Empty
                title="No plan yet"
                action={
                  allowed && (
                    <Button size="sm" onClick={() => setOpen(true)}>
                      Set a plan
                    </Button>
                  )
                }
              >
                Set what the year is meant to bring: the page then shows how likely it is to be reached.
              </Empty>
            )}
            <PlanDialog target={target} open={open} onOpenChange={setOpen} />
          </>
        )}
      </ForecastState>
    </Card>
  )
}

const Standing = ({ data, meta }: Target) => {
  const { plan, expected, probability, toDate, gap, lastYear } = data
  const cash = (value: number) => money(value, meta.currency)
  if (!plan) return null
  const most = Math.max(plan.amount, expected?.upperBound ?? 0, toDate, 1)
  const at = (value: number) => `${(Math.max(0, value) / most) * 100}%`
  return (
    <div className="flex grow flex-col justify-between gap-3">
      <p className="text-kpi font-semibold">
        {probability === null ? unknown : percent(probability * 100, 0)}
        <span className="ml-2 text-sm font-normal text-muted">probability of reaching {cash(plan.amount)}</span>
      </p>
      <div aria-hidden>
        <div className="relative h-4 rounded bg-sunken">
          {expected && (
            <>
              <i
                className="absolute inset-y-0 bg-chart-1 opacity-15"
                style={{ left: at(expected.lowerBound), right: `calc(100% - ${at(expected.upperBound)})` }}
              />
              <i
                className="absolute inset-y-0 bg-chart-1 opacity-30"
                style={{ left: at(expected.lower80), right: `calc(100% - ${at(expected.upper80)})` }}
              />
              <i className="absolute -inset-y-1 w-0.5 bg-chart-1" style={{ left: at(expected.predicted) }} />
            </>
          )}
          <i className="absolute inset-y-0 left-0 rounded-l bg-chart-1" style={{ width: at(toDate) }} />
          <i className="absolute -inset-y-1 w-0.5 bg-ink" style={{ left: `calc(${at(plan.amount)} - 1px)` }} />
        </div>
        <p className="mt-1 text-xs text-muted">Sold so far, the year’s 80% and 95% bands, and the plan</p>
      </div>
      <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1 text-sm">
        <Fact name="Sold so far" value={cash(toDate)} />
        {expected && (
          <>
            <Fact name="Expected of the year" value={cash(expected.predicted)} />
            <Fact
              name="80% band"
              value={`${moneyCompact(expected.lower80, meta.currency)} – ${moneyCompact(expected.upper80, meta.currency)}`}
            />
          </>
        )}
        {gap !== null && <Fact name={gap > 0 ? 'Missing' : 'More than planned'} value={cash(Math.abs(gap))} />}
        {lastYear !== null && (
          <Fact
            name="The year before"
            value={`${cash(lastYear)}${lastYear ? ` (the plan is ${signed(((plan.amount - lastYear) / Math.abs(lastYear)) * 100, size => percent(size))})` : ''}`}
          />
        )}
      </dl>
    </div>
  )
}

const Fact = ({ name, value }: { name: string; value: string }) => (
  <>
    <dt className="text-muted">{name}</dt>
    <dd className="text-right">{value}</dd>
  </>
)

const MonthTable = ({ data, meta }: Target) => (
  <FiguresTable
    label={`Plan of ${data.year} by month`}
    head={['Month', 'Plan', 'Came', 'Expected', 'Probability']}
    rows={data.months.map(month => [
      bucket(month.date, month.date, 'month'),
      money(month.target, meta.currency),
      money(month.actual, meta.currency),
      money(month.predicted, meta.currency),
      month.probability === null ? unknown : percent(month.probability * 100, 0),
    ])}
  />
)

type DialogProps = { target: Target; open: boolean; onOpenChange: (open: boolean) => void }

const PlanDialog = ({ target: { data, meta }, open, onOpenChange }: DialogProps) => {
  const save = useCommand(api.forecasting.setTarget)
  const remove = useCommand(api.forecasting.removeTarget)
  const [monthly, setMonthly] = useState(data.plan?.kind === 'monthly')
  const [problem, setProblem] = useState<string | null>(null)
  const done = { onSuccess: () => onOpenChange(false), onError: (error: Error) => setProblem(error.message) }
  const send = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const said = new FormData(event.currentTarget)
    const amounts = said.getAll('amount').map(value => String(value).replace(/[\s,]/g, ''))
    const wrong = amounts.find(value => !/^\d+(\.\d{1,4})?$/.test(value))
    if (wrong !== undefined) return setProblem(`Expected an amount such as 1200000, got "${wrong}".`)
    setProblem(null)
    const plan = monthly ? { amounts: amounts.join(',') } : { amount: amounts[0] }
    save.mutate({ query: { year: data.year, ...plan } as never }, done)
  }
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={`Plan of ${data.year}`}
      description={`Revenue of ${dateRange(data.start, data.end)}, in ${meta.currency}`}
    >
      <form onSubmit={send} className="flex flex-col gap-3 pt-1" noValidate>
        <label className="flex items-center gap-2 text-sm">
          <input type="checkbox" checked={monthly} onChange={event => setMonthly(event.target.checked)} />A plan for
          each month
        </label>
        {monthly ? (
          <div className="grid grid-cols-2 gap-2">
            {data.months.map(month => (
              <label key={month.date} className="flex items-center justify-between gap-2 text-sm">
                {bucket(month.date, month.date, 'month')}
                <input
                  name="amount"
                  inputMode="decimal"
                  defaultValue={month.target ?? ''}
                  className="h-8 w-28 rounded-lg border border-control bg-card px-2 text-right"
                />
              </label>
            ))}
          </div>
        ) : (
          <label className="flex flex-col gap-1 text-sm">
            <span className="font-medium">Revenue of the year</span>
            <input
              name="amount"
              inputMode="decimal"
              defaultValue={data.plan?.amount ?? ''}
              className="h-8 rounded-lg border border-control bg-card px-2"
            />
          </label>
        )}
        {problem && (
          <p role="alert" className="text-sm text-negative">
            {problem}
          </p>
        )}
        <div className="mt-2 flex justify-end gap-2">
          {data.plan && (
            <Button look="danger" onClick={() => remove.mutate({ query: { year: data.year } }, done)}>
              Remove the plan
            </Button>
          )}
          <Button look="primary" type="submit" disabled={save.isPending}>
            Save
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
