import { describe, expect, test } from 'vitest'
import { rake } from './rake.ts'

const sum = (values: Iterable<number>) => [...values].reduce((total, value) => total + value, 0)
const of = (cells: Float64Array, groupOf: number[], group: number) => sum(cells.filter((_, i) => groupOf[i] === group))

describe('rake', () => {
  // two categories × two regions
  const category = [0, 0, 1, 1]
  const region = [0, 1, 0, 1]
  const pattern = Float64Array.of(40, 10, 20, 30)
  const usual = pattern.map(value => value / 10)

  test('meets the totals of both dimensions and keeps the odds ratio', () => {
    const cells = rake(
      pattern,
      usual,
      [
        { groupOf: category, targets: [70, 50] },
        { groupOf: region, targets: [80, 40] },
      ],
      120,
    )
    expect([of(cells, category, 0), of(cells, category, 1), of(cells, region, 0), of(cells, region, 1)]).toEqual(
      [70, 50, 80, 40].map(value => expect.closeTo(value, 6)),
    )
    expect((cells[0]! * cells[3]!) / (cells[1]! * cells[2]!)).toBeCloseTo((40 * 30) / (10 * 20), 9)
  })

  test('targets that do not agree with the total are scaled to it', () => {
    const cells = rake(pattern, usual, [{ groupOf: category, targets: [1, 3] }], 200)
    expect([of(cells, category, 0), of(cells, category, 1)]).toEqual([expect.closeTo(50), expect.closeTo(150)])
    expect(cells[0]! / cells[1]!).toBeCloseTo(4)
  })

  test('a group that never sold leaves its target to the others', () => {
    const cells = rake(
      Float64Array.of(5, 0, 5),
      Float64Array.of(1, 0, 1),
      [{ groupOf: [0, 1, 2], targets: [6, 4, 2] }],
      16,
    )
    expect([...cells]).toEqual([12, 0, 4].map(value => expect.closeTo(value)))
  })

  test('negative cells keep their usual month, and the sum holds', () => {
    const cells = rake(
      Float64Array.of(60, 60, -24),
      Float64Array.of(5, 5, -2),
      [{ groupOf: [0, 1, 2], targets: [30, 10, -2] }],
      38,
    )
    expect([...cells]).toEqual([30, 10, -2].map(value => expect.closeTo(value)))
  })

  test('a total below what the negative cells take, and a past of nothing, still sum up', () => {
    expect(sum(rake(Float64Array.of(10, -20), Float64Array.of(1, -2), [], -5))).toBeCloseTo(-5)
    expect([
      ...rake(new Float64Array(4), new Float64Array(4), [{ groupOf: [0, 0, 1, 1], targets: [1, 1] }], 8),
    ]).toEqual([2, 2, 2, 2])
  })

  test('the unit does not matter', () => {
    const margins = (unit: number) => [
      { groupOf: category, targets: [70 * unit, 50 * unit] },
      { groupOf: region, targets: [80 * unit, 40 * unit] },
    ]
    const small = rake(pattern, usual, margins(1), 120)
    const large = rake(
      pattern.map(v => v * 1e8),
      usual.map(v => v * 1e8),
      margins(1e8),
      120e8,
    )
    expect([...large].map(v => v / 1e8)).toEqual([...small].map(value => expect.closeTo(value, 6)))
  })

  test('refuses lengths that disagree', () => {
    expect(() => rake(pattern, new Float64Array(3), [], 1)).toThrow('expected 4 cells everywhere, got 3')
  })
})
