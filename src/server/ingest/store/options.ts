import type { ImportKind } from '#contract'
import type { Mapping } from '../understand/mapping.ts'

export type ImportOptions = {
  path: string
  fileName: string
  kind?: ImportKind | undefined
  preset?: string | undefined
  mapping?: Mapping | undefined
  styles?: Record<string, string> | undefined
  dryRun: boolean
  keepDemo: boolean
  /** The file's character set, where the person said it. */
  encoding?: string | undefined
  /** Of a workbook and of an archive: what is read of it. */
  sheet?: string | undefined
  part?: string | undefined
  currency?: string | undefined
  timezone?: string | undefined
  /** What one unit of the file's currency is in the workspace's; `rateOf`: the file's, where it does not say it. */
  rate?: number | undefined
  rateOf?: string | undefined
  /** Rows that were taken out of more: what is not among them is not gone. */
  isPart?: boolean | undefined
  /** An import that changes nothing is not kept in the list. */
  onlyNews?: boolean | undefined
}
