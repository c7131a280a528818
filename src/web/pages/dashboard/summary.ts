import type { api, Result } from '#contract'

/** The one answer that the dashboard's cards share. */
export type Summary = Result<typeof api.dashboard.summary>
