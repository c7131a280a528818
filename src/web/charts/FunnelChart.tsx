import { Fragment } from 'react'
import { Link } from 'react-router'
import { ChartFrame } from './ChartFrame.tsx'
import { tipOf } from './ChartTip.tsx'
import { barColor } from './colors.ts'
import { FiguresTable } from './FiguresTable.tsx'
import { OpenRow } from './OpenRow.tsx'
import { tall } from './tall.ts'

export type FunnelStage = {
  name: string
  value: number
  /** In words, such as "214 deals". */
  count: string
  /** In the bar, such as "41%". */
  share: string
  /** Between this stage and the next, such as "41 of 60 moved on" and "3 undecided"; null: not shown. */
  onward: readonly { words: string; href?: string }[] | null
  /** In the table, under `names.figures`. */
  figures: readonly string[]
  /** Where what the stage holds is. */
  href?: string
  /** The end of the funnel, drawn apart in the colour of success. */
  final: boolean
}

type Props = {
  label: string
  names: { stage: string; value: string; figures: readonly string[] }
  stages: readonly FunnelStage[]
  exact: (value: number) => string
  short: (value: number) => string
}

/**
 * Stages from first to last as bars from zero, with what moves on between them. What was won in a long range can dwarf
 * what is open on its last day:
 * the open stages set the scale then, and the longer bar is broken.
 */
export const FunnelChart = ({ label, names, stages, exact, short }: Props) => {
  const open = stages.filter(stage => !stage.final && stage.value > 0)
  const most = Math.max(1e-9, ...(open.length ? open : stages).map(stage => stage.value))
  const words = (stage: FunnelStage) =>
    [
      `${stage.name}: ${[exact(stage.value), stage.count, stage.share].filter(Boolean).join(', ')}`,
      ...(stage.onward ?? []).map(one => one.words),
    ].join(', ')
  const tip = (stage: FunnelStage) =>
    tipOf(
      stage.name,
      [
        [names.value, exact(stage.value)],
        ['Holds', stage.count],
        stage.final ? null : ['Share of open', stage.share],
        ...(stage.onward ?? []).map((one): [string, string] => ['', one.words]),
      ],
      stage.value > most ? 'Longer than drawn' : undefined,
    )
  const summary = stages.map(words).join('. ')
  return (
    <ChartFrame label={label} summary={summary} fit>
      <div className={`@container flex flex-col ${tall(stages.length)}`}>
        <ol className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-3 text-sm @sm:grid-cols-[6.5rem_minmax(0,1fr)_auto]">
          {stages.map((stage, i) => {
            const broken = stage.value > most
            const width = Math.min(1, Math.max(0, stage.value) / most) * 100
            const color = stage.final ? 'var(--positive)' : barColor
            return (
              <Fragment key={stage.name}>
                <li className="col-span-full grid grid-cols-subgrid">
                  <OpenRow
                    href={stage.href}
                    data-tip={tip(stage)}
                    words={words(stage)}
                    className="col-span-full grid grid-cols-subgrid items-center"
                  >
                    <span className="break-words first-letter:uppercase">{stage.name}</span>
                    <span
                      className="order-last col-span-2 mt-1 flex h-9 items-center gap-2 @sm:order-none @sm:col-span-1 @sm:mt-0"
                      aria-hidden
                    >
                      <i
                        data-bar
                        className={`${bar} ${width > 0 ? 'min-w-1' : 'bg-line-strong'}`}
                        style={width > 0 ? { width: `${width}%`, background: color } : { width: 2 }}
                      >
                        {width >= 22 && <span className="pl-2">{stage.share}</span>}
                        {broken && <i className="absolute inset-y-0 right-6 w-1.5 -skew-x-12 border-x-2 border-card" />}
                      </i>
                      {width < 22 && <span className="shrink-0 text-xs font-medium text-muted">{stage.share}</span>}
                    </span>
                    <span className="text-right whitespace-nowrap">
                      <b className="font-semibold">{short(stage.value)}</b>{' '}
                      <span className="text-xs text-muted">{stage.count}</span>
                    </span>
                  </OpenRow>
                </li>
                {stage.onward !== null && i < stages.length - 1 && (
                  <li className="col-span-full py-1 text-xs text-muted @sm:col-start-2">
                    <span aria-hidden>↓ </span>
                    {stage.onward.map(({ words, href }, place) => (
                      <Fragment key={words}>
                        {place > 0 && ', '}
                        {href === undefined ? (
                          words
                        ) : (
                          <Link to={href} className="rounded hover:text-ink hover:underline">
                            {words}
                          </Link>
                        )}
                      </Fragment>
                    ))}
                  </li>
                )}
              </Fragment>
            )
          })}
        </ol>
      </div>
    </ChartFrame>
  )
}

const bar = 'relative flex h-full items-center rounded-md text-xs font-semibold text-card not-italic'

const capitalised = (words: string) => words.charAt(0).toLocaleUpperCase() + words.slice(1)

/** The same figures as a table. */
export const FunnelTable = ({ label, names, stages, exact }: Pick<Props, 'label' | 'names' | 'stages' | 'exact'>) => (
  <FiguresTable
    label={label}
    head={[names.stage, names.value, ...names.figures]}
    rows={stages.map(stage => [capitalised(stage.name), exact(stage.value), ...stage.figures])}
  />
)
