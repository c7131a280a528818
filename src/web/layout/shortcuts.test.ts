import { afterEach, expect, test } from 'vitest'
import { shortcutReader } from './shortcuts.ts'

afterEach(() => {
  document.body.innerHTML = ''
})

const press = (key: string, more: Partial<KeyboardEvent> = {}) => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  defaultPrevented: false,
  timeStamp: 0,
  target: document.body,
  ...more,
})
const inside = (html: string) => {
  document.body.innerHTML = html
  return document.body.querySelector('[data-here]')
}

test('each key of the list does what the list says', () => {
  const read = shortcutReader()
  const does = (key: string) => read(press(key))
  expect(['d', 'w', 't', 'n', 'm', 'y', 'l', 'a'].map(does)).toEqual(
    ['today', '7d', '30d', '90d', 'mtd', 'ytd', '12m', 'all'].map(preset => ({ do: 'preset', preset })),
  )
  expect(['c', 'x', 'i', '/', '?', 'Escape'].map(does)).toEqual(
    ['custom', 'comparison', 'granularity', 'search', 'list', 'clear'].map(what => ({ do: what })),
  )
  expect(does('ArrowLeft')).toEqual({ do: 'shift', direction: -1 })
  expect(does('ArrowRight')).toEqual({ do: 'shift', direction: 1 })
  expect(does('q')).toBeUndefined()
})

test('G then a letter goes to a page that exists, and only for a moment', () => {
  const read = shortcutReader()
  expect(read(press('g'))).toBeUndefined()
  expect(read(press('r', { timeStamp: 500 }))).toEqual({ do: 'go', path: '/revenue' })
  read(press('g', { timeStamp: 1000 }))
  expect(read(press('d', { timeStamp: 1400 }))).toEqual({ do: 'go', path: '/' })
  read(press('g', { timeStamp: 2000 }))
  expect(read(press('z', { timeStamp: 2100 }))).toBeUndefined()
  read(press('g', { timeStamp: 3000 }))
  expect(read(press('d', { timeStamp: 9000 }))).toEqual({ do: 'preset', preset: 'today' })
})

test('nothing happens while typing, with Ctrl, or inside what is open', () => {
  const read = shortcutReader()
  for (const html of [
    '<input data-here>',
    '<textarea data-here></textarea>',
    '<select data-here></select>',
    '<div contenteditable="true"><b data-here></b></div>',
    '<div role="dialog"><button data-here></button></div>',
  ])
    expect([html, read(press('d', { target: inside(html) }))]).toEqual([html, undefined])
  expect(read(press('d', { ctrlKey: true }))).toBeUndefined()
  expect(read(press('d', { defaultPrevented: true }))).toBeUndefined()
  expect(read(press('d', { target: inside('<input type="checkbox" data-here>') }))).toEqual({
    do: 'preset',
    preset: 'today',
  })
})

test('arrow keys stay with the things that use them', () => {
  const read = shortcutReader()
  expect(read(press('ArrowLeft', { target: inside('<div data-keys><a data-here></a></div>') }))).toBeUndefined()
  expect(read(press('w', { target: inside('<div data-keys><a data-here></a></div>') }))).toEqual({
    do: 'preset',
    preset: '7d',
  })
})

test('the palette opens from anywhere', () => {
  const read = shortcutReader()
  expect(read(press('k', { ctrlKey: true, target: inside('<input data-here>') }))).toEqual({ do: 'palette' })
  expect(read(press('K', { metaKey: true }))).toEqual({ do: 'palette' })
})
