import { expect, test } from 'vitest'
import { columnOf, readText } from '../test-files.ts'

/** Numbers that look random and are the same in each run. */
const randomOf = (seed: number) => {
  let state = seed
  return (below: number) => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296
    return Math.floor((state / 4_294_967_296) * below)
  }
}
type Random = ReturnType<typeof randomOf>
const shuffled = <T>(list: readonly T[], random: Random): T[] => {
  const out = [...list]
  for (let i = out.length - 1; i > 0; i--) {
    const j = random(i + 1)
    ;[out[i], out[j]] = [out[j] as T, out[i] as T]
  }
  return out
}

/** What of each line is known by names, not by the numbers that a file's reading gives them. */
const told = { order: 2, day: 4, quantity: 8, price: 9, discount: 10, amount: 11, region: 14, channel: 15, status: 16 }

/** What a file gives, line by line, sorted. */
const resultOf = async (header: string, rows: string[], styles: Record<string, string>) => {
  const lines: Record<string, string>[] = []
  const names = { customers: new Map<string, string>(), products: new Map<string, string>() }
  const { report } = await readText(`${[header, ...rows].join('\n')}\n`, { dryRun: false, styles }, parcel => {
    const [first, second] = [columnOf(parcel, 0), columnOf(parcel, 1)]
    if (parcel.what === 'customers' || parcel.what === 'products') {
      const known = names[parcel.what]
      first.forEach((number, i) => known.set(number, second[i] as string))
    }
    if (parcel.what !== 'orders') return
    const columns = Object.entries({ ...told, customer: 5, product: 6 }).map(([name, at]) => [
      name,
      columnOf(parcel, at),
    ])
    first.forEach((_, i) => lines.push(Object.fromEntries(columns.map(([name, cells]) => [name, cells?.[i]]))))
  })
  const { revenue, orders, customers, span, problems } = report
  return {
    report: {
      revenue,
      orders,
      customers,
      span,
      problems,
      questions: report.questions.map(({ column }) => column).sort(),
    },
    lines: lines
      .map(line =>
        JSON.stringify({
          ...line,
          customer: names.customers.get(line.customer as string) ?? null,
          product: names.products.get(line.product as string),
        }),
      )
      .sort(),
  }
}

const one = <T>(of: readonly T[], random: Random): T => of[random(of.length)] as T

/** Rows of orders that stand together, and say of the order what they like. */
const rowsOf = (random: Random): string[] =>
  Array.from({ length: 2 + random(6) }, (_, i) => i + 1).flatMap(order =>
    Array.from({ length: 1 + random(4) }, () =>
      [
        order,
        `2026-08-${10 + order} ${one(['10:00', '10:30'], random)}`,
        one(['Ann', 'Ann', 'Bo', ''], random),
        one(['Lamp', 'Cup', 'Bowl'], random),
        one([1, 1, 2, -1], random),
        one(['10.00', '20.00', '5.50'], random),
        one(['East', 'West', ''], random),
        one(['Web', 'Store', ''], random),
        one(['Completed', 'Completed', 'Cancelled', ''], random),
      ].join(','),
    ),
  )
const header = 'Order,Ordered at,Customer,Item,Quantity,Unit price,Region,Channel,Status'

test.each(Array.from({ length: 60 }, (_, seed) => seed))(
  'rows in any order give the same lines: file %i',
  async seed => {
    const random = randomOf(seed + 1)
    const rows = rowsOf(random)
    const answers = { 'Order: on each day': 'lasting' }
    const expected = await resultOf(header, rows, answers)
    expect(expected.report.problems).toEqual([])
    expect(expected.lines.length).toBeGreaterThan(0)
    expect(await resultOf(header, shuffled(rows, random), answers)).toEqual(expected)
  },
)

test('lines keep their own region and channel; a line without takes the order’s earliest', async () => {
  const rows = [
    '1,2026-08-13,Ann,Lamp,1,80,East,Web,Completed',
    '1,2026-08-13,Ann,Cup,1,20,West,Store,Completed',
    '1,2026-08-13,Ann,Bowl,1,5,,,Completed',
  ]
  const { lines } = await resultOf(header, rows, {})
  const places = lines.map(line => JSON.parse(line)).map(({ product, region, channel }) => [product, region, channel])
  expect(places.sort()).toEqual([
    ['Bowl', 'East', 'Store'],
    ['Cup', 'West', 'Store'],
    ['Lamp', 'East', 'Web'],
  ])
})

test('a row of the whole order far from its lines counts once', async () => {
  const wide = 'Order,Date,Customer,Item,Amount'
  const rows = [
    '1,2026-08-13,Ann,,100',
    '1,2026-08-13,Ann,Lamp,80',
    '1,2026-08-13,Ann,Cup,20',
    '2,2026-08-14,Bo,Cup,20',
  ]
  const apart = [rows[1], rows[3], rows[0], rows[2]] as string[]
  for (const some of [rows, apart])
    for (const [head, lines] of [
      [wide, some],
      [wide.slice('Order,'.length), some.map(row => row.slice('1,'.length))],
    ] as const) {
      const { report } = await resultOf(head, lines, {})
      expect([report.revenue, report.orders]).toEqual([120, 2])
    }
})
