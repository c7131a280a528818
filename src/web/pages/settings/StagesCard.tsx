import { ArrowDown, ArrowUp } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { plural } from '../../format.ts'
import { Badge } from '../../ui/Badge.tsx'
import { Button } from '../../ui/Button.tsx'
import { control } from './Field.tsx'
import { type Settings, SettingsCard } from './SettingsCard.tsx'

type Stage = Settings['stages'][number]

const kinds = { open: 'Open', won: 'Won', lost: 'Lost' } as const
const tones = { open: 'neutral', won: 'positive', lost: 'negative' } as const

/** 12.5 of 0.125 */
const percentOf = (probability: number) => String(Number((probability * 100).toFixed(2)))
const asPercent = (text: string) => (/^\d{1,3}(\.\d{1,2})?$/.test(text.trim()) ? Number(text) : NaN)

const moved = (names: string[], name: string, by: 1 | -1) => {
  const at = names.indexOf(name)
  return names.with(at, names[at + by]!).with(at + by, name)
}

/** The order and the weights of the stages; those that end a deal stay last. */
export const StagesCard = ({ settings: { stages } }: { settings: Settings }) => {
  const [chosen, choose] = useState<{ order: string[]; percents: Record<string, string> }>({ order: [], percents: {} })
  const [said, say] = useState('')
  const open = stages.filter(({ kind }) => kind === 'open').map(({ name }) => name)
  // stages may come and go meanwhile, with imports
  const kept = chosen.order.filter(name => open.includes(name))
  const order = [...kept, ...open.filter(name => !kept.includes(name))]
  const stageOf = new Map(stages.map(stage => [stage.name, stage]))
  const set = (name: string) => percentOf(stageOf.get(name)!.probability)
  const shown = (name: string) => chosen.percents[name] ?? set(name)
  const wrong = order.find(name => !(asPercent(shown(name)) <= 100))
  const changed = order.some((name, i) => name !== open[i] || shown(name) !== set(name))
  const wanted = order.map(name => ({ name, probability: Number((asPercent(shown(name)) / 100).toFixed(4)) }))
  const move = (name: string, by: 1 | -1) => {
    const next = moved(order, name, by)
    choose({ ...chosen, order: next })
    say(`${name} is now ${next.indexOf(name) + 1} of ${next.length}`)
  }
  return (
    <SettingsCard
      title="Stages of deals"
      change={changed ? { stages: JSON.stringify(wanted) } : {}}
      problem={
        wrong === undefined
          ? null
          : `${wrong}: expected a percentage from 0 to 100, such as 12.5, got "${shown(wrong)}".`
      }
      reset={() => {
        choose({ order: [], percents: {} })
        say('')
      }}
    >
      <p className="pb-3 text-sm text-muted">
        The funnel and all lists follow this order. The probability of being won weights the pipeline, for deals that
        have none of their own. Won and lost end a deal, and stay last.
      </p>
      <ol aria-label="Stages in order" className="flex flex-col divide-y divide-line">
        {order.map((name, i) => (
          <Row key={name} stage={stageOf.get(name)!}>
            <label className="flex shrink-0 items-center gap-1 text-sm">
              <span className="sr-only">Probability of {name}, in percent</span>
              <input
                className={`${control} w-14! text-right`}
                inputMode="decimal"
                value={shown(name)}
                aria-invalid={!(asPercent(shown(name)) <= 100)}
                onChange={event => {
                  const { value } = event.target
                  choose({ order, percents: { ...chosen.percents, [name]: value } })
                }}
              />
              <span aria-hidden>%</span>
            </label>
            <span className="flex shrink-0">
              <Mover name={name} way="up" end={i === 0} onMove={() => move(name, -1)} />
              <Mover name={name} way="down" end={i === order.length - 1} onMove={() => move(name, 1)} />
            </span>
          </Row>
        ))}
        {stages
          .filter(({ kind }) => kind !== 'open')
          .map(stage => (
            <Row key={stage.name} stage={stage} />
          ))}
      </ol>
      <p role="status" className="sr-only">
        {said}
      </p>
    </SettingsCard>
  )
}

const Row = ({ stage, children }: { stage: Stage; children?: ReactNode }) => (
  <li className="flex min-h-12 items-center gap-2 py-2">
    <span className="min-w-0 grow text-sm">
      <span className="font-medium wrap-anywhere">{stage.name}</span>{' '}
      <span className="whitespace-nowrap text-muted">{plural(stage.deals, 'deal')}</span>
    </span>
    <Badge tone={tones[stage.kind]}>{kinds[stage.kind]}</Badge>
    {children}
  </li>
)

type MoverProps = { name: string; way: 'up' | 'down'; end: boolean; onMove: () => void }

const Mover = ({ name, way, end, onMove }: MoverProps) => {
  const Icon = way === 'up' ? ArrowUp : ArrowDown
  return (
    <Button
      look="quiet"
      size="icon"
      aria-label={`Move ${name} ${way}`}
      title={`Move ${way}`}
      // it keeps the focus where a disabled one would lose it
      aria-disabled={end}
      className="aria-disabled:opacity-30"
      onClick={() => !end && onMove()}
    >
      <Icon aria-hidden className="size-4" />
    </Button>
  )
}
