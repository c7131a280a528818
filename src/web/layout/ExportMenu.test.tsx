import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react'
import { beforeEach, expect, test, vi } from 'vitest'
import { type Answers, openPage, stageOf } from '../stage.tsx'
import { Toaster } from '../ui/Toaster.tsx'
import { ExportMenu } from './ExportMenu.tsx'
import { pageAt } from './pages.ts'

stageOf(900)

/** The files that were saved. */
const saved: { name: string; file: Blob }[] = []
beforeEach(() => {
  saved.length = 0
  let file = new Blob()
  vi.stubGlobal(
    'URL',
    Object.assign(URL, { createObjectURL: (made: Blob) => ((file = made), 'blob:made'), revokeObjectURL: () => {} }),
  )
  vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
    saved.push({ name: this.download, file })
  })
})

const fileOf = (words: string) =>
  new Response(words, { headers: { 'content-disposition': 'attachment; filename="order-lines_2026.csv"' } })
const refusal = (status: number, message: string) =>
  new Response(JSON.stringify({ error: { code: 'no', message, requestId: 'req-1' } }), { status })

const show = (address: string, answers: Answers) => {
  const page = pageAt(new URL(address, 'http://localhost').pathname)!
  const view = openPage(
    <>
      <ExportMenu page={{ ...page, exports: page.exports! }} />
      <Toaster theme="light" />
    </>,
    address,
    answers,
  )
  return { ...view, exports: () => view.asked.filter(one => one.startsWith('/api/export')) }
}
const open = async () => {
  fireEvent.click(await screen.findByRole('button', { name: /Export/ }))
  return screen.findAllByRole('menuitem')
}
const take = async (name: string) => fireEvent.click((await open()).find(item => item.textContent?.startsWith(name))!)

test('of order lines exactly those on screen, in their order, and how many a file can hold', async () => {
  const { exports } = show(
    '/transactions?from=2026-11-01&to=2026-11-22&vs=year&category=Tables&product=7&sort=amount',
    { '/api/export': () => fileOf('lines') },
  )
  expect((await open()).map(item => item.textContent)).toEqual([
    'PDFthe first 200 rows',
    'Excelup to 300,000 rows',
    'CSVup to 1,000,000 rows',
    'CSV and factswhat was asked, as zip',
    'JSONup to 1,000,000 rows',
  ])
  fireEvent.click(screen.getByRole('menuitem', { name: /^CSVup/ }))
  await waitFor(() => expect(saved).toHaveLength(1))
  expect(exports()).toEqual([
    '/api/export?category=Tables&compare=none&end_date=2026-11-22&format=csv&page=transactions&product=7&sort=amount&start_date=2026-11-01',
  ])
  expect([saved[0]?.name, await saved[0]?.file.text()]).toEqual(['order-lines_2026.csv', 'lines'])
})

test('of a page with figures its question with comparison and bucket size', async () => {
  const { exports } = show('/revenue?from=2026-11-01&to=2026-11-22&vs=year&by=week&product=7', {
    '/api/export': () => fileOf(''),
  })
  expect((await open()).map(item => item.textContent)).toEqual([
    'PDFto read and print',
    'Monday PDFone page',
    'ExcelXLSX',
    'CSVa file a table, as zip',
    'JSONraw numbers',
  ])
  fireEvent.click(screen.getByRole('menuitem', { name: /^PDF/ }))
  await waitFor(() => expect(saved).toHaveLength(1))
  expect(exports()).toEqual([
    '/api/export?compare=previous_year&end_date=2026-11-22&format=pdf&granularity=week&page=revenue&paper=letter&start_date=2026-11-01',
  ])
})

test('while one is under way the button is busy, nothing is exported twice, and after a second it is said', async () => {
  let finish = (_: Response) => {}
  const { exports } = show('/transactions', {
    '/api/export': () => new Promise<Response>(resolve => (finish = resolve)),
  })
  const item = (await open()).find(one => one.textContent?.startsWith('CSV'))!
  fireEvent.click(item)
  fireEvent.click(item)
  const button = await screen.findByRole('button', { name: 'Exporting…' })
  expect(button.getAttribute('aria-busy')).toBe('true')
  expect((await open()).map(one => one.getAttribute('aria-disabled'))).toEqual(Array(5).fill('true'))
  expect(await screen.findByText('Making the CSV file…', {}, { timeout: 3000 })).toBeTruthy()
  finish(fileOf('lines'))
  expect(await screen.findByText('order-lines_2026.csv is ready.')).toBeTruthy()
  expect(screen.getByRole('button', { name: 'Export' }).getAttribute('aria-busy')).toBe('false')
  expect([exports().length, saved.length]).toEqual([1, 1])
})

const failure = async (words: string) => (await screen.findByText(words)).closest('li')!

test('why there is no file stands on the page, and it can be tried again', async () => {
  const answers: Answers = { '/api/export': () => refusal(500, 'Something broke.') }
  const { exports } = show('/transactions?category=Tables', answers)
  await take('Excel')
  const said = await failure('The Excel file was not made.')
  expect(said.textContent).toContain('Something broke.')
  expect(saved).toEqual([])
  answers['/api/export'] = () => fileOf('lines')
  fireEvent.click(within(said).getByRole('button', { name: 'Try again' }))
  await waitFor(() => expect(saved).toHaveLength(1))
  expect(exports()[1]).toBe(exports()[0])
  await waitFor(() => expect(screen.queryByText('The Excel file was not made.')).toBeNull())
})

test('a server that is not there is said', async () => {
  show('/transactions', {})
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('Failed to fetch')))
  await take('JSON')
  expect((await failure('The JSON file was not made.')).textContent).toContain(
    'The server does not answer. Is it still running?',
  )
})

test('of what Excel cannot hold CSV is offered', async () => {
  const sentence = 'An Excel file holds at most 300,000 order lines here, this question has 300,001.'
  const { exports } = show('/transactions', {
    '/api/export': (asked: URLSearchParams) =>
      asked.get('format') === 'xlsx' ? refusal(413, sentence) : fileOf('lines'),
  })
  await take('Excel')
  const said = await failure('The Excel file was not made.')
  expect(said.textContent).toContain(sentence)
  fireEvent.click(within(said).getByRole('button', { name: 'Take CSV' }))
  await waitFor(() => expect(saved).toHaveLength(1))
  expect(exports().map(one => new URLSearchParams(one.split('?')[1]).get('format'))).toEqual(['xlsx', 'csv'])
})

test('the Monday PDF asks for one page of the same question, on the paper that was chosen, which is remembered', async () => {
  localStorage.removeItem('paper')
  const { exports } = show('/revenue?from=2026-11-01&to=2026-11-22&by=week&movers=category&apart=rep&search=oak', {
    '/api/export': () => fileOf(''),
  })
  await open()
  expect(screen.getAllByRole('menuitemradio').map(one => [one.textContent, one.getAttribute('aria-checked')])).toEqual([
    ['A4', 'false'],
    ['Letter', 'true'],
  ])
  fireEvent.click(screen.getByRole('menuitemradio', { name: 'A4' }))
  expect(screen.getByRole('menuitemradio', { name: 'A4' }).getAttribute('aria-checked')).toBe('true')
  fireEvent.click(screen.getByRole('menuitem', { name: /Monday PDF/ }))
  await waitFor(() => expect(saved).toHaveLength(1))
  expect(exports()).toEqual([
    '/api/export?end_date=2026-11-22&format=pdf&granularity=week&movers=category&page=monday&paper=a4&start_date=2026-11-01',
  ])
  expect(localStorage.getItem('paper')).toBe('a4')
  localStorage.removeItem('paper')
})

test('the paper is that of the browser’s land', async () => {
  for (const [language, paper] of [
    ['de-DE', 'A4'],
    ['es-MX', 'Letter'],
    ['en', 'A4'],
  ]) {
    vi.stubGlobal('navigator', Object.create(navigator, { language: { value: language } }))
    show('/revenue', {})
    await open()
    expect(screen.getByRole('menuitemradio', { checked: true }).textContent).toBe(paper)
    cleanup()
    vi.unstubAllGlobals()
  }
})

test('the facts of a list are asked for, as a file beside its rows', async () => {
  const { exports } = show('/transactions?from=2026-11-01&to=2026-11-22', { '/api/export': () => fileOf('lines') })
  await take('CSV and facts')
  await waitFor(() => expect(saved).toHaveLength(1))
  expect(new URLSearchParams(exports()[0]!.split('?')[1]).get('facts')).toBe('1')
})

test('of a page with a list of products its search and its order, as far as they make sense', async () => {
  const asked = async (address: string) => {
    const { exports } = show(address, { '/api/export': () => fileOf('') })
    await take('CSV')
    await waitFor(() => expect(saved).toHaveLength(1))
    cleanup()
    saved.length = 0
    return exports()
  }
  expect(await asked('/revenue?search=oak+table&sort=units&direction=asc&table=trend')).toEqual([
    '/api/export?direction=asc&format=csv&page=revenue&search=oak+table&sort=units',
  ])
  expect(await asked('/?search=oak&sort=luck&direction=asc')).toEqual([
    '/api/export?direction=asc&format=csv&page=dashboard',
  ])
})
