import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, expect, test, vi } from 'vitest'
import { Delta } from './Delta.tsx'
import { Empty, QueryState } from './QueryState.tsx'

afterEach(cleanup)

const refetch = vi.fn<() => void>()
const idle = { data: undefined, error: null, isFetching: false, isPlaceholderData: false, refetch }
const show = (query: Partial<Parameters<typeof QueryState<number[]>>[0]['query']>) =>
  render(
    <QueryState
      query={{ ...idle, ...query }}
      skeleton={<i>skeleton</i>}
      isEmpty={data => data.length === 0}
      empty={<Empty title="Nothing in this range" />}
    >
      {data => <b>{data.join(',')}</b>}
    </QueryState>,
  ).container

test('nothing yet: the skeleton, and no figure', () => {
  expect(show({ isFetching: true }).querySelector('b')).toBeNull()
  expect(screen.getByRole('status', { name: 'Loading' }).textContent).toBe('skeleton')
})

test('an answer without rows says why', () => {
  expect(show({ data: [] }).querySelector('b')).toBeNull()
  expect(screen.getByText('Nothing in this range')).toBeTruthy()
})

test('a failure says what, under which request, and tries again', () => {
  expect(
    show({ error: { message: 'The disk is full.', code: 'internal', requestId: 'req-7' } }).querySelector('b'),
  ).toBeNull()
  expect(screen.getByRole('alert').textContent).toBe('This could not be loadedThe disk is full.Request req-7Try again')
  fireEvent.click(screen.getByRole('button', { name: 'Try again' }))
  expect(refetch).toHaveBeenCalledTimes(1)
})

test('a failure to ask something else hides the old answer; a failure to refresh keeps it and says so', () => {
  expect(show({ data: [1], isPlaceholderData: true, error: { message: 'Gone.' } }).querySelector('b')).toBeNull()
  cleanup()
  const refreshed = show({ data: [1], error: { message: 'Gone.' } })
  expect(refreshed.querySelector('b')?.textContent).toBe('1')
  expect(screen.getByRole('status').textContent).toContain('Not refreshed: Gone.')
})

test('while another question loads, the old answer is there and marked busy', () => {
  const container = show({ data: [1, 2], isPlaceholderData: true, isFetching: true })
  expect(container.querySelector('[aria-busy=true] b')?.textContent).toBe('1,2')
})

test.each([
  [{ value: 8.4 }, '▲up 8.4%, better'],
  [{ value: -8.4 }, '▼down 8.4%, worse'],
  [{ value: 8.4, polarity: 'down_is_good' as const }, '▲up 8.4%, worse'],
  [{ value: -2.6, unit: 'points' as const, polarity: 'neutral' as const }, '▼down 2.6 pp'],
  [{ value: 0 }, 'no change'],
  [{ value: null }, 'nothing to compare with'],
  [{ value: null, none: 'new' }, 'new'],
])('a change of %o is told as "%s"', (props, text) =>
  expect(render(<Delta {...props} />).container.textContent).toBe(text),
)

test('a change beyond a thousand percent has no decimal', () => {
  expect(
    render(
      <>
        <Delta value={999.9} />
        <Delta value={5364.9} />
      </>,
    ).container.textContent,
  ).toBe('▲up 999.9%, better▲up 5,365%, better')
})
