import { z } from 'zod'
import { ApiError } from '../errors.ts'

/** Where a page of a list ended, as `nextCursor` carries it. */
export const encodeCursor = (place: readonly unknown[]) => Buffer.from(JSON.stringify(place)).toString('base64url')

export const refuseCursor = (cursor: string) =>
  new ApiError(400, 'bad_request', `cursor: expected the nextCursor of an answer to the same question, got "${cursor}"`)

export const decodeCursor = <Place extends z.ZodType>(cursor: string, place: Place): z.output<Place> => {
  try {
    return place.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()))
  } catch {
    throw refuseCursor(cursor)
  }
}
