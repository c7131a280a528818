/** The company's choices, from the settings row. `weekStart`: 1 Monday … 7 Sunday; `fiscalMonth`: 1–12. */
export type Workspace = {
  currency: string
  timezone: string
  weekStart: number
  fiscalMonth: number
  churnAfterDays: number
}
