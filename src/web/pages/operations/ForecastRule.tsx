import { api, type Result } from '#contract'
import { FiguresTable } from '../../charts/FiguresTable.tsx'
import { date, number, percent, plural } from '../../format.ts'
import { Button } from '../../ui/Button.tsx'
import { Popover } from '../../ui/Popover.tsx'

type Model = Result<typeof api.operations.forecast>['data']['model']

const rules = {
  'stage-rates': 'the share of deals won from each stage, by your own record',
  hazard: 'stage, age, amount and representative, by your own record',
}

const other = { 'stage-rates': 'with age, amount and representative', hazard: 'by stage alone' }

/** How well the rule did, judged on deals it had not seen. */
const judgement = ({ method, brier: { stageRates, hazard }, decided, snapshotDay }: Model): string => {
  const [mine, others] = method === 'hazard' ? [hazard, stageRates] : [stageRates, hazard]
  if (mine === null) return `Not judged yet: ${plural(decided, 'deal')} decided since ${date(snapshotDay)} are too few.`
  return `Brier score ${mine.toFixed(3)} on ${plural(decided, 'deal')} open on ${date(snapshotDay)} and decided since${
    others === null ? '' : ` (${other[method]}: ${others.toFixed(3)})`
  }; 0 is perfect, 0.25 is saying 50% of all.`
}

/** By which rule the chances were made, in words, with the record of each stage behind a button. */
export const ForecastRule = ({ model }: { model: Model }) => (
  <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
    <p className="min-w-0 flex-1 basis-64">
      Chances: {rules[model.method]}. {judgement(model)}
    </p>
    <Popover
      title="Chances by stage"
      className="w-[min(34rem,calc(100vw-1rem))] p-4"
      trigger={<Button size="sm">Chances by stage</Button>}
    >
      <p className="mb-2 text-sm text-soft">
        Of the deals that were in a stage and have been decided, the share that was won, drawn towards the configured
        chance where there are few.
      </p>
      <FiguresTable
        label="Chances by stage"
        head={['Stage', 'Chance', '95% interval', 'Won', 'Lost', 'Configured']}
        rows={model.stages.map(({ stage, probability, lower, upper, won, lost, configured }) => [
          stage,
          percent(probability * 100),
          `${percent(lower * 100, 0)} – ${percent(upper * 100, 0)}`,
          number(won),
          number(lost),
          percent(configured * 100, 0),
        ])}
      />
    </Popover>
  </div>
)
