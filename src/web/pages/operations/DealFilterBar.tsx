import { api } from '#contract'
import { useApi } from '../../api.ts'
import { useDealQuestion } from '../../deal-question.ts'
import { usePageState } from '../../filters.ts'
import { Chip } from '../../ui/Chip.tsx'
import { FilterMenu } from '../../ui/FilterMenu.tsx'

const kinds = [
  { name: 'team', label: 'Team' },
  { name: 'rep', label: 'Rep' },
] as const

/** Regions, teams and representatives; what is chosen stands beside it and can be let go. Regions are the page's own filter. */
export const DealFilterBar = () => {
  const { filters, toggleFilter, setFilter } = usePageState()
  const { people, toggle, clear, ignored } = useDealQuestion()
  const known = useApi(api.operations.filters).data?.data
  const named = (values: readonly { name: string }[] | undefined) => (values ?? []).map(({ name }) => name)
  const values = { team: named(known?.teams), rep: named(known?.reps) }
  return (
    <div className="flex flex-wrap items-center gap-2" role="group" aria-label="Whose deals">
      <FilterMenu
        label="Region"
        values={named(known?.regions)}
        chosen={filters.region}
        onToggle={value => toggleFilter('region', value)}
        onClear={() => setFilter('region', [])}
      />
      {kinds.map(({ name, label }) => (
        <FilterMenu
          key={name}
          label={label}
          values={values[name]}
          chosen={people[name] ?? []}
          onToggle={value => toggle(name, value)}
          onClear={() => clear(name)}
        />
      ))}
      {kinds.flatMap(({ name, label }) =>
        (people[name] ?? []).map(value => (
          <Chip key={name + value} label={`${label}: ${value}`} onRemove={() => toggle(name, value)} />
        )),
      )}
      {ignored && <p className="text-sm text-muted">Deals are {ignored}.</p>}
    </div>
  )
}
