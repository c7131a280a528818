import { expect, open, ordersFile, test } from './screen.ts'

test.use({ serves: 'empty for long names' })

const word = 'Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetzesvorlagenmusterdokumentation'
const words =
  'Ergonomischer Hochlehner mit atmungsaktivem Netzrücken und verstellbarer Lordosenstütze sowie Kopfstütze und Armlehnen'
const day = (back: number) => new Date(Date.now() - back * 86_400_000).toISOString().slice(0, 10)
const named = (id: string, name: string) => [
  id,
  day(2),
  id,
  `Kundschaft ${name}`,
  `s${id}`,
  name,
  `Kategorie ${name}`,
  2,
  100,
  `Region ${name}`,
  'completed',
]

/** Cells whose words reach out of them, over their neighbours. */
const spilled = `[...document.querySelectorAll('td, th[scope=row]')].filter(cell => cell.scrollWidth > cell.clientWidth + 1).map(cell => cell.textContent.slice(0, 60))`

test('names of ninety letters, with and without spaces, stay in their place and leave the figures in sight', async ({
  page,
  request,
}) => {
  const file = ordersFile('long.csv', named('1', word), named('2', words))
  expect((await request.post('/api/import', { multipart: { file } })).status()).toBe(200)
  for (const [path, table] of [
    ['/', 'Top products by revenue'],
    ['/revenue', 'Revenue by product'],
    ['/transactions', 'Rows'],
  ] as const)
    for (const width of [1440, 820, 390]) {
      await page.setViewportSize({ width, height: 900 })
      await open(page, path)
      expect.soft(await page.evaluate(spilled), `${path} at ${width} px`).toEqual([])
      expect
        .soft(
          await page.evaluate('document.scrollingElement.scrollWidth - document.documentElement.clientWidth'),
          `${path} at ${width} px`,
        )
        .toBe(0)
      const figure = (await page
        .getByRole('table', { name: table })
        .getByRole('cell', { name: /\$200/ })
        .or(page.getByRole('list', { name: table }).getByText(/^\$200/))
        .last()
        .boundingBox())!
      expect.soft(figure.x + figure.width, `${path} at ${width} px`).toBeLessThanOrEqual(width)
    }
})
