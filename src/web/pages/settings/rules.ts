import { api, type Result } from '#contract'
import type { Rule } from '#contract/rules.ts'
import { useApi } from '../../api.ts'

export type ListedRule = Result<typeof api.rules.list>['data'][number]

export const useRules = (): ListedRule[] => useApi(api.rules.list).data?.data ?? []

export const parts = [
  { key: 'regions', one: 'region', name: 'Regions', none: 'no region' },
  { key: 'segments', one: 'segment', name: 'Segments', none: 'no segment' },
  { key: 'reps', one: 'rep', name: 'Sales representatives', none: 'no representative' },
] as const satisfies { key: keyof Rule; one: string; name: string; none: string }[]

/** What a rule shows: "region East or West, and rep Rita or no representative". */
export const ruleWords = (rule: Rule): string =>
  parts
    .flatMap(({ key, one, none }) => {
      const values = rule[key]
      return values ? [`${one} ${values.map(value => value || none).join(' or ')}`] : []
    })
    .join(', and ')

/** As choices of a person, an invitation or a key; '' for all rows. */
export const ruleChoices = (rules: ListedRule[]) => [
  { value: '', name: 'all rows' },
  ...rules.map(({ id, name }) => ({ value: String(id), name: `only ${name}` })),
]
