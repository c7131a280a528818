// @vitest-environment jsdom
import { act, cleanup, render, screen } from '@testing-library/react'
import { afterEach, expect, test, vi } from 'vitest'
import { connect } from '../live.ts'
import { ConnectionBanner } from './ConnectionBanner.tsx'

class Stream extends EventTarget {
  static last: Stream | undefined
  onopen = () => {}
  onerror = () => {}
  readyState = 1
  constructor() {
    super()
    Stream.last = this
  }
  close() {}
  say(event: string, body: object) {
    this.dispatchEvent(new MessageEvent(event, { data: JSON.stringify(body) }))
  }
}
vi.stubGlobal('EventSource', Stream)
afterEach(cleanup)

test('says which of the two does not answer, and nothing once it does again', async () => {
  vi.useFakeTimers()
  connect()
  render(<ConnectionBanner />)
  const hear = (what: () => void) =>
    act(async () => {
      what()
      await vi.advanceTimersByTimeAsync(2000)
    })
  await hear(() => Stream.last!.onopen())
  expect(screen.queryByRole('alert')).toBeNull()
  await hear(() => Stream.last!.say('database', { away: true }))
  expect(screen.getByRole('alert').textContent).toMatch(
    /^The database does not answer\. What is on screen may be out of date/,
  )
  await hear(() => Stream.last!.say('database', { away: false }))
  expect(screen.queryByRole('alert')).toBeNull()
  await hear(() => Stream.last!.onerror())
  expect(screen.getByRole('alert').textContent).toMatch(/^The server does not answer\./)
  await hear(() => Stream.last!.onopen())
  expect(screen.queryByRole('alert')).toBeNull()
  vi.useRealTimers()
})
