import type { ImportKind } from '#contract'

/** What the person has said about the file so far; nothing said is left to the server's guess. */
export type Choices = {
  kind?: ImportKind
  mapping?: Record<string, string>
  styles: Record<string, string>
  keepDemo: boolean
  encoding?: string
  /** Of a workbook. */
  sheet?: string
  currency?: string
  timezone?: string
  /** What one unit of the file's currency is in the company's, and which that is, as typed. */
  rate?: string
  rateOf?: string
}

/** A file of this computer, one that waits in the server's inbox, or the rows of a database; or one of the tables in an archive. */
export type Entry = { file: { name: string; size: number }; sent: File | undefined; part?: string; source?: number }

export const chosen = (file: File): Entry => ({ file, sent: file })

/** As the server names it in its progress and in the history. */
export const nameOf = ({ file, part }: Entry): string => (part === undefined ? file.name : `${file.name}: ${part}`)
