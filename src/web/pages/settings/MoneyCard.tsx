import { useState } from 'react'
import { api } from '#contract'
import { useApi } from '../../api.ts'
import { currencyNames, timezones } from '../../format.ts'
import { ProposedPlace } from '../../layout/ProposedPlace.tsx'
import { Choose, control, Field } from './Field.tsx'
import { type Settings, SettingsCard } from './SettingsCard.tsx'

const whyFixed = (demo: boolean) =>
  demo
    ? 'The demo data was made in this zone. Remove it to choose another, or choose one when you import your files.'
    : 'Orders and deals got their days in this zone when they were first imported, so it does not change under them. To use another, undo the imports, choose it here and import again.'

export const MoneyCard = ({ settings }: { settings: Settings }) => {
  const [chosen, choose] = useState<{ currency?: string; timezone?: string }>({})
  const loaded = useApi(api.data.loaded).data?.data
  const empty = loaded?.empty === true
  const { currency, timezone } = { ...settings, ...(empty ? chosen : { currency: chosen.currency }) }
  const shown = currency ?? settings.currency
  const change = {
    ...(shown === settings.currency ? {} : { currency: shown }),
    ...(timezone === settings.timezone ? {} : { timezone }),
  }
  const question = change.currency &&
    !empty && {
      title: `Call all amounts ${shown}?`,
      text: `Amounts are not converted: what was 100 ${settings.currency} is 100 ${shown} then, on every page, in exports, plans and quotas.`,
      yes: `Change to ${shown}`,
      no: `Keep ${settings.currency}`,
    }
  return (
    <SettingsCard title="Money and time" change={change} question={question || null} reset={() => choose({})}>
      <Choose
        name="Currency"
        says="What stands at every amount, here and in exports. It is a label: amounts are not converted."
        value={shown}
        choices={[
          // a file may call its currency something that is no code
          ...(currencyNames().some(({ code }) => code === shown) ? [] : [{ value: shown, name: shown }]),
          ...currencyNames().map(({ code, name }) => ({ value: code, name })),
        ]}
        onChange={value => choose({ ...chosen, currency: value })}
      />
      {empty ? (
        <Choose
          name="Time zone"
          says="When a day begins for your business. It is fixed with the first orders or deals."
          value={timezone}
          choices={[...new Set([timezone, ...timezones()])].map(zone => ({ value: zone, name: zone }))}
          onChange={value => choose({ ...chosen, timezone: value })}
        />
      ) : (
        <Field name="Time zone" says={whyFixed(loaded?.demo === true)}>
          {told => <input {...told} readOnly className={`${control} border-line bg-sunken`} value={timezone} />}
        </Field>
      )}
      {empty && (
        <div className="pt-3">
          <ProposedPlace workspace={settings} />
        </div>
      )}
    </SettingsCard>
  )
}
