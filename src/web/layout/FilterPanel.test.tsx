import { screen, within } from '@testing-library/react'
import { expect, test } from 'vitest'
import { openPage, stageOf } from '../stage.tsx'
import { FilterPanel } from './FilterPanel.tsx'

stageOf(900)

test('a dimension of which nothing is known offers nothing to choose; beside known values the unknown is one of them', async () => {
  openPage(<FilterPanel />, '/', {
    '/api/data/dimensions': {
      category: ['Desks', 'Unknown'],
      region: ['Unknown'],
      channel: ['Unknown'],
      segment: [],
      rep: [],
    },
    '/api/revenue/by-category': [],
    '/api/revenue/by-region': [],
    '/api/revenue/by-channel': [],
    '/api/customers/segments': [],
  })
  const group = async (name: string) => within(await screen.findByRole('group', { name }))
  const values = (one: Awaited<ReturnType<typeof group>>) =>
    one.queryAllByRole('checkbox').map(box => box.getAttribute('aria-label'))
  expect(values(await group('Category'))).toEqual(['Desks', 'Unknown'])
  for (const name of ['Region', 'Channel', 'Segment']) {
    expect(values(await group(name))).toEqual([])
    expect((await group(name)).getByText('None in the data.')).toBeTruthy()
  }
})
