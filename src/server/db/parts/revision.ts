import { createHash } from 'node:crypto'
import { DummyDriver, Kysely, PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler } from 'kysely'
import { partStatements } from './tables.ts'

/** It only compiles. */
const words = new Kysely<unknown>({
  dialect: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: db => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  },
})

/** What this version makes of rules: a part that another one made otherwise is not taken for it. */
export const revision = createHash('sha256')
  .update(
    JSON.stringify(
      [
        { regions: ['one'], segments: null, reps: null },
        { regions: null, segments: ['one'], reps: null },
        { regions: null, segments: null, reps: ['one'] },
      ].map(rule => partStatements(rule).map(statement => statement.compile(words).sql)),
    ),
  )
  .digest('hex')
