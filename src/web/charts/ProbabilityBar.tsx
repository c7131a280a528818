type Tone = 'high' | 'middle' | 'low'

const colors: Record<Tone, string> = { high: 'var(--seq-6)', middle: 'var(--seq-5)', low: 'var(--seq-4)' }

/** A probability (0–1) as its figure and a small bar from zero to one; the darker, the higher. The words say it without the bar. */
export const ProbabilityBar = ({ value, words, tone = 'middle' }: { value: number; words: string; tone?: Tone }) => (
  <span className="inline-flex items-center justify-end gap-2">
    <span aria-hidden className="relative h-1.5 w-14 overflow-hidden rounded-full bg-line max-sm:w-8">
      <i
        className="absolute inset-y-0 left-0 rounded-full [forced-color-adjust:none]"
        style={{ width: `${Math.min(1, Math.max(0, value)) * 100}%`, background: colors[tone] }}
      />
    </span>
    <span className="min-w-9 text-right font-medium">{words}</span>
  </span>
)
