import type { Api } from '#contract'
import type { Handlers } from './handler.ts'
import { audit } from './queries/audit.ts'
import { batches } from './queries/batches.ts'
import { customers } from './queries/customers.ts'
import { dashboard } from './queries/dashboard.ts'
import { data } from './queries/data.ts'
import { forecasting } from './queries/forecasting.ts'
import { imports } from './queries/imports.ts'
import { keys } from './queries/keys.ts'
import { operations } from './queries/operations.ts'
import { people } from './queries/people.ts'
import { revenue } from './queries/revenue.ts'
import { security } from './queries/security.ts'
import { session } from './queries/session.ts'
import { settings } from './queries/settings.ts'
import { sources } from './queries/sources.ts'
import { system } from './queries/system.ts'
import { transactions } from './queries/transactions.ts'

export const handlers: { [Room in keyof Api]: Handlers<Room> } = {
  dashboard,
  revenue,
  customers,
  transactions,
  operations,
  forecasting,
  batches,
  data: { ...data, ...imports },
  sources,
  workspace: settings,
  session,
  people,
  keys,
  audit,
  security,
  system,
}
