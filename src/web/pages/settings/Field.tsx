import { type ReactNode, useId } from 'react'

export const control = 'h-8 w-full min-w-0 rounded-lg border border-control bg-card px-2 text-sm text-ink'

type Told = { id: string; 'aria-describedby': string }

/** One choice: its name, what it changes, and the control, which gets the name and the sentence from here. */
export const Field = ({
  name,
  says,
  children,
}: {
  name: string
  says: ReactNode
  children: (told: Told) => ReactNode
}) => {
  const id = useId()
  return (
    <div className="flex items-start gap-x-6 gap-y-2 py-3 first:pt-0 max-sm:flex-col">
      <div className="min-w-0 grow sm:basis-0">
        <label htmlFor={id} className="text-sm font-medium">
          {name}
        </label>
        <p id={`${id}-says`} className="mt-0.5 text-sm text-muted">
          {says}
        </p>
      </div>
      <div className="w-full shrink-0 sm:w-52">{children({ id, 'aria-describedby': `${id}-says` })}</div>
    </div>
  )
}

type Choice = { value: string; name: string }

export const Choose = ({
  name,
  says,
  value,
  choices,
  onChange,
}: {
  name: string
  says: ReactNode
  value: string
  choices: Choice[]
  onChange: (value: string) => void
}) => (
  <Field name={name} says={says}>
    {told => (
      <select {...told} className={control} value={value} onChange={event => onChange(event.target.value)}>
        {choices.map(choice => (
          <option key={choice.value} value={choice.value}>
            {choice.name}
          </option>
        ))}
      </select>
    )}
  </Field>
)
