import { sql } from 'kysely'
import { z } from 'zod'
import type { ImportKind } from '#contract'
import { bringDemo } from '../db/demo/bring.ts'
import type { Command, Upload } from '../context.ts'
import { write } from '../db/write.ts'
import { ApiError } from '../errors.ts'
import { shownName } from '../ingest/open/upload.ts'
import { importFile } from '../ingest/store/load.ts'
import { blockedImports, removeDemo, undoImport } from '../ingest/store/undo.ts'
import type { Handlers } from '../handler.ts'
import { decodeCursor, encodeCursor } from './cursor.ts'
import { plainMeta } from './meta.ts'

const words = z.record(z.string(), z.string())
const wordsOf = (name: string, json: string | undefined): Record<string, string> | undefined => {
  if (json === undefined) return undefined
  try {
    return words.parse(JSON.parse(json))
  } catch {
    throw new ApiError(
      400,
      'bad_request',
      `${name}: expected a JSON object of texts, such as {"amount": "Total"}, got ${json.slice(0, 100)}`,
    )
  }
}

type Row = {
  id: number
  kind: ImportKind | 'api'
  fileName: string
  startedAt: string
  finishedAt: string | null
  status: 'running' | 'done' | 'failed' | 'undone'
  problem: string | null
  rows: { read: number; accepted: number; skipped: number; inserted: number; updated: number; unchanged: number }
}

const waitingIn = async ({ inbox }: Command, name: string): Promise<Upload> => {
  const file = await inbox?.waiting(name)
  if (file) return file
  throw new ApiError(
    404,
    'not_found',
    inbox
      ? `No file ${JSON.stringify(name)} waits in the inbox.`
      : 'There is no inbox: start the server with INBOX=FOLDER.',
  )
}

type Asked = Parameters<Handlers<'data'>['import']>[1]

const importOf = async (
  command: Command,
  file: Pick<Upload, 'path' | 'fileName'> & { isPart?: boolean },
  asked: Asked,
) => {
  const {
    mapping,
    styles,
    dry_run: dryRun,
    keep_demo: keepDemo,
    inbox: _inbox,
    source: _source,
    rate_of: rateOf,
    ...rest
  } = asked
  const fileName = asked.part === undefined ? file.fileName : shownName(`${file.fileName}: ${asked.part}`)
  const { importId, report } = await importFile(command, {
    ...rest,
    path: file.path,
    fileName,
    isPart: file.isPart,
    mapping: wordsOf('mapping', mapping),
    styles: wordsOf('styles', styles),
    rateOf,
    dryRun,
    keepDemo,
  })
  command.note({ file: fileName, kind: report.kind, dryRun, import: importId })
  return { importId, report }
}

/** The first rows of a database, or those that left a question. */
const importSource = async (command: Command, id: number, asked: Asked) => {
  if (asked.rate !== undefined || asked.rate_of !== undefined)
    throw new ApiError(
      400,
      'bad_request',
      `${asked.rate === undefined ? 'rate_of' : 'rate'}: a database is read again and again, which keeps no rate. Convert the amounts in its query.`,
    )
  const taken = await command.sources!.take(id)
  try {
    if (taken.rows === 0) throw new ApiError(400, 'no_rows', `${taken.fileName} has no rows to look at now.`)
    const before = asked.kind === undefined || asked.kind === taken.said?.kind ? taken.said : null
    const styles = { ...before?.styles, ...wordsOf('styles', asked.styles) }
    const mapping = asked.mapping ?? (before ? JSON.stringify(before.mapping) : undefined)
    const kind = asked.kind ?? before?.kind
    const data = await importOf(command, taken, { ...asked, kind, mapping, styles: JSON.stringify(styles) })
    const { report } = data
    report.encoding = 'PostgreSQL'
    const said = { kind: report.kind, mapping: report.mapping, styles: { ...report.answers, ...styles } }
    if (!asked.dry_run) await command.sources!.imported(taken, said, data.importId, report)
    return data
  } finally {
    await taken.remove()
  }
}

export const imports: Pick<Handlers<'data'>, 'import' | 'refuse' | 'imports' | 'undo' | 'bringDemo' | 'removeDemo'> = {
  import: async (command, asked) => {
    const { inbox, source, dry_run: dryRun } = asked
    const meta = plainMeta(command.workspace)
    if (source !== undefined) return { data: await importSource(command, source, asked), meta }
    const file = inbox === undefined ? command.upload : await waitingIn(command, inbox)
    if (!file) throw new ApiError(400, 'no_file', 'Expected a multipart body with the file in the field "file".')
    const data = await importOf(command, file, asked)
    if (inbox !== undefined && !dryRun) await command.inbox?.imported(inbox, data.report)
    return { data, meta }
  },

  refuse: async (command, { name }) => {
    await waitingIn(command, name)
    command.note({ file: name })
    await command.inbox?.refuse(name, 'It was refused on the Data page.')
    return { data: { refused: name }, meta: plainMeta(command.workspace) }
  },

  imports: async (ctx, { limit, cursor }) => {
    const [before] = cursor === undefined ? [null] : decodeCursor(cursor, z.tuple([z.int()]))
    const found = await ctx.read(sql<Row>`
      select id, kind, file_name as "fileName", started_at as "startedAt", finished_at as "finishedAt", status, rows,
        case when status = 'failed' then report->'problems'->>0 end as problem
      from imports where ${before}::bigint is null or id < ${before}::bigint order by id desc limit ${limit + 1}
    `)
    const [all] = await ctx.read(sql<{ total: number }>`select count(*) as total from imports`)
    const blocked = await blockedImports(await ctx.begin())
    const rows = found.slice(0, limit).map(row => ({ ...row, undoable: row.status === 'done' && !blocked.has(row.id) }))
    return {
      data: { rows, nextCursor: found.length > limit ? encodeCursor([rows.at(-1)!.id]) : null, total: all!.total },
      meta: plainMeta(ctx.workspace),
    }
  },

  undo: async (command, { id }) => {
    const data = await write(command.database, tx => undoImport(tx, id))
    command.note({ import: id })
    return { data, meta: plainMeta(command.workspace) }
  },

  bringDemo: async command => {
    const loaded = await bringDemo(command.database, command.now, command.progress)
    return { data: { loaded }, meta: plainMeta(command.workspace) }
  },

  removeDemo: async command => {
    const removed = await write(command.database, removeDemo)
    return { data: { removed }, meta: plainMeta(command.workspace) }
  },
}
