import { percent } from '../format.ts'

/** Beyond this the bar is broken, so that one extreme does not make all others short. */
const most = 160

/** What was reached of a goal, 0–100 and more, as a bar against the mark of 100 %; for a cell of a table. */
export const AttainmentBar = ({ value }: { value: number }) => {
  const at = (part: number) => `${(Math.min(most, Math.max(0, part)) / most) * 100}%`
  return (
    <span className="flex items-center justify-end gap-2">
      <span aria-hidden className="relative h-2 w-24 shrink-0 rounded-sm bg-sunken max-sm:hidden">
        <i
          className={`absolute inset-y-0 left-0 rounded-sm ${value > 0 ? 'min-w-0.5' : ''} ${value >= 100 ? 'bg-positive' : 'bg-chart-1'}`}
          style={{ width: at(value) }}
        />
        {value > most && <i className="absolute inset-y-0 right-2 w-1 -skew-x-12 border-x-2 border-card" />}
        <i className="absolute -inset-y-1 w-px bg-ink" style={{ left: at(100) }} />
      </span>
      <span className="w-14 text-right">{percent(value, value < 1000 ? 1 : 0)}</span>
    </span>
  )
}
