/**
 * The files on their way in: chosen, read, reviewed, imported. It outlives the page, so that who comes back finds the
 * review as it was left.
 */
import { useSyncExternalStore } from 'react'
import { api, type ImportReport, type Result } from '#contract'
import { ApiError, queryClient, send } from '../../api.ts'
import { announce } from '../../layout/announce.ts'
import { forgetProgress } from '../../live.ts'
import { type Choices, chosen, type Entry, nameOf } from './choices.ts'
import { importedWords } from './words.ts'

type Step = 'reading' | 'importing'
type Importing = {
  /** The first is at work, the others wait. */
  files: Entry[]
  /** As the server was asked last, and as the person has it by now. */
  choices: Choices
  said: Choices
  report: ImportReport | null
  /** The report that was asked for by a press, which the keyboard goes on from. */
  pressed: ImportReport | null
  doing: Step | null
  failure: { of: Step; error: ApiError } | null
  done: Result<typeof api.data.import>['data'] | null
}

const nothingSaid: Choices = { styles: {}, keepDemo: false }
const nothing: Importing = {
  files: [],
  choices: nothingSaid,
  said: nothingSaid,
  report: null,
  pressed: null,
  doing: null,
  failure: null,
  done: null,
}

let state = nothing
const watchers = new Set<() => void>()
const set = (change: Partial<Importing>) => {
  state = { ...state, ...change }
  for (const tell of watchers) tell()
}
const watch = (tell: () => void) => {
  watchers.add(tell)
  return () => void watchers.delete(tell)
}
export const useImporting = () => useSyncExternalStore(watch, () => state)

const questionOf = (
  { kind, mapping, styles, keepDemo, encoding, sheet, currency, timezone, rate, rateOf }: Choices,
  { file, sent, part, source }: Entry,
  dryRun: boolean,
) => ({
  inbox: sent || source !== undefined ? undefined : file.name,
  source,
  kind,
  sheet,
  part,
  mapping: mapping && JSON.stringify(mapping),
  styles: Object.keys(styles).length ? JSON.stringify(styles) : undefined,
  encoding,
  currency,
  timezone,
  rate: Number(rate?.replace(',', '.')) > 0 ? rate?.replace(',', '.') : undefined,
  rate_of: rateOf,
  keep_demo: keepDemo ? 'true' : undefined,
  dry_run: dryRun ? 'true' : undefined,
})

const asApiError = (cause: unknown) =>
  cause instanceof ApiError ? cause : new ApiError(0, 'unreachable', String(cause), null)

/** So many rows are read again within a second or two: that is done at each change. Of more, a person says when. */
const mostRowsAtOnce = 20_000
/** Milliseconds after a change, as another may follow. */
const pause = 400
let soon: ReturnType<typeof setTimeout> | undefined
let checks = 0

/** What is said. It is checked by itself where that does not take long, else once it is asked for. */
export const say = (said: Choices) => {
  clearTimeout(soon)
  set({ said })
  if (state.report && state.report.rows.read <= mostRowsAtOnce) soon = setTimeout(() => void check(said, false), pause)
}

/** Reads the file with what is said of it. */
export const check = async (said: Choices = state.said, isPress = true) => {
  clearTimeout(soon)
  const [entry] = state.files
  if (!entry || state.doing === 'importing') return
  const number = ++checks
  const before = state.choices
  set({ said, choices: said, doing: 'reading', failure: null })
  // whoever has gone on to another file, or has said more, meanwhile is not disturbed
  const mine = () => state.files[0] === entry && number === checks
  try {
    const { data } = await send(api.data.import, {
      query: questionOf(said, entry, true),
      file: entry.sent,
    })
    if (!mine()) return
    const { report } = data
    set({ report, doing: null, ...(isPress ? { pressed: report } : {}) })
    // each table of an archive is one of the files that wait
    if (report.parts.length > 1 && entry.part === undefined)
      set({ files: [...report.parts.map(part => ({ ...entry, part })), ...state.files.slice(1)] })
  } catch (cause) {
    if (mine()) set({ choices: before, doing: null, failure: { of: 'reading', error: asApiError(cause) } })
  }
}

/** Currency and time zone hold for all files of one go. */
export const begin = (files: Entry[]) => {
  clearTimeout(soon)
  const { keepDemo, currency, timezone } = state.choices
  const [first] = files
  set({ ...nothing, files })
  if (!first) return
  forgetProgress(nameOf(first))
  void check({ ...nothingSaid, keepDemo, ...(currency ? { currency } : {}), ...(timezone ? { timezone } : {}) })
}

/** Files that come while others are looked at wait behind them. */
export const bring = (files: File[]) => {
  const entries = files.map(chosen)
  const busy = state.files.length > 0 && !state.done && !state.failure
  if (busy) set({ files: [...state.files, ...entries] })
  else begin(entries)
}

/** Imports the file as it was read. */
export const save = async () => {
  const [entry] = state.files
  if (!entry || state.doing) return
  clearTimeout(soon)
  const name = nameOf(entry)
  forgetProgress(name)
  set({ doing: 'importing', failure: null })
  const away = () => watchers.size === 0
  try {
    const { data } = await send(api.data.import, {
      query: questionOf(state.choices, entry, false),
      file: entry.sent,
    })
    set({ doing: null, done: data })
    if (away()) announce('success', `${name}: ${importedWords(data.report)}`)
    await queryClient.invalidateQueries()
  } catch (cause) {
    const error = asApiError(cause)
    set({ doing: null, failure: { of: 'importing', error } })
    if (away()) announce('error', `${name} was not imported: ${error.message}`)
  }
}
