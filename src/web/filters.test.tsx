import { QueryClientProvider } from '@tanstack/react-query'
import { act, cleanup, renderHook } from '@testing-library/react'
import type { ReactNode } from 'react'
import { createMemoryRouter } from 'react-router'
import { RouterProvider } from 'react-router/dom'
import { afterEach, expect, test } from 'vitest'
import { queryClient } from './api.ts'
import { readState, resolveRange, sharedSearch, toggled, usePageState, writeState } from './filters.ts'

afterEach(() => {
  cleanup()
  queryClient.clear()
})

const read = (search: string) => readState(new URLSearchParams(search))

test('the default page has an empty URL', () => {
  expect(read('')).toEqual({
    range: '30d',
    compare: 'previous_period',
    match: undefined,
    granularity: undefined,
    filters: {
      category: [],
      category_not: [],
      region: [],
      region_not: [],
      channel: [],
      channel_not: [],
      segment: [],
      segment_not: [],
    },
  })
  expect(writeState(read(''), new URLSearchParams()).toString()).toBe('')
})

test('every state survives the way to the URL and back', () => {
  for (const search of [
    'range=today',
    'region_not=North&region_not=South',
    'range=lastyear&vs=none&by=quarter',
    'range=7d&vs=2026-10-01..2026-10-31&match=date',
    'from=2026-11-01&to=2026-11-22&vs=year&by=week&category=A+%26+B&category=C&region=North&channel=web&segment=smb',
  ])
    expect(writeState(read(search), new URLSearchParams()).toString()).toBe(search)
})

test('nonsense in the URL becomes the default instead of a wrong question', () => {
  expect(read('range=forever&vs=me&by=hour&category=')).toEqual(read(''))
  expect(read('from=2026-02-30&to=2026-03-01').range).toBe('30d')
  expect(read('from=2026-03-02&to=2026-03-01').range).toBe('30d')
  expect(read('region=North&region=North').filters.region).toEqual(['North'])
})

test('a page’s own parameters stay on the page and do not travel', () => {
  const params = new URLSearchParams('product=7&range=90d')
  expect(writeState({ ...read('range=90d'), range: '7d' }, params).toString()).toBe('product=7&range=7d')
  expect(sharedSearch(params)).toBe('?range=90d')
})

test('presets mean whole days up to the as-of day', () => {
  const span = { start: '2023-11-23', end: '2026-11-22' }
  const days = (preset: Parameters<typeof resolveRange>[0]) =>
    Object.values(resolveRange(preset, '2026-11-22', span) ?? {}).join(' ')
  expect(days('today')).toBe('2026-11-22 2026-11-22')
  expect(days('7d')).toBe('2026-11-16 2026-11-22')
  expect(days('30d')).toBe('2026-10-24 2026-11-22')
  expect(days('90d')).toBe('2026-08-25 2026-11-22')
  expect(days('mtd')).toBe('2026-11-01 2026-11-22')
  expect(days('lastmonth')).toBe('2026-10-01 2026-10-31')
  expect(Object.values(resolveRange('lastmonth', '2026-03-31', span) ?? {})).toEqual(['2026-02-01', '2026-02-28'])
  expect(days('ytd')).toBe('2026-01-01 2026-11-22')
  expect(days('lastyear')).toBe('2025-01-01 2025-12-31')
  expect(days('12m')).toBe('2025-11-23 2026-11-22')
  expect(days('all')).toBe('2023-11-23 2026-11-22')
  expect(resolveRange('7d', undefined, span)).toBeNull()
})

test('toggling adds, then removes', () => {
  const once = toggled(read('').filters, 'region', 'North')
  expect(once.region).toEqual(['North'])
  expect(toggled(once, 'region', 'North')).toEqual(read('').filters)
})

const loaded = {
  data: {
    asOfDay: '2026-11-22',
    tables: [{ table: 'transactions', rows: 9, first: '2026-01-05', last: '2026-11-22' }],
    workspace: {},
    notes: [],
  },
  meta: {},
}

const open = (address: string) => {
  queryClient.setQueryData(['/api/data', ''], loaded)
  let show: (children: ReactNode) => void = () => {}
  const Page = () => slot
  let slot: ReactNode = null
  const router = createMemoryRouter([{ path: '*', element: <Page /> }], { initialEntries: [address] })
  const wrapper = ({ children }: { children: ReactNode }) => {
    slot = children
    show(children)
    return (
      <QueryClientProvider client={queryClient}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    )
  }
  const { result } = renderHook(() => usePageState(), { wrapper })
  return {
    state: () => result.current,
    search: () => router.state.location.search,
    back: () => act(() => router.navigate(-1)),
  }
}

test('the question says only what is not the server’s default', async () => {
  expect(open('/').state().question).toEqual({})
  cleanup()
  expect(open('/?range=7d&vs=year&by=week&region=North&region=South').state()).toMatchObject({
    question: {
      start_date: '2026-11-16',
      end_date: '2026-11-22',
      compare: 'previous_year',
      region: ['North', 'South'],
    },
    granularity: 'week',
    ready: true,
  })
})

test('days to compare with are asked for, unless they do not lie before the range', () => {
  const state = (address: string) => {
    const found = open(address).state()
    cleanup()
    return found
  }
  const own = { compare: 'custom', compare_start: '2026-10-01', compare_end: '2026-10-31' }
  expect(state('/?vs=2026-10-01..2026-10-31').comparesAmiss).toBe(true)
  expect(state('/?range=7d&vs=2026-10-01..2026-10-31&match=date').question).toMatchObject(own)
  expect(state('/?range=7d&vs=2026-10-01..2026-10-31&match=date').question).not.toHaveProperty('match')
  expect(state('/?range=7d&vs=2026-11-01..2026-11-16')).toMatchObject({
    comparesAmiss: true,
    question: { compare: 'none' },
  })
  expect(state('/?range=7d&vs=2026-10-31..2026-10-01').notUnderstood).toEqual(['vs=2026-10-31..2026-10-01'])
  expect(state('/?range=7d&match=banana')).toMatchObject({ notUnderstood: ['match=banana'], matched: 'weekday' })
})

test('what the address says and nothing understands is told', () => {
  const not = (search: string) => {
    const found = open(`/?${search}`).state().notUnderstood
    cleanup()
    return found
  }
  expect(not('')).toEqual([])
  expect(not('range=7d&vs=year&by=week&product=7')).toEqual([])
  expect(not('from=2026-11-01&to=2026-11-22')).toEqual([])
  expect(not('range=banana&vs=me&by=hour')).toEqual(['range=banana', 'vs=me', 'by=hour'])
  expect(not('from=2026-11-01&to=2026-13-45')).toEqual(['from=2026-11-01', 'to=2026-13-45'])
  expect(not('from=2026-11-22')).toEqual(['from=2026-11-22'])
  expect(not(`range=${'x'.repeat(500)}`)).toEqual([`range=${'x'.repeat(30)}`])
})

test('changes go to the URL, one history entry each, and back undoes them', async () => {
  const page = open('/?product=7')
  await act(() => page.state().toggleFilter('category', 'Security'))
  expect(page.search()).toBe('?product=7&category=Security')
  await act(() => page.state().setRange('7d'))
  expect(page.search()).toBe('?product=7&range=7d&category=Security')
  await act(() => page.state().clearFilters())
  expect(page.search()).toBe('?product=7&range=7d')
  await page.back()
  expect(page.state().filters.category).toEqual(['Security'])
})

test('the range moves within the data', async () => {
  const page = open('/?range=7d')
  expect([page.state().canShift(-1), page.state().canShift(1)]).toEqual([true, false])
  await act(() => page.state().shiftRange(-1))
  expect(page.search()).toBe('?from=2026-11-09&to=2026-11-15')
  expect(page.state().canShift(1)).toBe(true)
  cleanup()
  expect(open('/?from=2026-01-01&to=2026-01-31').state().canShift(-1)).toBe(false)
  cleanup()
  const month = open('/?range=mtd')
  await act(() => month.state().shiftRange(-1))
  expect(month.search()).toBe('?range=lastmonth')
  await act(() => month.state().shiftRange(-1))
  expect(month.search()).toBe('?from=2026-09-01&to=2026-09-30')
  cleanup()
  const before = open('/?range=lastmonth')
  await act(() => before.state().shiftRange(1))
  expect(before.search()).toBe('?range=mtd')
  cleanup()
  expect(open('/?range=ytd').state().canShift(-1)).toBe(false)
})
