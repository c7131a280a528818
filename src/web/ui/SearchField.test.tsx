import { act, cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { AskingSearchField } from './SearchField.tsx'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => {
  cleanup()
  vi.useRealTimers()
})

test('a search is told once typing pauses; its own echo never overwrites what was typed since, a change from outside does', () => {
  const onSearch = vi.fn<(words: string) => void>()
  const field = (words: string) => <AskingSearchField label="Search" words={words} onSearch={onSearch} />
  const { rerender } = render(field(''))
  const input = screen.getByRole<HTMLInputElement>('searchbox')
  const type = (value: string) => fireEvent.change(input, { target: { value } })
  const wait = (ms: number) => act(() => vi.advanceTimersByTime(ms))
  type('o')
  wait(200)
  type('oa')
  wait(200)
  expect(onSearch).not.toHaveBeenCalled()
  wait(100)
  expect(onSearch.mock.calls).toEqual([['oa']])
  type('oak ')
  rerender(field('oa'))
  expect(input.value).toBe('oak ')
  wait(300)
  rerender(field('oak'))
  expect([input.value, onSearch.mock.calls.at(-1)]).toEqual(['oak ', ['oak']])
  rerender(field(''))
  wait(300)
  expect([input.value, onSearch.mock.calls.length]).toEqual(['', 2])
})
