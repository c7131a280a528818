import pg from 'pg'
import { RowsIn, RowsOut } from './copy.ts'

type Wire = {
  query: (text: string) => void
  sendCopyFromChunk: (bytes: Buffer) => void
  endCopyFrom: () => void
}
type Result = { rows: unknown[]; command: string; rowCount: number }

/** A COPY statement on pg's own protocol: `pg` calls these as the server answers. */
class Copy {
  readonly done = Promise.withResolvers<Result>()
  readonly #text: string
  readonly #rows: RowsIn | RowsOut
  readonly #parts: Uint8Array[] = []
  #failure: Error | undefined
  #count = 0

  constructor(text: string, rows: RowsIn | RowsOut) {
    this.#text = text.replace('$1', rows instanceof RowsIn ? 'stdin' : 'stdout')
    this.#rows = rows
  }
  submit(wire: Wire) {
    wire.query(this.#text)
  }
  handleCopyInResponse(wire: Wire) {
    if (this.#rows instanceof RowsIn) {
      const { buffer, byteOffset, byteLength } = this.#rows.bytes
      wire.sendCopyFromChunk(Buffer.from(buffer, byteOffset, byteLength))
    }
    wire.endCopyFrom()
  }
  handleCopyData({ chunk }: { chunk: Uint8Array }) {
    // the protocol's own buffer is written over by what comes next
    this.#parts.push(Uint8Array.from(chunk))
  }
  handleCommandComplete({ text }: { text: string }) {
    this.#count = Number(text.split(' ').at(-1))
  }
  handleError(error: Error) {
    this.#failure = error
    // an error of the connection is followed by nothing
    this.done.reject(error)
  }
  handleReadyForQuery() {
    if (this.#failure) return
    if (this.#rows instanceof RowsOut) this.#rows.bytes = Buffer.concat(this.#parts)
    this.done.resolve({ rows: [], command: 'COPY', rowCount: this.#count })
  }
}

type Query = (...given: unknown[]) => unknown

/** A client that runs COPY when its parameter is rows. */
export class CopyingClient extends pg.Client {
  // pg has several forms of query(); all but COPY go on as they came
  // oxlint-disable-next-line typescript/no-explicit-any
  override query = ((...given: unknown[]) => {
    const [text, parameters] = given
    const rows = Array.isArray(parameters) ? parameters[0] : undefined
    const ask = pg.Client.prototype.query.bind(this) as unknown as Query
    if (typeof text !== 'string' || !(rows instanceof RowsIn || rows instanceof RowsOut)) return ask(...given)
    const copy = new Copy(text, rows)
    ask(copy)
    return copy.done.promise
  }) as never
}
