import { useState, type FocusEvent, type KeyboardEvent } from 'react'

type Place = { row: number; column: number }

const steps: Record<string, Place> = {
  ArrowLeft: { row: 0, column: -1 },
  ArrowRight: { row: 0, column: 1 },
  ArrowUp: { row: -1, column: 0 },
  ArrowDown: { row: 1, column: 0 },
}

/**
 * One stop of Tab for a picture of many parts: the arrows move among them, Home and End go to the ends of a row. Places without a part are passed over.
 * `frame` goes to what holds them, `part(row, column)` to each.
 */
export const useRoving = (size: { rows: number; columns: number }, first: Place = { row: 0, column: 0 }) => {
  const [at, setAt] = useState(first)
  const within = (place: Place) =>
    place.row >= 0 && place.row < size.rows && place.column >= 0 && place.column < size.columns
  // what was pointed at may be gone with newer data
  const current = within(at) ? at : first
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const from = placeOf(event.target)
    const next = from && target(event.key, from, size.columns)
    if (!next) return
    // the page has shortcuts of its own on these keys
    event.preventDefault()
    event.stopPropagation()
    for (let place = next.start; within(place); place = moved(place, next.step)) {
      const part = event.currentTarget.querySelector<HTMLElement>(`[data-place="${place.row} ${place.column}"]`)
      if (part) return part.focus()
    }
  }
  const onFocus = (event: FocusEvent<HTMLElement>) => {
    const place = placeOf(event.target)
    if (place) setAt(place)
  }
  return {
    frame: { onKeyDown, onFocus, 'data-keys': true },
    part: (row: number, column: number) => ({
      'data-place': `${row} ${column}`,
      tabIndex: row === current.row && column === current.column ? 0 : -1,
    }),
  }
}

const moved = (place: Place, step: Place): Place => ({ row: place.row + step.row, column: place.column + step.column })

/** Where a key leads, and how to go on from there while nothing is found. */
const target = (key: string, from: Place, columns: number): { start: Place; step: Place } | undefined => {
  if (key === 'Home') return { start: { row: from.row, column: 0 }, step: { row: 0, column: 1 } }
  if (key === 'End') return { start: { row: from.row, column: columns - 1 }, step: { row: 0, column: -1 } }
  const step = steps[key]
  return step && { start: moved(from, step), step }
}

const placeOf = (target: EventTarget): Place | undefined => {
  const place =
    target instanceof HTMLElement ? target.closest<HTMLElement>('[data-place]')?.dataset['place'] : undefined
  const [row, column] = place?.split(' ').map(Number) ?? []
  return row === undefined || column === undefined ? undefined : { row, column }
}
