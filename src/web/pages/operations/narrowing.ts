import { useMemo } from 'react'
import { api, type Query, type Result } from '#contract'
import {
  dealExpected,
  dealKnown,
  dealOutcomes,
  dealSizes,
  dealStates,
  flowKinds,
  mostPeriods,
} from '#contract/deal-groups.ts'
import { dealSorts } from '#contract/deal-order.ts'
import { useAddress } from '../../address.ts'
import { useApi } from '../../api.ts'
import { isDay, isMonth } from '../../calendar.ts'
import { useDealQuestion } from '../../deal-question.ts'
import { bucket, date, dateRange, plural } from '../../format.ts'
import { uncompared } from '../../comparing.ts'

type Asked = Query<typeof api.operations.opportunities>
type Flow = Result<typeof api.operations.flow>['data']['steps'][number]['kind']
export type State = NonNullable<Asked['state']>

export const flowWords: Record<Flow, string> = {
  created: 'Created',
  reopened: 'Reopened',
  'pulled-in': 'Pulled in',
  'pushed-out': 'Pushed out',
  grew: 'Grew',
  shrank: 'Shrank',
  won: 'Won',
  lost: 'Lost',
  removed: 'Deleted at the source',
}

export const stateWords: Record<State, string> = {
  open: 'Open deals',
  won: 'Deals won',
  lost: 'Deals lost',
  closed: 'Deals won or lost',
  removed: 'Deals deleted at the source',
  all: 'Deals open, won or lost',
  created: 'Deals created',
  undated: 'Open deals without a day of creation',
  any: 'Deals',
}

const outcomes = { converted: 'moved on since', lost: 'lost since', undecided: 'undecided yet' }

/** What the list can be narrowed by, as the address and the API call it. Those of one row are let go together. */
const groups = [
  ['size'],
  ['known'],
  ['expected', 'periods'],
  ['entered', 'outcome'],
  ['left'],
  ['flow', 'since', 'close_start', 'close_end'],
  ['rep_id'],
] as const
const single = ['state', 'search', 'sort', 'direction', ...groups.flat()] as const
/** All of them, for the export. */
export type Narrowing = Partial<Record<(typeof single)[number], string>> & { stage?: string[] }

const oneOf =
  (...known: readonly string[]) =>
  (text: string) =>
    known.includes(text)
const isName = (text: string) => text.length <= 200
const isWhole = (text: string) => /^\d{1,16}$/.test(text) && Number.isSafeInteger(Number(text))
const isKnownDay = (text: string) => isDay(text) && text >= '0001'

/** What of it the API takes. */
const taken: Record<(typeof single)[number], (text: string) => boolean> = {
  state: oneOf(...dealStates),
  search: text => text.trim().length > 0 && text.trim().length <= 200,
  sort: oneOf(...dealSorts),
  direction: oneOf('desc', 'asc'),
  size: oneOf(...dealSizes, 'unknown'),
  known: oneOf(...dealKnown),
  expected: text => isMonth(text) || dealExpected.some(one => one === text),
  periods: text => isWhole(text) && Number(text) >= 1 && Number(text) <= mostPeriods,
  entered: isName,
  outcome: oneOf(...dealOutcomes),
  left: isName,
  flow: oneOf(...flowKinds),
  since: isKnownDay,
  close_start: isKnownDay,
  close_end: isKnownDay,
  rep_id: isWhole,
}

/** The address's own part of the question; what the API would refuse is left out. */
export const readNarrowing = (params: URLSearchParams): Narrowing => {
  const stage = [...new Set(params.getAll('stage').filter(Boolean))]
  return {
    ...Object.fromEntries(
      single
        .map(name => [name, params.get(name) || undefined] as const)
        .filter(([name, value]) => value !== undefined && taken[name](value)),
    ),
    ...(stage.length ? { stage } : {}),
  }
}

const describe: Record<(typeof groups)[number][0], (asked: Narrowing, repName: (id: number) => string) => string> = {
  size: ({ size }) => (size === 'unknown' ? 'Without an amount' : `Amount: ${size?.replace('-', '–')}`),
  known: ({ known }) => (known === 'amount' ? 'With an amount' : 'With a day of creation'),
  expected: ({ expected, periods }) => {
    if (expected === 'overdue') return 'Past their expected close'
    if (expected === 'none') return 'Without an expected close'
    if (expected === 'later') return `Expected after the next ${plural(Number(periods ?? 6), 'month')}`
    return `Expected in ${bucket(`${expected}-01`, `${expected}-01`, 'month')}`
  },
  entered: ({ entered, outcome }) =>
    `Entered ${entered} in the range${outcome ? `, ${outcomes[outcome as keyof typeof outcomes]}` : ''}`,
  left: ({ left }) => `Left ${left} in the range`,
  flow: ({ flow, since, close_start, close_end }) =>
    [
      flowWords[flow as Flow],
      since && `since ${date(since)}`,
      close_start && close_end && `of those to close ${dateRange(close_start, close_end)}`,
    ]
      .filter(Boolean)
      .join(' '),
  rep_id: ({ rep_id }, repName) => (rep_id === '0' ? 'Without a representative' : `Rep: ${repName(Number(rep_id))}`),
}

/** The state that a question without one is about, as the API has it. */
const usualState = ({ entered, left, flow, stage }: Narrowing): State =>
  entered || left || flow ? 'any' : stage ? 'all' : 'open'

/** The list's part of the address: what it is narrowed to, in words that can be let go, and what is asked. */
export const useNarrowing = () => {
  const { question } = useDealQuestion()
  const { params, set } = useAddress()
  const reps = useApi(api.operations.filters).data?.data.reps
  return useMemo(() => {
    const narrowing = readNarrowing(params)
    const repName = (id: number) => reps?.find(rep => rep.id === id)?.name ?? `number ${id}`
    const chips = [
      ...groups
        .filter(([name]) => narrowing[name] !== undefined)
        .map(names => ({
          label: describe[names[0]](narrowing, repName),
          remove: () => set(Object.fromEntries(names.map(name => [name, undefined]))),
        })),
      ...(narrowing.stage ?? []).map(stage => ({
        label: `Stage: ${stage}`,
        remove: () => set({ stage: narrowing.stage?.filter(other => other !== stage) }),
      })),
    ]
    // a comparison means nothing to rows
    const asked = { ...question, ...narrowing, ...uncompared } as Asked
    return { asked, narrowing, state: (narrowing.state ?? usualState(narrowing)) as State, chips, set }
  }, [question, params, reps, set])
}
