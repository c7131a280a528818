import { flagOf } from '../understand/words/answers.ts'
import { stageKind, type StageKind } from '../understand/words/stages.ts'
import { type CellReader, Skip } from './cells.ts'

export type Outcome = {
  kind: StageKind
  /** The stage's own name; of a deal that ended in an open stage, how it ended. */
  stage: string
  /** It is not won, and nothing says whether it is lost or still open. */
  isUnsaid?: boolean
}

/** Of deals without a stage. */
const names: Record<StageKind, string> = { won: 'Won', lost: 'Lost', open: 'Open' }

/** How a deal stands: flags are surer than words, and its own outcome surer than its stage's name. Throws `Skip` for deals that were deleted. */
export const outcomeReader = (cell: CellReader) => {
  const flag = (cells: string[], field: string): boolean | null => {
    const word = cell.has(field) ? cell.id(cells, field) : ''
    return word === '' ? null : flagOf(word)
  }
  const byFlags = (cells: string[]): StageKind | null => {
    const [won, closed] = [flag(cells, 'is_won'), flag(cells, 'is_closed')]
    if (won) return 'won'
    if (closed) return won === false ? 'lost' : null
    return closed === false ? 'open' : null
  }
  return (cells: string[], stated: string): Outcome => {
    if (flag(cells, 'deleted')) throw new Skip('the deal was deleted')
    const flags = byFlags(cells)
    if (flags) return { kind: flags, stage: stated || names[flags] }
    const outcome = cell.id(cells, 'outcome')
    if (/^(deleted|removed|archived|geloscht|gelöscht|supprim|eliminad|usunięt)/i.test(outcome || stated))
      throw new Skip('the deal was deleted')
    const byStage = stageKind(stated)
    // where a deal ended, the stage may still be the one that it ended in
    if (outcome && byStage === 'open' && stageKind(outcome) !== 'open')
      return { kind: stageKind(outcome), stage: outcome }
    if (byStage !== 'open') return { kind: byStage, stage: stated }
    const isArchived = flag(cells, 'active') === false
    if (cell.id(cells, 'lost_reason') !== '' && (isArchived || !cell.has('active')))
      return { kind: 'lost', stage: 'Lost' }
    if (isArchived) throw new Skip('the deal was archived')
    return { kind: 'open', stage: stated || names.open, isUnsaid: flag(cells, 'is_won') === false }
  }
}
