import { Link } from 'react-router'
import { ChartFrame } from './ChartFrame.tsx'
import { FiguresTable } from './FiguresTable.tsx'
import { useRoving } from './roving.ts'

export type HistogramBar = {
  /** The bucket, such as "$1K – $5K". */
  name: string
  /** From `min` up to but not with `max`; null: open. */
  min: number | null
  max: number | null
  count: number
  /** In words: above the bar, and further figures of the table. */
  share: string
  figures: readonly string[]
  href?: string
}

/** A value that all are compared with, such as the median. */
export type HistogramMark = { name: string; value: number; words: string }

type Props = {
  label: string
  names: { bucket: string; count: string; figures: readonly string[] }
  bars: readonly HistogramBar[]
  marks: readonly HistogramMark[]
  exact: (count: number) => string
  height?: number
  /** Two distributions that are looked at in turn share a scale: the most of both. */
  most?: number
}

/** Where a value lies over the buckets, which are drawn equally wide, in percent from the left. In an open bucket it stands a third from its known end. */
export const placeAmong = (bars: readonly Pick<HistogramBar, 'min' | 'max'>[], value: number): number | null => {
  const index = bars.findLastIndex(bar => bar.min === null || value >= bar.min)
  const bar = bars[index]
  if (!bar) return null
  const { min, max } = bar
  const within = max === null ? 1 / 3 : min === null ? 2 / 3 : (value - min) / (max - min)
  return ((index + Math.min(1, within)) / bars.length) * 100
}

/** How many fall into each bucket, with marks such as the median where they lie. Each bar opens what it counts. */
export const Histogram = ({ label, bars, marks, exact, height = 260, most: atMost }: Props) => {
  const { frame, part } = useRoving({ rows: 1, columns: bars.length })
  const most = atMost ?? Math.max(1, ...bars.map(bar => bar.count))
  const spoken = (bar: HistogramBar) => `${bar.name}: ${exact(bar.count)}, ${bar.share}`
  const summary = [...bars.map(spoken), ...marks.map(mark => `${mark.name} ${mark.words}`)].join('. ')
  return (
    <ChartFrame label={label} summary={`${summary}.`}>
      <div className="flex grow flex-col">
        <div
          className="relative flex grow items-end border-b border-line-strong"
          style={{ minHeight: height, paddingTop: marks.length * 20 + 36 }}
          {...frame}
        >
          {bars.map((bar, i) => (
            <Bar
              key={bar.name}
              bar={bar}
              part={part(0, i)}
              height={(bar.count / most) * 100}
              words={exact(bar.count)}
            />
          ))}
          {marks.map((mark, i) => (
            <Mark key={mark.name} mark={mark} place={placeAmong(bars, mark.value)} level={i} />
          ))}
        </div>
        <div className="flex">
          {bars.map(bar => (
            <span key={bar.name} className="flex-1 px-0.5 pt-1.5 text-center text-xs text-balance text-muted">
              {bar.name}
            </span>
          ))}
        </div>
      </div>
    </ChartFrame>
  )
}

type BarProps = { bar: HistogramBar; part: object; height: number; words: string }

/** The words stand on the bar; the whole column can be clicked, as a low bar is no target. */
const Bar = ({ bar, part, height, words }: BarProps) => {
  const look = 'group flex h-full min-w-0 flex-1 flex-col items-center justify-end rounded-t px-1 text-center'
  const content = (
    <>
      <span className="sr-only">{bar.name}: </span>
      <span className="relative z-10 bg-card px-0.5 text-xs font-semibold group-hover:underline">{words}</span>
      <span className="sr-only">, </span>
      <span className="relative z-10 mb-1 bg-card px-0.5 text-xs text-muted">{bar.share}</span>
      <i
        className={`w-full max-w-20 rounded-t-[3px] bg-chart-1 [forced-color-adjust:none] ${bar.count ? 'min-h-0.5' : ''} group-hover:opacity-80`}
        style={{ height: `${height}%` }}
      />
    </>
  )
  return bar.href && bar.count > 0 ? (
    <Link to={bar.href} className={look} {...part}>
      {content}
    </Link>
  ) : (
    <span className={look} {...part}>
      {content}
    </span>
  )
}

const Mark = ({ mark, place, level }: { mark: HistogramMark; place: number | null; level: number }) => {
  if (place === null) return null
  const right = place > 60
  return (
    <span aria-hidden className="pointer-events-none absolute bottom-0" style={{ left: `${place}%`, top: level * 20 }}>
      <i className="absolute inset-y-0 left-0 border-l-2 border-dashed border-ink opacity-60" />
      <span className={`absolute top-0 px-1.5 text-xs leading-4 whitespace-nowrap ${right ? 'right-0' : 'left-0.5'}`}>
        <span className="text-muted">{mark.name}</span> <b className="font-semibold">{mark.words}</b>
      </span>
    </span>
  )
}

/** The same figures as a table. */
export const HistogramTable = ({ label, names, bars, marks, exact }: Omit<Props, 'height' | 'most'>) => (
  <FiguresTable
    label={label}
    head={[names.bucket, names.count, 'Share', ...names.figures]}
    rows={[
      ...bars.map(bar => [bar.name, exact(bar.count), bar.share, ...bar.figures]),
      ...marks.map(mark => [mark.name, mark.words, '', ...names.figures.map(() => '')]),
    ]}
  />
)
