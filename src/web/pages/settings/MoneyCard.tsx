import { useState } from 'react'
import { api } from '#contract'
import { useApi } from '../../api.ts'
import { currencyNames, timezones } from '../../format.ts'
import { ProposedPlace } from '../../layout/ProposedPlace.tsx'
import { useMay } from '../../session.ts'
import { useCurrencyChange } from './currency-change.tsx'
import { Choose } from './Field.tsx'
import { type Question, type Settings, SettingsCard } from './SettingsCard.tsx'
import { type Unsaid, unsaidWords, zoneQuestion } from './zone-words.ts'

type Chosen = { currency?: string; timezone?: string; unsaid?: Unsaid }

/** Both at once. */
const joined = (one: Question | null, other: Question | null): Question | null =>
  one && other
    ? {
        ...other,
        title: `${one.title} ${other.title}`,
        text: `${one.text} ${other.text}`,
        body: one.body,
        isOpen: one.isOpen === true || other.isOpen === true,
        yes: 'Change both',
        no: 'Keep both',
      }
    : (one ?? other)

const unsaidChoices = [
  { value: '', name: 'Choose …' },
  { value: 'moments', name: 'They had one' },
  { value: 'clocks', name: 'They had none' },
]

export const MoneyCard = ({ settings }: { settings: Settings }) => {
  const [chosen, choose] = useState<Chosen>({})
  const loaded = useApi(api.data.loaded).data?.data
  const empty = loaded?.empty === true
  const { currency = settings.currency, timezone = settings.timezone, unsaid } = chosen
  const isOther = timezone !== settings.timezone
  const allowed = useMay('settings')
  const asked = useApi(api.workspace.zoneChange, { timezone }, { enabled: allowed && isOther })
  const preview = isOther && !asked.isPlaceholderData ? asked.data?.data : undefined
  const money = useCurrencyChange(settings.currency, currency, { allowed, empty })
  const change = {
    ...money.change,
    ...(isOther ? { timezone } : {}),
    ...(isOther && preview?.unsaid && unsaid ? { unsaid_times: unsaid } : {}),
  }
  const unanswered = preview?.unsaid && !unsaid ? 'Say first whether the times of earlier imports had a zone.' : null
  const problem = isOther ? (asked.error?.message ?? preview?.refusal ?? unanswered) : null
  const question = joined(
    money.question,
    isOther && !empty
      ? zoneQuestion({ change: preview, problem, said: unsaid, from: settings.timezone, to: timezone })
      : null,
  )
  return (
    <SettingsCard
      title="Money and time"
      change={change}
      problem={problem}
      question={question}
      reset={() => {
        money.forget()
        choose({})
      }}
    >
      <Choose
        name="Currency"
        says="What all amounts are in. With another, you say whether they are in it already or are exchanged at a rate."
        value={currency}
        choices={[
          // a file may call its currency something that is no code
          ...(currencyNames().some(({ code }) => code === currency) ? [] : [{ value: currency, name: currency }]),
          ...currencyNames().map(({ code, name }) => ({ value: code, name })),
        ]}
        onChange={value => {
          money.forget()
          choose({ ...chosen, currency: value })
        }}
      />
      <Choose
        name="Time zone"
        says="When a day begins for your business. With another, orders whose moment is known move to its day there."
        value={timezone}
        choices={[...new Set([settings.timezone, timezone, ...timezones()])].map(zone => ({ value: zone, name: zone }))}
        onChange={value => choose({ ...chosen, timezone: value })}
      />
      {preview?.unsaid && (
        <Choose
          name="Did the times of earlier imports have a zone?"
          says={unsaidWords(preview.unsaid)}
          value={unsaid ?? ''}
          choices={unsaidChoices}
          onChange={value => choose({ currency, timezone, ...(value ? { unsaid: value as Unsaid } : {}) })}
        />
      )}
      {empty && (
        <div className="pt-3">
          <ProposedPlace workspace={settings} />
        </div>
      )}
    </SettingsCard>
  )
}
