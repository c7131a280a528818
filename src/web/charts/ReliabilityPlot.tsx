import { ChartFrame } from './ChartFrame.tsx'
import { FiguresTable } from './FiguresTable.tsx'
import { Measured } from './Measured.tsx'

/** Cases of similar predicted probability (0–1): the mean prediction, the share that came true with its 95 % interval, and how many. */
export type ReliabilityPoint = { predicted: number; observed: number; lower: number; upper: number; n: number }

type Props = {
  label: string
  names: { predicted: string; observed: string; n: string }
  points: readonly ReliabilityPoint[]
  /** Of a probability. */
  exact: (value: number) => string
  count: (n: number) => string
  height?: number
}

const room = { left: 44, right: 12, top: 12, bottom: 40 }
const ticks = [0, 0.25, 0.5, 0.75, 1]

/** Whether probabilities can be taken at their word: each point would lie on the dashed line if what was predicted came true as often. */
export const ReliabilityPlot = ({ label, names, points, exact, count, height = 280 }: Props) => {
  const spoken = (point: ReliabilityPoint) =>
    `${names.predicted} ${exact(point.predicted)}: ${names.observed} ${exact(point.observed)} (95% interval ${exact(point.lower)} to ${exact(point.upper)}) of ${count(point.n)}`
  return (
    <ChartFrame label={label} summary={`${points.map(spoken).join('. ')}.`}>
      <Measured height={height}>
        {(width, tall) => {
          const x = (value: number) => room.left + value * (width - room.left - room.right)
          const y = (value: number) => tall - room.bottom - value * (tall - room.top - room.bottom)
          const most = Math.max(...points.map(point => point.n))
          return (
            <svg width={width} height={tall} aria-hidden className="text-xs">
              {ticks.map(tick => (
                <g key={tick}>
                  <line
                    x1={x(0)}
                    x2={x(1)}
                    y1={y(tick)}
                    y2={y(tick)}
                    stroke={tick ? 'var(--chart-grid)' : 'var(--line-strong)'}
                  />
                  <text x={room.left - 8} y={y(tick) + 4} textAnchor="end" fill="var(--muted)">
                    {exact(tick)}
                  </text>
                  <text x={x(tick)} y={y(0) + 18} textAnchor={tick === 1 ? 'end' : 'middle'} fill="var(--muted)">
                    {exact(tick)}
                  </text>
                </g>
              ))}
              <text x={x(1)} y={tall - 4} textAnchor="end" fill="var(--soft)">
                {names.predicted} →
              </text>
              <text x={x(0) + 8} y={y(1) + 14} fill="var(--soft)">
                ↑ {names.observed}
              </text>
              <line
                x1={x(0)}
                y1={y(0)}
                x2={x(1)}
                y2={y(1)}
                stroke="var(--chart-compare)"
                strokeDasharray="4 4"
                strokeWidth={1.5}
              />
              {points.map((point, i) => (
                <g key={i}>
                  <title>{spoken(point)}</title>
                  <line
                    x1={x(point.predicted)}
                    x2={x(point.predicted)}
                    y1={y(point.lower)}
                    y2={y(point.upper)}
                    stroke="var(--chart-1)"
                    strokeWidth={1.5}
                    strokeOpacity={0.6}
                  />
                  <circle
                    cx={x(point.predicted)}
                    cy={y(point.observed)}
                    r={3 + 4 * Math.sqrt(point.n / most)}
                    fill="var(--chart-1)"
                    stroke="var(--card)"
                    strokeWidth={1.5}
                  />
                </g>
              ))}
            </svg>
          )
        }}
      </Measured>
    </ChartFrame>
  )
}

/** The same figures as a table. */
export const ReliabilityTable = ({ label, names, points, exact, count }: Omit<Props, 'height'>) => (
  <FiguresTable
    label={label}
    head={[names.predicted, names.observed, '95% interval', names.n]}
    rows={points.map(point => [
      exact(point.predicted),
      exact(point.observed),
      `${exact(point.lower)} – ${exact(point.upper)}`,
      count(point.n),
    ])}
  />
)
