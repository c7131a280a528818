import type { api, Result } from '#contract'
import type { FunnelStage } from './charts/FunnelChart.tsx'
import { fewDeals } from './deal-question.ts'
import { money, moneyCompact, number, percent, plural, unknown } from './format.ts'

type Stage = Result<typeof api.operations.pipeline>['data'][number]
/** Where the deals of a figure are. */
type DealsAt = (narrowed: Record<string, string>) => string

const shareOf = ({ kind, percentage }: Stage) => (kind === 'won' ? 'won' : percent(percentage, 0))

const movedOn = ({ entered, converted, conversionRate }: Stage) =>
  conversionRate === null ? unknown : `${number(converted)} of ${number(entered)} (${percent(conversionRate, 0)})`

const onwardOf = (stage: Stage, dealsAt: DealsAt): FunnelStage['onward'] => {
  const { kind, entered, converted, lost, undecided, conversionRate } = stage
  if (kind === 'won') return null
  if (entered === null) return [{ words: 'not known how many moved on' }]
  if (entered === 0) return [{ words: 'none entered in the range' }]
  const to = (outcome: string) => dealsAt({ entered: stage.stage, outcome })
  return [
    {
      words: `${number(converted)} of ${number(entered)} moved on (${percent(conversionRate, 0)})`,
      href: to('converted'),
    },
    ...(lost ? [{ words: `${number(lost)} lost`, href: to('lost') }] : []),
    ...(undecided ? [{ words: `${number(undecided)} undecided`, href: to('undecided') }] : []),
    ...(entered < fewDeals ? [{ words: 'few deals' }] : []),
  ]
}

/** Open deals, and not one with an amount: then only their number can be drawn. */
export const worthUnknown = (stages: readonly Stage[]) => {
  const open = stages.filter(({ kind }) => kind === 'open')
  return open.some(({ count }) => count > 0) && open.every(({ value }) => value === 0)
}

/** Of the open stages together; null where it is not known of one. */
export const weightedOf = (stages: readonly Stage[]): number | null => {
  const parts = stages.filter(({ kind }) => kind === 'open').map(({ weightedValue }) => weightedValue)
  return parts.includes(null) ? null : parts.reduce<number>((sum, part) => sum + part!, 0)
}

const byCount = {
  value: ({ count }: Stage) => count,
  beside: ({ kind, value, count }: Stage, currency: string) =>
    kind === 'won' ? moneyCompact(value, currency) : count ? 'no amounts' : '',
  share: ({ kind }: Stage) => (kind === 'won' ? 'won' : ''),
  exact: (value: number) => plural(value, 'deal'),
  short: (value: number) => plural(value, 'deal'),
}
const byValue = (currency: string) => ({
  value: ({ value }: Stage) => value,
  beside: ({ count }: Stage) => plural(count, 'deal'),
  share: shareOf,
  exact: (value: number) => money(value, currency),
  short: (value: number) => moneyCompact(value, currency),
})

/** The open stages and what was won, in the words of a funnel, each with the deals it is made of; by number where no amount is known. */
export const dealFunnel = (stages: readonly Stage[], currency: string, dealsAt: DealsAt) => {
  // without any history that is said once, and not between all stages
  const moves = stages.some(({ entered }) => entered !== null)
  const { value, beside, share, exact, short } = worthUnknown(stages) ? byCount : byValue(currency)
  return {
    label: 'Sales pipeline',
    names: { stage: 'Stage', value: 'Value', figures: ['Deals', 'Share', 'Moved on', 'Lost', 'Undecided'] },
    stages: stages.map(stage => ({
      name: stage.stage,
      value: value(stage),
      count: beside(stage, currency),
      share: share(stage),
      onward: moves ? onwardOf(stage, dealsAt) : null,
      href: dealsAt({ state: stage.kind, stage: stage.stage }),
      figures: [number(stage.count), shareOf(stage), movedOn(stage), number(stage.lost), number(stage.undecided)],
      final: stage.kind === 'won',
    })),
    exact,
    short,
  }
}
