import { createHash } from 'node:crypto'
import { LRUCache } from 'lru-cache'

/**
 * When a kept answer stops being true: other data, another result of a model that it may have done without, another
 * business day, or (if it was cut at the time of day) another minute.
 */
export type Moment = { version: number; arrivals: number; day: string; minute: string }

export type Answer = { etag: string; body: string; moment: Moment; untilMinute: boolean }

/**
 * Whether the caller has this answer already: `If-None-Match` is a list, and a proxy that compresses marks its entries
 * as weak.
 */
export const knows = (ifNoneMatch: string | undefined, { etag }: Answer) =>
  ifNoneMatch !== undefined && ifNoneMatch.split(',').some(one => one.trim().replace(/^W\//, '') === etag)

const keptBytes = 32 * 1024 * 1024

/** Answers by question. With `keep` false bodies are not reused, as in a benchmark of the queries. */
export const openAnswers = (keep: boolean) => {
  const kept = new LRUCache<string, Answer>({ maxSize: keptBytes, sizeCalculation: answer => answer.body.length + 200 })

  const find = (question: string, moment: Moment): Answer | undefined => {
    const answer = kept.get(question)
    if (!answer) return undefined
    const { version, arrivals, day } = answer.moment
    if (version !== moment.version || arrivals !== moment.arrivals || day !== moment.day) return undefined
    return answer.untilMinute && answer.moment.minute !== moment.minute ? undefined : answer
  }

  const save = (question: string, body: string, moment: Moment, untilMinute: boolean): Answer => {
    const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`
    const answer = { etag, body, moment, untilMinute }
    kept.set(question, answer)
    return answer
  }

  return { has: (question: string) => kept.has(question), find, save, reuse: keep }
}
