import { expect, test } from 'vitest'
import { openPages, type Page, type Pages, type Place } from './pages.ts'

type Named = Page & { name: string }

/** Reads pages of a cache, and tells which had to be loaded. */
const reading = (pages: Pages, label: string) => async (places: Place[], usable?: (page: Named) => boolean) => {
  const loaded: Place[] = []
  const load = async (missing: Place[]) => {
    loaded.push(...missing)
    return new Map(missing.map((place): [Place, Named] => [place, { name: `${label} ${place}`, bytes: 10 }]))
  }
  const found = await pages.get('sums/total', places, load, usable)
  return { names: found.map(({ name }) => name), loaded }
}

const nothing = async () => {}
const unchanged = async () => ({ days: [], blocks: [] })

test('a page is loaded once, in the order asked, and comes from memory after that', async () => {
  const store = openPages()
  await store.advance(1, unchanged)
  const read = reading(store.at(1, nothing), 'v1')
  expect(await read(['day 5', 'day 3', 'day 5'])).toEqual({
    names: ['v1 day 5', 'v1 day 3', 'v1 day 5'],
    loaded: ['day 5', 'day 3'],
  })
  expect(await read(['day 3', 'day 4'])).toEqual({ names: ['v1 day 3', 'v1 day 4'], loaded: ['day 4'] })
  expect((await read(['day 3'], () => false)).loaded).toEqual(['day 3'])
})

test('a change drops the pages of its days and their months, and no others', async () => {
  const store = openPages()
  await store.advance(1, unchanged)
  const places: Place[] = ['day 0', 'day 31', 'month 0', 'month 31', 'all 0']
  await reading(store.at(1, nothing), 'v1')(places)
  await store.advance(2, async since => (since === 1 ? { days: [1, 0], blocks: [] } : { days: [], blocks: [7] }))
  expect((await reading(store.at(2, nothing), 'v2')(places)).loaded).toEqual(['day 0', 'month 0'])
})

test('a page about all customers goes with a change of any of them', async () => {
  const store = openPages()
  await store.advance(1, unchanged)
  await reading(store.at(1, nothing), 'v1')(['all 0', 'all 31'])
  await store.advance(2, async () => ({ days: [0], blocks: [] }))
  expect((await reading(store.at(2, nothing), 'v2')(['all 0', 'all 31'])).loaded).toEqual([])
  await store.advance(3, async () => ({ days: [], blocks: [7] }))
  expect((await reading(store.at(3, nothing), 'v3')(['all 0', 'all 31'])).loaded).toEqual(['all 0', 'all 31'])
})

test('a question about an older state neither sees newer pages nor leaves its own', async () => {
  const store = openPages()
  await store.advance(1, unchanged)
  const older = reading(store.at(1, nothing), 'v1')
  await store.advance(2, unchanged)
  const newer = reading(store.at(2, nothing), 'v2')
  await newer(['day 1'])
  expect(await older(['day 1'])).toEqual({ names: ['v1 day 1'], loaded: ['day 1'] })
  expect(await newer(['day 1'])).toEqual({ names: ['v2 day 1'], loaded: [] })
})

test('what was loaded while the data moved on is not kept', async () => {
  const store = openPages()
  await store.advance(1, unchanged)
  await store.at(1, nothing).get('sums/total', ['day 1'], async missing => {
    await store.advance(2, unchanged)
    return new Map(missing.map(place => [place, { bytes: 1 }]))
  })
  expect((await reading(store.at(2, nothing), 'v2')(['day 1'])).loaded).toEqual(['day 1'])
})

test('what another question loaded while this one waited for its snapshot is not loaded again', async () => {
  const store = openPages()
  await store.advance(1, unchanged)
  const first = reading(store.at(1, nothing), 'first')
  const waiting = reading(
    store.at(1, async () => void (await first(['day 1']))),
    'second',
  )
  expect(await waiting(['day 1'])).toEqual({ names: ['first day 1'], loaded: [] })
})

test('a loader that brings less than it was asked for is a loud mistake', async () => {
  const store = openPages()
  await store.advance(1, unchanged)
  await expect(store.at(1, nothing).get('sums/total', ['day 1'], async () => new Map<Place, Page>())).rejects.toThrow(
    'no page sums/total@day 1',
  )
})
