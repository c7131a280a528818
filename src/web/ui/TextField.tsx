import { type ComponentProps, useId } from 'react'

type Props = Omit<ComponentProps<'input'>, 'onChange' | 'id'> & {
  label: string
  hint?: string
  onChange: (value: string) => void
}

/** A line of text with its name above it. */
export const TextField = ({ label, hint, onChange, className = '', ...rest }: Props) => {
  const id = useId()
  return (
    <div className={`flex flex-col gap-1 ${className}`}>
      <label htmlFor={id} className="text-sm font-medium">
        {label}
      </label>
      <input
        {...rest}
        id={id}
        aria-describedby={hint ? `${id}-hint` : undefined}
        className="h-9 w-full min-w-0 rounded-lg border border-control bg-card px-2.5 text-sm text-ink read-only:bg-sunken"
        onChange={event => onChange(event.target.value)}
      />
      {hint && (
        <p id={`${id}-hint`} className="text-xs text-muted">
          {hint}
        </p>
      )}
    </div>
  )
}
