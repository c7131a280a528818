import { useId } from 'react'

type Choice<T extends string> = { value: T; label: string; disabled?: boolean; title?: string }

/** One of a few, all in sight. Native radio buttons, so arrow keys and screen readers work as everywhere. */
export const Segmented = <T extends string>({
  label,
  value,
  choices,
  onChange,
}: {
  label: string
  value: T | undefined
  choices: Choice<T>[]
  onChange: (value: T) => void
}) => {
  const name = useId()
  return (
    <fieldset className="inline-flex rounded-lg border border-line bg-card p-0.5" data-keys>
      <legend className="sr-only">{label}</legend>
      {choices.map(choice => (
        <label
          key={choice.value}
          title={choice.title}
          className="relative rounded-md px-2.5 py-1 text-xs font-medium text-soft transition-colors duration-150 hover:text-ink has-checked:bg-sunken has-checked:font-semibold has-checked:text-ink has-disabled:opacity-50 has-focus-visible:outline-2 has-focus-visible:outline-accent"
        >
          <input
            type="radio"
            name={name}
            className="absolute inset-0 size-full cursor-[inherit] opacity-0"
            checked={choice.value === value}
            disabled={choice.disabled}
            onChange={() => onChange(choice.value)}
          />
          {choice.label}
        </label>
      ))}
    </fieldset>
  )
}
