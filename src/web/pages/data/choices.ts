import type { ImportKind } from '#contract'

/** What the person has said about the file so far; nothing said is left to the server's guess. */
export type Choices = {
  kind?: ImportKind
  mapping?: Record<string, string>
  styles: Record<string, string>
  keepDemo: boolean
  encoding?: string
  currency?: string
  timezone?: string
}
