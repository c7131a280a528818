import { sql } from 'kysely'
import type { ImportReport } from '#contract'
import { counted } from '../../counted.ts'
import type { Db } from '../../db/database.ts'
import { missingAnswers } from '../read/row-questions.ts'

/*
 * In: the deals of a file, and the source it is of (files with the same columns are of one).
 * Out: the open deals that earlier files of that source brought and this one does not have: deleted there, or only filtered out? That is asked.
 */

type Question = ImportReport['questions'][number]

/** What was said of them: gone, they leave the pipeline now; kept, the file is only a part. */
type Answer = (typeof missingAnswers)[number]

/** `known`: deals of the source that the file has; `open`, `closed`: those that it does not have, by external id. */
export type Missing = { known: number; open: string[]; closed: number; all: number }

/** `keys`: a statement that selects the external ids of the file. */
export const missingDeals = async (db: Db, signature: string, keys: ReturnType<typeof sql>): Promise<Missing> => {
  const { rows } = await sql<{ id: string; kind: string | null; here: boolean }>`
    select d.external_id as id, g.kind, f.external_id is not null as here
    from pipeline d join imports i on i.id = d.import_id left join stages g on g.name = d.stage
      left join (${keys}) f (external_id) on f.external_id = d.external_id
    where i.signature = ${signature} and i.status in ('done', 'running') and d.removed_on is null
  `.execute(db)
  const gone = rows.filter(({ here }) => !here)
  return {
    known: rows.length - gone.length,
    open: gone.filter(({ kind }) => kind === 'open').map(({ id }) => id),
    closed: gone.filter(({ kind }) => kind !== 'open').length,
    all: rows.filter(({ kind }) => kind === 'open').length,
  }
}

/** What the answer stands under: the column that tells deals apart, as the file calls it. */
export const missingKey = ({ mapping, columns }: ImportReport) =>
  `${mapping.id ?? mapping.name ?? columns[0]?.name ?? 'deal'}: no longer in the file`

const wordsOf = ({ open, closed }: Missing) => {
  const also = closed
    ? ` (${counted(closed, 'closed one is missing', 'closed ones are missing')}, too: what is closed stays)`
    : ''
  return `${counted(open.length, 'open deal', 'open deals')} of earlier files like this one ${open.length === 1 ? 'is' : 'are'} no longer in it${also}`
}

const questionOf = (key: string, missing: Missing): Question => ({
  column: key,
  about: 'meaning',
  sentence: `${wordsOf(missing)}. Were they deleted, or is this file only a part?`,
  options: [
    { value: 'gone', example: 'deleted: they leave the pipeline today, neither won nor lost' },
    { value: 'kept', example: 'the file is only a part (a filter, a page): they stay as they are' },
  ],
})

/**
 * What becomes of the missing deals. `said`: the answer with this file, `saved`: of an earlier one of this source. An earlier "gone" is asked again
 * where more than half of the open deals would go: then the file is rather a part.
 */
export const judgeMissing = (
  report: ImportReport,
  missing: Missing,
  { said, saved }: { said: string | undefined; saved: string | undefined },
): { answer: Answer | null; question: Question | null; note: string | null } => {
  if (missing.open.length === 0) return { answer: null, question: null, note: null }
  if (missing.known === 0) {
    const words = `${counted(missing.open.length, 'open deal', 'open deals')} of earlier files with these columns`
    return {
      answer: null,
      question: null,
      note: `No deal of this file was in earlier ones with the same columns: ${words} stay as they are.`,
    }
  }
  const isMost = missing.open.length * 2 > missing.all
  const answer = missingAnswers.find(one => one === (said ?? (saved === 'gone' && isMost ? undefined : saved))) ?? null
  if (answer === null) return { answer, question: questionOf(missingKey(report), missing), note: null }
  return {
    answer,
    question: null,
    note: `${wordsOf(missing)}: ${answer === 'gone' ? 'as said, they were deleted, and leave the pipeline today.' : 'as said, the file is only a part, and they stay as they are.'}`,
  }
}

/** They leave the pipeline on a day; undone with the import. */
export const removeDeals = async (tx: Db, importId: number, ids: string[], today: string) => {
  const which = sql`external_id = any(${ids}::text[]) and removed_on is null`
  await sql`
    insert into import_changes (import_id, table_name, row_key, before)
    select ${importId}, 'pipeline', jsonb_build_object('customer_id', customer_id, 'id', id), to_jsonb(d) from pipeline d where ${which}
  `.execute(tx)
  await sql`update pipeline set removed_on = ${today}::date, import_id = ${importId} where ${which}`.execute(tx)
}
