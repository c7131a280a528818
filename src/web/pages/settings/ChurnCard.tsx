import { useState } from 'react'
import { control, Field } from './Field.tsx'
import { type Settings, SettingsCard } from './SettingsCard.tsx'

const most = 3650

export const ChurnCard = ({ settings }: { settings: Settings }) => {
  const [chosen, choose] = useState<string | null>(null)
  const value = chosen ?? String(settings.churnAfterDays)
  const days = /^\d{1,4}$/.test(value.trim()) ? Number(value) : 0
  const wrong = days < 1 || days > most
  return (
    <SettingsCard
      title="Customers"
      change={days === settings.churnAfterDays ? {} : { churn_after_days: days }}
      problem={wrong ? `expected a whole number of days from 1 to ${most}, got "${value}".` : null}
      reset={() => choose(null)}
    >
      <Field
        name="Days until a customer has churned"
        says="Who has not ordered for longer than this counts as lost in churn, retention and the customer list."
      >
        {told => (
          <input
            {...told}
            className={`${control} text-right`}
            inputMode="numeric"
            value={value}
            aria-invalid={wrong}
            onChange={event => choose(event.target.value)}
          />
        )}
      </Field>
    </SettingsCard>
  )
}
