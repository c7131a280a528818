import type { z } from 'zod'
import type { riskModel } from '#contract/churn.ts'
import { definitions } from '#contract/definitions.ts'
import { ReliabilityPlot, ReliabilityTable } from '../../charts/ReliabilityPlot.tsx'
import { date, number, percent, plural, sentence, signed, unknown } from '../../format.ts'
import { Dialog } from '../../ui/Dialog.tsx'

type Model = z.output<typeof riskModel>
type Record = NonNullable<Model['record']>

/** What the risks are worth: the model held against what came. */
export const ModelRecord = ({
  model,
  open,
  onOpenChange,
}: {
  model: Model
  open: boolean
  onOpenChange: (open: boolean) => void
}) => (
  <Dialog
    wide
    open={open}
    onOpenChange={onOpenChange}
    title="How good are these risks?"
    description={sentence(model.words)}
  >
    <div className="flex flex-col gap-4 pt-2">
      <p className="text-sm text-soft">
        The risk of {plural(model.customers, 'customer')}, as of {date(model.asOf)}, is{' '}
        {model.method === 'rule'
          ? 'by a rule of thumb.'
          : `that of no order within ${plural(model.horizonDays, 'day')}.`}
        {model.method === 'rule' && model.record && ' This is the record of the model that the rule stands in for:'}
      </p>
      {model.record ? (
        <Figures {...model.record} />
      ) : (
        <p className="rounded-lg bg-sunken p-3 text-sm">
          <b className="font-semibold">No record yet.</b> {model.noRecord && sentence(model.noRecord)}
        </p>
      )}
      <p className="text-xs text-muted">{definitions.churnRecord.text}</p>
    </div>
  </Dialog>
)

const skillWords = (skill: number | null) => (skill === null ? unknown : signed(skill * 100, size => percent(size)))

const Figures = (record: Record) => {
  const figures = [
    ['AUC', record.auc === null ? unknown : record.auc.toFixed(2), 'order of the risks; 0.5 is chance, 1 perfect'],
    [
      'Brier skill',
      skillWords(record.brierSkill),
      record.brierSkill !== null && record.brierSkill <= 0
        ? 'no closer than the overall share would have been'
        : 'closer than the overall share would have been',
    ],
    ['Fell silent', percent(record.baseRate * 100), `${number(record.events)} of ${plural(record.n, 'customer')}`],
    ['Lift', record.lift === null ? unknown : `${number(record.lift, 1)}×`, 'in the tenth with the highest risks'],
  ] as const
  const plot = {
    label: 'Predicted and observed risk',
    names: { predicted: 'Predicted', observed: 'Fell silent', n: 'Customers' },
    points: record.reliability,
    exact: (value: number) => percent(value * 100, 0),
    count: (n: number) => plural(n, 'customer'),
  }
  return (
    <>
      <dl className="grid grid-cols-2 gap-3 sm:grid-cols-4">
        {figures.map(([name, value, meaning]) => (
          <div key={name} className="flex flex-col rounded-lg border border-line p-3">
            <dt className="text-sm text-soft">{name}</dt>
            <dd className="text-xl font-semibold">{value}</dd>
            <dd className="text-xs text-muted">{meaning}</dd>
          </div>
        ))}
      </dl>
      <p className="text-sm text-soft">
        Scored as of {date(record.scoredOn)} and held against what happened up to {date(record.until)}
        {record.method === 'bgnbd' && ', with the simpler model (BG/NBD alone), as the history was shorter then'}.
        {record.n < 100 && ` With ${plural(record.n, 'customer')} this says little.`}
      </p>
      <ReliabilityPlot {...plot} />
      <p className="text-xs text-muted">
        Each point stands for customers of similar risk, with its 95% interval; on the dashed line what was predicted
        came true as often.
      </p>
      <details>
        <summary className="text-sm font-medium text-soft">As a table</summary>
        <div className="mt-2 flex min-h-72 flex-col">
          <ReliabilityTable {...plot} />
        </div>
      </details>
    </>
  )
}
