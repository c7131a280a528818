import { parentPort } from 'node:worker_threads'
import { serialize } from 'node:v8'
import { deflateSync } from 'node:zlib'
import { computations, type ModelName } from './computations.ts'
import type { Say } from './say.ts'

/** The thread that models are fitted in: one after the other. */

export type Job = { name: ModelName; inputs: unknown }
export type Said = { done: number; total: number; words: string } | { result: Uint8Array } | { failure: string }

const tell = (said: Said, transfer: ArrayBuffer[] = []) => parentPort?.postMessage(said, transfer)

parentPort?.on('message', ({ name, inputs }: Job) => {
  const say: Say = (done, total, words) => tell({ done, total, words })
  try {
    const compute = computations[name].compute as (inputs: unknown, say: Say) => unknown
    const bytes = Uint8Array.from(deflateSync(serialize(compute(inputs, say)), { level: 1 }))
    tell({ result: bytes }, [bytes.buffer])
  } catch (error) {
    tell({ failure: error instanceof Error ? (error.stack ?? error.message) : String(error) })
  }
})
