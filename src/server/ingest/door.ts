import { openAsBlob } from 'node:fs'
import { hostname } from 'node:os'
import { api, type ImportReport } from '#contract'
import { liveEvent } from '#contract/system.ts'
import { localHeaders } from '../accounts/local-key.ts'
import { readConfig } from '../config.ts'
import type { Progress } from '../context.ts'
import { lockOwner } from '../db/lock.ts'
import { openDatabase } from '../db/open.ts'
import { settingsOf } from '../db/state.ts'
import { ApiError } from '../errors.ts'
import { readyProcess } from './read/reading-process.ts'
import { importFile } from './store/load.ts'
import type { ImportOptions } from './store/options.ts'
import { clearLeftovers } from './store/staging.ts'

/** Where files go from the terminal: a running server of this folder, else its database. */
export type Door = { take: (options: ImportOptions) => Promise<ImportReport>; close: () => Promise<void> }

type Say = (words: string) => void
type Server = { url: string; headers: Record<string, string> }

/** Progress of a running server, until stopped. Without it the import still goes on. */
const follow = async ({ url, headers }: Server, progress: Progress, signal: AbortSignal, say: Say) => {
  try {
    const { body } = await fetch(`${url}/api/live`, { signal, headers })
    let text = ''
    for await (const chunk of body?.pipeThrough(new TextDecoderStream()) ?? []) {
      text += chunk
      const events = text.split('\n\n')
      text = events.pop() ?? ''
      for (const one of events) {
        const [, event, json] = /^event: (\w+)\ndata: (.*)$/.exec(one) ?? []
        const parsed = event && json ? liveEvent.safeParse({ event, body: JSON.parse(json) }) : null
        if (parsed?.success && parsed.data.event === 'progress') progress(parsed.data.body)
      }
    }
  } catch (error) {
    if (!signal.aborted) say(`(no progress from the server: ${error instanceof Error ? error.message : String(error)})`)
  }
}

const send = async (server: Server, options: ImportOptions, progress: Progress, say: Say): Promise<ImportReport> => {
  const { url, headers } = server
  say(`Sending ${options.fileName} to ${url} …`)
  const query = new URLSearchParams({ dry_run: String(options.dryRun), keep_demo: String(options.keepDemo) })
  for (const name of ['kind', 'preset', 'encoding', 'sheet', 'part', 'currency', 'timezone'] as const)
    if (options[name]) query.set(name, options[name])
  if (options.rate !== undefined) query.set('rate', String(options.rate))
  if (options.rateOf) query.set('rate_of', options.rateOf)
  for (const name of ['mapping', 'styles'] as const) if (options[name]) query.set(name, JSON.stringify(options[name]))
  const form = new FormData()
  form.set('file', await openAsBlob(options.path), options.fileName)
  const stop = new AbortController()
  const following = follow(server, progress, stop.signal, say)
  try {
    const response = await fetch(`${url}${api.data.import.path}?${query}`, { method: 'POST', headers, body: form })
    const answer = (await response.json()) as { error?: { code: string; message: string } }
    if (answer.error) throw new ApiError(response.status, answer.error.code, answer.error.message)
    return api.data.import.data.parse((answer as { data?: unknown }).data).report
  } finally {
    stop.abort()
    await following
  }
}

export const openDoor = async (progress: Progress, say: Say): Promise<Door> => {
  const config = readConfig(process.env)
  const url = config.databaseUrl ? null : lockOwner(config.dataDir)?.url
  const headers = localHeaders(config.dataDir)
  if (url) return { take: options => send({ url, headers }, options, progress, say), close: async () => {} }
  readyProcess()
  const database = await openDatabase({
    ...(config.databaseUrl ? { url: config.databaseUrl } : {}),
    dir: config.dataDir,
    say,
  })
  try {
    await clearLeftovers(database, hostname(), new Date())
  } catch (error) {
    await database.close()
    throw error
  }
  return {
    take: async options => {
      const workspace = await settingsOf(database.db)
      return (await importFile({ database, now: new Date(), workspace, progress }, options)).report
    },
    close: () => database.close(),
  }
}
