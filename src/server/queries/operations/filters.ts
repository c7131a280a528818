import type { Handlers } from '../../handler.ts'
import { dealMeta, scopeOf } from './scope.ts'

export const filters: Handlers<'operations'>['filters'] = async ctx => {
  const scope = await scopeOf(ctx, { compare: 'none' })
  const { facts, size } = scope.deals
  const reps = facts.reps.map(({ id, name, team }) => ({ id, name, team, deals: 0 }))
  const regions = facts.regions.map(name => ({ name, deals: 0 }))
  const teams = new Map<string, number>(reps.flatMap(({ team }) => (team === null ? [] : [[team, 0]])))
  for (let i = 0; i < size; i++) {
    const rep = reps[facts.deals.rep[i]!]
    const region = regions[facts.deals.region[i]!]
    if (rep) rep.deals++
    if (region) region.deals++
    if (rep && rep.team !== null) teams.set(rep.team, teams.get(rep.team)! + 1)
  }
  const byName = (a: { name: string }, b: { name: string }) => a.name.localeCompare(b.name, 'en', { numeric: true })
  return {
    data: {
      reps: reps.toSorted(byName),
      teams: [...teams].map(([name, deals]) => ({ name, deals })).sort(byName),
      regions: regions.toSorted(byName),
      stages: facts.stages.map(({ name, kind, position, probability }) => ({ name, kind, position, probability })),
    },
    meta: { ...dealMeta(ctx, scope, size), range: null, comparison: null, notes: [] },
  }
}
