/** The company's choices, from the settings row. `weekStart`: 1 Monday … 7 Sunday; `fiscalMonth`: 1–12; `digits`: the currency's decimals. */
export type Workspace = {
  currency: string
  digits: number
  timezone: string
  weekStart: number
  fiscalMonth: number
  churnAfterDays: number
  /** How comparisons are found where a question does not say it. */
  compareMatch: 'weekday' | 'date'
}
