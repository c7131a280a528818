import { expect, test } from 'vitest'
import { troubleOf } from './trouble.ts'

const error = (message: string, code?: string, cause?: Error) =>
  Object.assign(new Error(message, { cause }), code ? { code } : {})

test.each([
  [error('connect ECONNREFUSED', 'ECONNREFUSED'), 503],
  [error('terminating connection due to administrator command', '57P01'), 503],
  [error('the database system is starting up', '57P03'), 503],
  [error('sorry, too many clients already', '53300'), 503],
  [error('connection failure', '08006'), 503],
  [error('Connection terminated unexpectedly'), 503],
  [error('reading failed', undefined, error('read ECONNRESET', 'ECONNRESET')), 503],
  [new AggregateError([error('connect ECONNREFUSED ::1', 'ECONNREFUSED')]), 503],
  [error('could not extend file: No space left on device', '53100'), 507],
  [error('ENOSPC: no space left on device, write', 'ENOSPC'), 507],
  [error('duplicate key value', '23505'), undefined],
  [error('canceling statement due to statement timeout', '57014'), undefined],
  [error('anything'), undefined],
])('%s is %s', (caught, status) => {
  expect(troubleOf(caught)?.status).toBe(status)
})
