import { useState } from 'react'
import { matches } from '../../comparing.ts'
import { months, weekdays } from '../../format.ts'
import { Choose } from './Field.tsx'
import { type Change, type Settings, SettingsCard } from './SettingsCard.tsx'

type Chosen = { weekStart?: number; fiscalMonth?: number; compareMatch?: Settings['compareMatch'] }

const numbered = (names: string[]) => names.map((name, i) => ({ value: String(i + 1), name }))

export const CalendarCard = ({ settings }: { settings: Settings }) => {
  const [chosen, choose] = useState<Chosen>({})
  const { weekStart, fiscalMonth, compareMatch } = { ...settings, ...chosen }
  const change: Change = {
    ...(weekStart === settings.weekStart ? {} : { week_start: weekStart }),
    ...(fiscalMonth === settings.fiscalMonth ? {} : { fiscal_month: fiscalMonth }),
    ...(compareMatch === settings.compareMatch ? {} : { compare_match: compareMatch }),
  }
  return (
    <SettingsCard title="Calendar and comparisons" change={change} reset={() => choose({})}>
      <Choose
        name="Weeks begin on"
        says="The first day of a week in charts by week and in the calendar."
        value={String(weekStart)}
        choices={numbered(weekdays)}
        onChange={value => choose({ ...chosen, weekStart: Number(value) })}
      />
      <Choose
        name="Fiscal year begins in"
        says="Quarters and years of charts and forecasts, and the year of the plan, begin with this month."
        value={String(fiscalMonth)}
        choices={numbered(months())}
        onChange={value => choose({ ...chosen, fiscalMonth: Number(value) })}
      />
      <Choose
        name="Compare by"
        says={
          compareMatch === 'weekday'
            ? 'Figures stand beside the same weekdays of before: a Saturday beside a Saturday. A page can choose otherwise.'
            : 'Figures stand beside the same dates of before: the 7th beside the 7th. A page can choose otherwise.'
        }
        value={compareMatch}
        choices={Object.entries(matches).map(([value, name]) => ({ value, name }))}
        onChange={value => choose({ ...chosen, compareMatch: value as Settings['compareMatch'] })}
      />
    </SettingsCard>
  )
}
