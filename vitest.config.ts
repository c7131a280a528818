import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'
import { postgresBinaries } from './tests/setup/postgres-binaries.ts'

const withPostgres = postgresBinaries() !== undefined
if (!withPostgres)
  process.stderr.write(
    '\n*** NO POSTGRESQL SERVER FOUND (version 15 or newer): the API tests run on the embedded engine only, ' +
      'those on PostgreSQL are counted as skipped. On Debian: apt-get install postgresql ***\n\n',
  )

const server = { include: ['src/server/**/*.test.ts'], environment: 'node' as const, testTimeout: 60_000, hookTimeout: 60_000 }
const fixed = { TZ: 'UTC' }

export default defineConfig({
  test: {
    projects: [
      { test: { name: 'stats', include: ['src/stats/**/*.test.ts', 'tests/reference/**/*.test.ts'], environment: 'node' } },
      { test: { ...server, name: 'api-embedded', env: { ...fixed, TEST_ENGINE: 'embedded' }, globalSetup: 'tests/setup/embedded.ts' } },
      {
        test: {
          ...server,
          name: 'api-postgres',
          env: { ...fixed, TEST_ENGINE: 'postgres' },
          globalSetup: 'tests/setup/postgres.ts',
          ...(withPostgres ? {} : { runner: 'tests/setup/skipping-runner.ts' }),
        },
      },
      { plugins: [react()], test: { name: 'web', include: ['src/web/**/*.test.{ts,tsx}'], environment: 'jsdom', env: fixed } },
    ],
  },
})
