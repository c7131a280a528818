import { CompiledQuery, PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler } from 'kysely'
import type { DatabaseConnection, Dialect, Driver, Kysely, QueryResult, TransactionSettings } from 'kysely'
import { RowsIn, RowsOut } from '../copy.ts'
import { encode } from '../values.ts'
import { type Engine, firstSchema } from './engine.ts'

/** Milliseconds: how long one statement may run, and how long to wait for the one connection. */
export type Patience = { deadline: number; wait: number }
type Place = Patience & { schema: string }

type Transaction = { generation: number; failed: boolean }

const gone = () =>
  new Error('The transaction was lost because the embedded database had to be reopened. Nothing of it was kept.')

class EmbeddedConnection implements DatabaseConnection {
  transaction: Transaction | undefined
  readonly free: () => void
  readonly #engine: Engine
  readonly #place: Place

  constructor(engine: Engine, free: () => void, place: Place) {
    this.#engine = engine
    this.free = free
    this.#place = place
  }

  lost() {
    return this.transaction !== undefined && this.transaction.generation !== this.#engine.generation()
  }

  async begin(statement: string) {
    await this.statement(statement)
    this.transaction = { generation: this.#engine.generation(), failed: false }
  }

  async statement(text: string) {
    await this.executeQuery(CompiledQuery.raw(text))
  }

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    if (this.lost()) throw gone()
    try {
      const { rows, affected } = await this.#run(query)
      return { rows: rows as R[], numAffectedRows: BigInt(affected) }
    } catch (error) {
      if (this.transaction) this.transaction.failed = true
      if (error instanceof Error) Error.captureStackTrace(error, this.executeQuery)
      throw error
    }
  }

  async #run({ sql, parameters }: CompiledQuery) {
    const [first] = parameters
    const isCopy = first instanceof RowsIn || first instanceof RowsOut
    const { schema, deadline } = this.#place
    if (!isCopy) return this.#engine.run(sql, parameters.map(encode), { schema, deadline })
    const copy = sql.replace('$1', `'/dev/blob'`)
    const rows = first instanceof RowsIn ? first.bytes : undefined
    const answer = await this.#engine.run(copy, [], { schema, deadline, rows })
    if (first instanceof RowsOut) first.bytes = new Uint8Array(answer.copied ?? new ArrayBuffer())
    return answer
  }

  streamQuery(): AsyncIterableIterator<never> {
    throw new Error('The embedded database cannot stream: read page by page, by key.')
  }
}

const begin = ({ isolationLevel, accessMode }: TransactionSettings) =>
  ['begin', isolationLevel && `isolation level ${isolationLevel}`, accessMode].filter(Boolean).join(' ')

class EmbeddedDriver implements Driver {
  readonly #engine: Engine
  readonly #place: Place

  constructor(engine: Engine, place: Place) {
    this.#engine = engine
    this.#place = place
  }

  async init() {}

  async acquireConnection() {
    return new EmbeddedConnection(this.#engine, await this.#engine.lease(this.#place.wait), this.#place)
  }

  async releaseConnection(connection: EmbeddedConnection) {
    connection.free()
  }

  async beginTransaction(connection: EmbeddedConnection, settings: TransactionSettings) {
    await connection.begin(begin(settings))
  }

  /**
   * PostgreSQL answers `commit` of a failed transaction by rolling back without an error: that must not pass for
   * success.
   */
  async commitTransaction(connection: EmbeddedConnection) {
    if (connection.lost()) throw gone()
    const { failed } = connection.transaction ?? { failed: false }
    await connection.statement(failed ? 'rollback' : 'commit')
    connection.transaction = undefined
    if (failed) throw new Error('The transaction was rolled back: one of its statements had failed.')
  }

  async rollbackTransaction(connection: EmbeddedConnection) {
    if (!connection.lost()) await connection.statement('rollback')
    connection.transaction = undefined
  }

  async savepoint(connection: EmbeddedConnection, name: string) {
    await connection.statement(`savepoint "${name}"`)
  }

  async rollbackToSavepoint(connection: EmbeddedConnection, name: string) {
    await connection.statement(`rollback to savepoint "${name}"`)
    if (connection.transaction) connection.transaction.failed = false
  }

  async releaseSavepoint(connection: EmbeddedConnection, name: string) {
    await connection.statement(`release savepoint "${name}"`)
  }

  async destroy() {}
}

/**
 * Migrations need no lock: the folder's lock keeps others out. (Kysely's own PGliteAdapter queues too, and hangs for
 * ever once a turn fails.)
 */
class EmbeddedAdapter extends PostgresAdapter {
  override async acquireMigrationLock() {}
  override async releaseMigrationLock() {}
}

/** Kysely on the worker thread. Several may share one engine; the connection goes to one holder at a time. */
export const embeddedDialect = (engine: Engine, patience: Patience, schema = firstSchema): Dialect => ({
  createAdapter: () => new EmbeddedAdapter(),
  createDriver: () => new EmbeddedDriver(engine, { ...patience, schema }),
  createIntrospector: (db: Kysely<unknown>) => new PostgresIntrospector(db),
  createQueryCompiler: () => new PostgresQueryCompiler(),
})
