import type { api, Result } from '#contract'

export type DealAnswer = Result<typeof api.operations.opportunity>
