/** THE API AS DATA: every endpoint once. Routes, client, types, OpenAPI and docs/api.md derive from this table. */
import { batches } from './batches.ts'
import { audit, keys, people, session } from './accounts.ts'
import { customers } from './customers.ts'
import { dashboard } from './dashboard.ts'
import { data } from './data.ts'
import { forecasting } from './forecasting.ts'
import { operations } from './operations.ts'
import { revenue } from './revenue.ts'
import { security } from './security.ts'
import { sources } from './sources.ts'
import { system } from './system.ts'
import { transactions } from './transactions.ts'
import { workspace } from './settings.ts'

export const api = {
  dashboard,
  revenue,
  customers,
  transactions,
  operations,
  forecasting,
  batches,
  data,
  sources,
  workspace,
  session,
  people,
  keys,
  audit,
  security,
  system,
}
export type Api = typeof api

export type { Asked, Endpoint, Query, Result } from './endpoint.ts'
export type { ImportKind, ImportReport } from './data.ts'
export type { Kpi, Meta, RateKpi } from './shapes.ts'
