import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'
import { postgresBinaries } from './tests/setup/postgres-binaries.ts'

const server = {
  include: ['src/server/**/*.test.ts'],
  environment: 'node' as const,
  testTimeout: 120_000,
  hookTimeout: 120_000,
}
// neither a database nor anything that depends on its engine
const withoutDatabase = [
  'src/server/accounts/{passwords,scrypt}.test.ts',
  'src/server/config.test.ts',
  'src/server/{http/reading,process/processes}.test.ts',
  'src/server/db/demo/generate.test.ts',
  'src/server/exports/{csv,pdf,spreadsheet}.test.ts',
  'src/server/exports/pdf/*.test.ts',
  'src/server/ingest/{open,understand,read}/**/*.test.ts',
  'src/server/memory/*.test.ts',
  'src/server/models/customer-scores.test.ts',
  'src/server/money.test.ts',
  'src/server/queries/customers/remainder.test.ts',
  'src/server/queries/{comparison,period}.test.ts',
]
// what comes and goes over the wire, is mailed, written to files or fitted of the same figures, whichever engine has them
const sameOnBoth = [
  'src/server/http/**',
  'src/server/mail/**',
  'src/server/accounts/provider.test.ts',
  'src/server/exports/{customers,operations,route}.test.ts',
  'src/server/queries/forecasting/{companies,digits}.test.ts',
]
const onlyEmbedded = ['src/server/db/embedded/**', 'src/server/db/lock.test.ts', ...sameOnBoth]
const onlyPostgres = ['src/server/db/postgres.test.ts', 'src/server/db/notify.test.ts']
// of a server that they start and stop themselves, and of tables that older versions made: none of them ran on Citus
const ofOneServer = ['src/server/db/{migrate,migrate-people,postgres}.test.ts', 'src/server/state/reach.test.ts']
// vite sets its own BASE_URL, which the server's processes would take for theirs
const fixed = { TZ: 'UTC', BASE_URL: '' }
const skipping = { runner: 'tests/setup/skipping-runner.ts' }
const withoutServer = postgresBinaries() ? {} : skipping

export default defineConfig({
  test: {
    maxWorkers: 2, // on two cores vitest would take one, though tests of the server mostly wait
    isolate: false, // a process runs one file after the other: what it compiled stays
    projects: [
      {
        test: {
          name: 'stats',
          include: ['src/stats/**/*.test.ts', 'tests/reference/**/*.test.ts'],
          environment: 'node',
        },
      },
      { test: { ...server, name: 'server', include: [...withoutDatabase, 'scripts/*.test.ts'], env: fixed } },
      {
        test: {
          ...server,
          name: 'api-embedded',
          include: [...server.include, 'tests/setup/*.test.ts'],
          exclude: [...onlyPostgres, ...withoutDatabase],
          env: { ...fixed, TEST_ENGINE: 'embedded' },
          globalSetup: 'tests/setup/embedded.ts',
          setupFiles: 'tests/setup/cheap-passwords.ts',
        },
      },
      {
        test: {
          ...server,
          ...withoutServer,
          name: 'api-postgres',
          exclude: [...onlyEmbedded, ...withoutDatabase],
          env: { ...fixed, TEST_ENGINE: 'postgres' },
          globalSetup: ['tests/setup/embedded.ts', 'tests/setup/postgres.ts'],
          setupFiles: 'tests/setup/cheap-passwords.ts',
        },
      },
      {
        test: {
          ...server,
          // without a cluster all are skipped, and to read one file is enough to say so
          ...(process.env.CITUS_URL ? {} : { ...skipping, include: ['src/server/app.test.ts'] }),
          name: 'api-citus',
          exclude: [...onlyEmbedded, ...ofOneServer, ...withoutDatabase],
          env: { ...fixed, TEST_ENGINE: 'postgres' },
          globalSetup: ['tests/setup/embedded.ts', 'tests/setup/citus.ts'],
          setupFiles: 'tests/setup/cheap-passwords.ts',
        },
      },
      {
        plugins: [react()],
        test: {
          name: 'web',
          include: ['src/web/**/*.test.{ts,tsx}'],
          environment: 'jsdom',
          env: fixed,
          setupFiles: 'src/web/stage-code.ts',
        },
      },
    ],
  },
})
