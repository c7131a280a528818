import { useState, type KeyboardEvent, type ReactNode } from 'react'
import { unknown } from '../format.ts'
import { ChartFrame } from './ChartFrame.tsx'
import { FiguresTable } from './FiguresTable.tsx'
import { forecastScale, type ForecastPoint } from './forecast-scale.ts'
import { ForecastPlot } from './ForecastPlot.tsx'
import { Measured } from './Measured.tsx'

type Names = {
  /** Of the measure, such as "Revenue". */
  value: string
  /** Of a bucket, such as "Month". */
  bucket: string
  /** Of a scenario, such as "Win rate +5 pp"; null without one. */
  scenario: string | null
  /** Of the plan, such as "Plan of 2027"; null without one. */
  target: string | null
}

type Props = {
  label: string
  names: Names
  points: readonly ForecastPoint[]
  /** A value in full, and as short as an axis needs it. */
  exact: (value: number) => string
  short: (value: number) => string
  color?: string
  height?: number
  /** Small multiples leave the legend to the card. */
  legend?: boolean
}

/** A history, and what it may become: the forecast dashed over its 80 % and 95 % bands, never without them. */
export const ForecastChart = ({
  label,
  names,
  points,
  exact,
  short,
  color = 'var(--chart-1)',
  height = 320,
  legend = true,
}: Props) => (
  <ChartFrame
    label={label}
    summary={summaryOf(points, exact)}
    foot={legend && <Legend {...{ points, names, color }} />}
  >
    <Measured height={height}>
      {(width, room) => (
        <Canvas
          key={`${points.length} ${points[0]?.title}`}
          {...{ label, names, points, exact, short, color, width }}
          height={room}
        />
      )}
    </Measured>
  </ChartFrame>
)

const has = (points: readonly ForecastPoint[], one: keyof ForecastPoint) =>
  points.some(point => point[one] !== null && point[one] !== false)

const summaryOf = (points: readonly ForecastPoint[], exact: Props['exact']): string => {
  const history = points.filter(point => point.actual !== null && !point.underWay)
  const ahead = points.filter(point => point.predicted !== null && point.actual === null)
  const [first, last] = [ahead[0], ahead.at(-1)]
  return [
    history.length > 0 && `History from ${history[0]?.title} to ${history.at(-1)?.title}.`,
    first?.predicted != null && `Forecast for ${first.title}: ${exact(first.predicted)}${within(first, exact)}.`,
    last !== first && last?.predicted != null && `For ${last.title}: ${exact(last.predicted)}${within(last, exact)}.`,
  ]
    .filter(Boolean)
    .join(' ')
}

const within = ({ band80 }: ForecastPoint, exact: Props['exact']) =>
  band80 ? `, in 8 of 10 cases between ${exact(band80[0])} and ${exact(band80[1])}` : ''

const Legend = ({ points, names, color }: Pick<Props, 'points' | 'names'> & { color: string }) => (
  <>
    <Key words={names.value}>{line(color, undefined, 2)}</Key>
    <Key words="Forecast">{line(color, '2 4', 2)}</Key>
    {has(points, 'band80') && (
      <Key words="80% and 95% bands">
        <rect width={18} height={8} fill={color} fillOpacity={0.12} />
        <rect y={2} width={18} height={4} fill={color} fillOpacity={0.22} />
      </Key>
    )}
    {has(points, 'yearBefore') && <Key words="A year earlier">{line('var(--chart-compare)', '4 4', 1.5)}</Key>}
    {has(points, 'naive') && <Key words="As last year (naive)">{line('var(--chart-compare)', '1 4', 1.5)}</Key>}
    {names.scenario && <Key words={`If: ${names.scenario}`}>{line('var(--chart-2)', undefined, 2)}</Key>}
    {names.target && <Key words={names.target}>{line('var(--ink)', '8 4', 1.25)}</Key>}
    {points.some(point => point.underWay) && (
      <Key words="Month under way">
        <circle cx={9} cy={4} r={3} fill="var(--card)" stroke={color} strokeWidth={2} />
      </Key>
    )}
    {points.some(point => point.outlier) && (
      <Key words="Outlier, held back for fitting">
        <circle cx={9} cy={4} r={3} fill="none" stroke="var(--warning)" strokeWidth={2} />
      </Key>
    )}
  </>
)

const line = (stroke: string, dashes: string | undefined, width: number) => (
  <line x1={0} x2={18} y1={4} y2={4} stroke={stroke} strokeDasharray={dashes} strokeWidth={width} />
)

const Key = ({ words, children }: { words: string; children: ReactNode }) => (
  <span className="inline-flex items-center gap-1.5">
    <svg width={18} height={8} aria-hidden>
      {children}
    </svg>
    {words}
  </span>
)

/** What a bucket says, line by line: its name, and the figure in words. */
const factsOf = (point: ForecastPoint, names: Names, exact: Props['exact']): [string, string][] => {
  const facts: [string, number | null][] = [
    [point.underWay ? `${names.value} so far` : names.value, point.actual],
    ['Forecast', point.predicted],
    [names.scenario ? `If: ${names.scenario}` : 'Scenario', point.scenario],
    [names.target ?? 'Plan', point.target],
    ['A year earlier', point.yearBefore],
    ['As last year (naive)', point.naive],
  ]
  const bands: [string, readonly [number, number] | null][] = [
    ['80% band', point.band80],
    ['95% band', point.band95],
  ]
  return [
    ...facts.flatMap(([name, value]): [string, string][] => (value === null ? [] : [[name, exact(value)]])),
    ...bands.flatMap(([name, band]): [string, string][] =>
      band ? [[name, `${exact(band[0])} – ${exact(band[1])}`]] : [],
    ),
  ]
}

type CanvasProps = Omit<Props, 'legend'> & { color: string; width: number; height: number }

/** The picture with its pointer and keyboard: ← → move from bucket to bucket. */
const Canvas = ({ label, names, points, exact, short, color, height, width }: CanvasProps) => {
  const [active, setActive] = useState<number | null>(null)
  const scale = forecastScale({ width, height, points, short })
  const last = points.length - 1
  const point = active === null ? undefined : points[active]
  const spoken = point ?? points[last]
  const keys = (event: KeyboardEvent) => {
    const now = active ?? last
    const to = { ArrowLeft: now - 1, ArrowRight: now + 1, Home: 0, End: last, PageUp: now - 12, PageDown: now + 12 }[
      event.key
    ]
    if (to === undefined) return
    // the page has shortcuts of its own on these keys
    event.preventDefault()
    event.stopPropagation()
    setActive(Math.min(last, Math.max(0, to)))
  }
  return (
    <div
      role="slider"
      tabIndex={0}
      data-keys
      aria-label={`${label}: ${names.bucket.toLowerCase()}`}
      aria-orientation="horizontal"
      aria-valuemin={0}
      aria-valuemax={last}
      aria-valuenow={active ?? last}
      aria-valuetext={
        spoken &&
        [`${spoken.title}`, ...factsOf(spoken, names, exact).map(([name, value]) => `${name} ${value}`), spoken.note]
          .filter(Boolean)
          .join(', ')
      }
      className="absolute inset-0 touch-pan-y rounded select-none"
      onKeyDown={keys}
      onFocus={event => event.currentTarget.matches(':focus-visible') && setActive(active ?? last)}
      onBlur={() => setActive(null)}
      onPointerMove={event =>
        setActive(scale.nearest(event.clientX - event.currentTarget.getBoundingClientRect().left))
      }
      onPointerLeave={event => event.pointerType !== 'touch' && setActive(null)}
    >
      <div aria-hidden className="pointer-events-none">
        <ForecastPlot {...{ points, scale, color, short }} />
      </div>
      {point && active !== null && (
        <>
          <svg width={width} height={height} aria-hidden className="pointer-events-none absolute inset-0">
            <line
              x1={scale.x(active)}
              x2={scale.x(active)}
              y1={scale.top}
              y2={scale.bottom}
              stroke="var(--muted)"
              strokeDasharray="2 3"
            />
          </svg>
          <Tip
            title={point.title}
            facts={factsOf(point, names, exact)}
            note={point.note}
            x={scale.x(active)}
            {...{ width }}
          />
        </>
      )}
    </div>
  )
}

const tipWidth = 264

/** The slider says the same words aloud, so these are hidden from it. */
const Tip = ({
  title,
  facts,
  note,
  x,
  width,
}: {
  title: string
  facts: [string, string][]
  note: string | null
  x: number
  width: number
}) => (
  <div
    aria-hidden
    className="pointer-events-none absolute top-1 rounded-lg border border-line bg-card p-2.5 text-xs text-ink shadow-float"
    style={{
      width: Math.min(tipWidth, width),
      left: Math.max(0, Math.min(width - tipWidth, x < width / 2 ? x + 14 : x - 14 - tipWidth)),
    }}
  >
    <p className="mb-1 font-semibold">{title}</p>
    {facts.map(([name, value]) => (
      <p key={name} className="flex justify-between gap-3 pt-0.5">
        <span className="text-muted">{name}</span>
        <span className="text-right">{value}</span>
      </p>
    ))}
    {note && <p className="pt-1 text-muted">{note}</p>}
  </div>
)

/** The same figures as a table. */
export const ForecastTable = ({ label, names, points, exact }: Pick<Props, 'label' | 'names' | 'points' | 'exact'>) => {
  const said = (value: number | null) => (value === null ? unknown : exact(value))
  const range = (band: readonly [number, number] | null) => (band ? `${exact(band[0])} – ${exact(band[1])}` : unknown)
  const optional = [
    { head: 'A year earlier', value: (point: ForecastPoint) => point.yearBefore },
    { head: 'As last year', value: (point: ForecastPoint) => point.naive },
    { head: names.scenario ? `If: ${names.scenario}` : 'Scenario', value: (point: ForecastPoint) => point.scenario },
    { head: names.target ?? 'Plan', value: (point: ForecastPoint) => point.target },
  ].filter(({ value }) => points.some(point => value(point) !== null))
  return (
    <FiguresTable
      label={label}
      head={[names.bucket, names.value, 'Forecast', '80% band', '95% band', ...optional.map(({ head }) => head)]}
      rows={points.map(point => [
        point.note ? `${point.title} (${point.note})` : point.title,
        said(point.actual),
        said(point.predicted),
        range(point.band80),
        range(point.band95),
        ...optional.map(({ value }) => said(value(point))),
      ])}
    />
  )
}
