import { parentPort } from 'node:worker_threads'
import type { Choice } from './choice.ts'
import type { Sorted } from './month-sums.ts'
import { openSumming, type Piece, type Wanted } from './summing.ts'

/** The thread that many lines are summed up in: one job after the other, a piece whenever the last one was taken. */

export type Told = { copied: Uint8Array; wanted: Wanted } | { sorted: Sorted } | 'next'
export type Said =
  | { is: 'values'; values: Sorted }
  | { is: 'choice'; choice: Choice }
  | { is: 'piece'; piece: Piece }
  | { is: 'over' }
  | { is: 'failure'; words: string }

let summing: ReturnType<typeof openSumming>
let pieces: Generator<Piece>

const answer = (told: Told): Said => {
  if (told === 'next') {
    const { done, value } = pieces.next()
    return done ? { is: 'over' } : { is: 'piece', piece: value }
  }
  if ('copied' in told) {
    summing = openSumming(told.copied, told.wanted)
    return { is: 'values', values: summing.values }
  }
  const sums = summing.sum(told.sorted)
  pieces = sums.pieces
  return { is: 'choice', choice: sums.choice }
}

parentPort?.on('message', (told: Told) => {
  try {
    const said = answer(told)
    const transfer = said.is === 'piece' ? [said.piece.rows.buffer as ArrayBuffer] : []
    parentPort?.postMessage(said, transfer)
  } catch (error) {
    parentPort?.postMessage({
      is: 'failure',
      words: error instanceof Error ? (error.stack ?? error.message) : String(error),
    })
  }
})
