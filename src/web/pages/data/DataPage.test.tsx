import { act, fireEvent, screen, waitFor, within } from '@testing-library/react'
import { afterEach, expect, test, vi } from 'vitest'
import type { ImportReport } from '#contract'
import { connect } from '../../live.ts'
import { type Answers, openPage, stageOf } from '../../stage.tsx'
import { DataPage } from './DataPage.tsx'
import { begin } from './importing.ts'

stageOf(900)
// what is on its way in outlives the page
afterEach(() => act(() => begin([])))

const none = { read: 0, accepted: 0, skipped: 0, inserted: 0, updated: 0, unchanged: 0 }
const report: ImportReport = {
  kind: 'orders',
  preset: null,
  fileName: 'orders.csv',
  encoding: 'UTF-8',
  encodings: [{ value: 'windows-1252', name: 'Windows-1252' }],
  delimiter: ',',
  sheets: [],
  sheet: null,
  parts: [],
  part: null,
  removed: 0,
  source: null,
  columns: [{ name: 'Total', field: 'amount', samples: ['5'] }],
  firstRows: [['5'], ['5'], ['']],
  fields: [
    { field: 'amount', label: 'Amount', required: false, hint: '' },
    { field: 'date', label: 'Order date', required: false, hint: '' },
  ],
  styles: {},
  questions: [],
  mapping: { amount: 'Total' },
  answers: {},
  problems: [],
  rows: { ...none, read: 3, accepted: 2, skipped: 1 },
  dryRun: { existing: 0, new: 2, changed: 0, revenueChange: 0 },
  orders: 2,
  customers: 1,
  span: { start: '2026-11-01', end: '2026-11-02' },
  currency: 'USD',
  exchange: null,
  byStatus: [{ status: 'completed', rows: 2, amount: 10 }],
  revenue: 10,
  notes: [],
  skippedRows: [{ line: 4, reason: 'no date', text: ',' }],
  moreSkipped: 0,
}
const record = {
  id: 1,
  kind: 'orders',
  fileName: 'orders.csv',
  startedAt: '2026-11-22T09:00:00.000Z',
  finishedAt: '2026-11-22T09:01:00.000Z',
  status: 'done',
  problem: null,
  rows: { ...none, inserted: 2, updated: 3 },
  undoable: true,
}
const told = (is: Partial<ImportReport> = {}) =>
  new Response(JSON.stringify({ data: { importId: null, report: { ...report, ...is } } }))
const refusal = (status: number, message: string) =>
  new Response(JSON.stringify({ error: { code: 'no', message, requestId: 'req-1' } }), { status })

const listed = (rows: unknown[], rest: object = {}) => ({ rows, nextCursor: null, total: rows.length, ...rest })

const show = (answers: Answers) =>
  openPage(<DataPage />, '/data', { '/api/imports': listed([]), '/api/sources': [], ...answers })
const choose = async (...names: string[]) =>
  fireEvent.change(await screen.findByLabelText(/choose them/), {
    target: { files: names.map(name => new File(['x'], name)) },
  })
const card = () => screen.getByRole('region', { name: 'Bring your files' })

/** The server's own word on how far it is. */
const stream = () => {
  const listeners: Record<string, (event: { data: string }) => void> = {}
  vi.stubGlobal(
    'EventSource',
    class {
      addEventListener(name: string, listener: (event: { data: string }) => void) {
        listeners[name] = listener
      }
      close() {}
    },
  )
  connect()
  return (file: string, done: number) =>
    act(() =>
      listeners.progress?.({
        data: JSON.stringify({ task: 'Writing', file, done, total: 100, words: `${done} rows written` }),
      }),
    )
}

test('a file that is none is refused once and for all, and those that wait behind it go on', async () => {
  const answers = [refusal(400, 'This is a binary file, not CSV text.'), told()]
  show({ '/api/import': () => answers.shift() })
  await choose('photo.png', 'orders.csv')
  const alert = await within(card()).findByRole('alert')
  expect(alert.textContent).toContain('This file cannot be importedThis is a binary file, not CSV text.')
  expect(within(card()).queryByRole('button', { name: 'Try again' })).toBeNull()
  fireEvent.click(within(alert).getByRole('button', { name: 'Leave this file out' }))
  expect((await within(card()).findByRole<HTMLButtonElement>('button', { name: 'Import 2 rows' })).disabled).toBe(false)
  expect(card().textContent).toContain('orders.csv')
})

test('a server that failed is worth another try', async () => {
  const answers = [refusal(500, 'Something broke.'), told()]
  show({ '/api/import': () => answers.shift() })
  await choose('orders.csv')
  fireEvent.click(await within(card()).findByRole('button', { name: 'Try again' }))
  expect(await within(card()).findByRole('button', { name: 'Import 2 rows' })).toBeTruthy()
})

test('a connection lost during the import: whether it went in is not said before it is known', async () => {
  const answers = [told(), new Response('', { status: 502 })]
  show({ '/api/import': () => answers.shift() })
  await choose('orders.csv')
  fireEvent.click(await within(card()).findByRole('button', { name: 'Import 2 rows' }))
  expect((await within(card()).findByRole('alert')).textContent).toContain(
    'the list of imports below says whether the file went in',
  )
})

test('the figures are those of the columns as read: after a change they are marked until it is checked', async () => {
  const answers = [
    told(),
    told({
      rows: { ...none, read: 3 },
      problems: ['No column is mapped to the amount.'],
      orders: null,
      customers: null,
      span: null,
      revenue: null,
      byStatus: [],
      dryRun: null,
      skippedRows: [],
    }),
  ]
  const { asked } = show({ '/api/import': () => answers.shift() })
  await choose('orders.csv')
  fireEvent.change(await within(card()).findByLabelText('Use Total as'), { target: { value: '' } })
  expect(card().textContent).toContain('The figures are from before your changes.')
  fireEvent.click(within(card()).getByRole('button', { name: 'Check again' }))
  const button = await within(card()).findByRole<HTMLButtonElement>('button', { name: 'Import' })
  expect([button.disabled, asked.filter(one => one.startsWith('/api/import?')).at(-1)]).toEqual([
    true,
    '/api/import?dry_run=true&mapping={"amount":""}',
  ])
  expect([...card().querySelectorAll('dt')].map(({ textContent }) => textContent)).toEqual(['Rows read'])
  expect(document.activeElement).toBe(within(card()).getByRole('group', { name: 'orders.csv' }))
})

test('few rows are checked by themselves after a change, and nobody is moved from where they are', async () => {
  const less = { report: { ...report, rows: { ...report.rows, accepted: 1 } } }
  const answers = [told(), told(less.report), told({ rows: { ...report.rows, read: 20_001 } })]
  const { asked } = show({ '/api/import': () => answers.shift() })
  await choose('orders.csv')
  const use = await within(card()).findByLabelText('Use Total as')
  use.focus()
  fireEvent.change(use, { target: { value: '' } })
  expect(await within(card()).findByRole('button', { name: 'Import 1 row' })).toBeTruthy()
  expect(document.activeElement).toBe(use)
  fireEvent.change(use, { target: { value: 'amount' } })
  expect(await within(card()).findByRole('button', { name: 'Import 2 rows' })).toBeTruthy()
  // so many rows take their time: a person says when
  fireEvent.change(use, { target: { value: 'date' } })
  await new Promise(resolve => setTimeout(resolve, 600))
  expect(within(card()).getByRole('button', { name: 'Check again' })).toBeTruthy()
  expect(asked.filter(one => one.startsWith('/api/import?')).length).toBe(3)
})

test('a file in another currency gets its rate beside it', async () => {
  const problems = ['The file has amounts in EUR.']
  const euro = { from: 'EUR', rows: 2, lowest: 1.08, highest: 1.08, first: null, last: null }
  const answers = [told({ currency: 'EUR', problems }), told({ exchange: { by: 'rate', currencies: [euro] } })]
  const { asked } = show({ '/api/import': () => answers.shift() })
  await choose('orders.csv')
  expect((await within(card()).findByLabelText<HTMLSelectElement>('Amounts of the file are in')).value).toBe('EUR')
  fireEvent.change(within(card()).getByLabelText('1 EUR is so many USD'), { target: { value: '1,08' } })
  expect(await within(card()).findByRole('button', { name: 'Import 2 rows' })).toBeTruthy()
  expect(asked.filter(one => one.startsWith('/api/import?')).at(-1)).toBe('/api/import?dry_run=true&rate=1.08')
  // back to the company's own
  fireEvent.change(within(card()).getByLabelText('Amounts of the file are in'), { target: { value: 'USD' } })
  expect(within(card()).queryByLabelText('1 EUR is so many USD')).toBeNull()
})

test('progress is of the file at hand, not of one that another window imports; the history shows each', async () => {
  const say = stream()
  show({
    '/api/import': () => new Promise(() => {}),
    '/api/imports': () =>
      listed([
        { ...record, fileName: 'other.csv', status: 'running' },
        { ...record, id: 2, status: 'failed', problem: 'The import was interrupted; nothing of it was kept.' },
      ]),
  })
  await choose('orders.csv')
  say('other.csv', 60)
  say('orders.csv', 25)
  say('other.csv', 70)
  await waitFor(() => expect(card().textContent).toContain('Writing: 25 rows written · 25%'))
  const [, running, failed] = await within(screen.getByRole('region', { name: 'Imports' })).findAllByRole('row')
  expect(running?.textContent).toContain('running 70%')
  expect(failed?.textContent).toContain('nothing of it was kept')
})

test('an import that begins elsewhere appears in the history', async () => {
  const say = stream()
  const list: unknown[] = []
  show({ '/api/imports': () => listed(list) })
  await screen.findByText('Nothing was imported yet')
  list.push({ ...record, fileName: 'third.csv', status: 'running' })
  say('third.csv', 10)
  expect(await screen.findByText('running 10%')).toBeTruthy()
})

test('a long history goes on with a click, and is sorted once all of it is there', async () => {
  const page = (first: number, nextCursor: string | null) =>
    listed(
      [0, 1].map(i => ({ ...record, id: first - i, fileName: `${first - i}.csv` })),
      { nextCursor, total: 4 },
    )
  show({
    '/api/imports': (asked: URLSearchParams) => (asked.get('cursor') ? page(2, null) : page(4, 'rest')),
  })
  const card_ = await screen.findByRole('region', { name: 'Imports' })
  expect(await within(card_).findByText('2 of 4 rows shown')).toBeTruthy()
  expect(within(card_).queryByRole('button', { name: /File/ })).toBeNull()
  fireEvent.click(within(card_).getByRole('button', { name: 'Show more' }))
  await within(card_).findByText('1.csv')
  expect(within(card_).queryByRole('button', { name: 'Show more' })).toBeNull()
  expect(within(card_).getByRole('button', { name: /File/ })).toBeTruthy()
  expect(
    within(card_)
      .getAllByText(/^\d\.csv$/)
      .map(({ textContent }) => textContent),
  ).toEqual(['4.csv', '3.csv', '2.csv', '1.csv'])
})

test('an undo says what it changes, and when it is refused offers no second try', async () => {
  show({
    '/api/imports': listed([
      { ...record, id: 3 },
      { ...record, id: 2, fileName: 'first.csv', undoable: false },
    ]),
    '/api/imports/3': () => refusal(409, 'The import of deals.csv (number 7) is about products that this one brought.'),
  })
  expect(await screen.findByText('after the later one')).toBeTruthy()
  fireEvent.click(screen.getByRole('button', { name: 'Undo the import of orders.csv' }))
  const dialog = await screen.findByRole('dialog', { name: 'Undo this import?' })
  expect(dialog.textContent).toContain(
    'The 2 new rows of orders.csv will be removed, and the 3 rows it changed will be as before.',
  )
  fireEvent.click(within(dialog).getByRole('button', { name: 'Undo the import' }))
  expect((await within(dialog).findByRole('alert')).textContent).toContain('deals.csv')
  expect(
    within(dialog)
      .getAllByRole('button')
      .map(({ textContent }) => textContent)
      .filter(Boolean),
  ).toEqual(['Close'])
})

test('a review that is left is found again as it was left, and so is the end of an import that went on meanwhile', async () => {
  let end: (response: Response) => void = () => {}
  const answers = [told(), told(), new Promise<Response>(resolve => (end = resolve))]
  const again = () => show({ '/api/import': () => answers.shift() })
  const first = again()
  await choose('orders.csv', 'more.csv')
  fireEvent.change(await within(card()).findByLabelText('Use Total as'), { target: { value: '' } })
  first.unmount()

  const second = again()
  expect(card().textContent).toContain('orders.csv, 1 B, 1 more waiting')
  expect(within(card()).getByLabelText<HTMLSelectElement>('Use Total as').value).toBe('')
  expect(card().textContent).toContain('The figures are from before your changes.')
  fireEvent.click(within(card()).getByRole('button', { name: 'Check again' }))
  fireEvent.click(await within(card()).findByRole('button', { name: 'Import 2 rows' }))
  expect(within(card()).getByRole('progressbar', { name: 'Importing' })).toBeTruthy()
  second.unmount()
  await act(async () => end(told({ rows: { ...none, read: 3, accepted: 2, skipped: 1, inserted: 2 } })))

  again()
  expect(card().textContent).toContain('Orders imported: 2 new rows')
  expect(within(card()).getByRole('button', { name: 'Next: more.csv' })).toBeTruthy()
})

test('files are dropped anywhere on the page; those that come during a review wait behind it', async () => {
  const answers = [told(), told()]
  show({ '/api/import': () => answers.shift() })
  await screen.findByLabelText(/choose them/)
  const carrying = (...names: string[]) => ({
    dataTransfer: { types: ['Files'], files: names.map(name => new File(['x'], name)) },
  })
  fireEvent.dragOver(document.body, { dataTransfer: { types: ['text/plain'], files: [] } })
  expect(screen.queryByText(/^Drop them/)).toBeNull()
  fireEvent.dragOver(document.body, carrying())
  expect(screen.getByText(/^Drop them/)).toBeTruthy()
  expect(fireEvent.drop(document.body, carrying('orders.csv'))).toBe(false)
  expect(screen.queryByText(/^Drop them/)).toBeNull()
  expect(await within(card()).findByRole('button', { name: 'Import 2 rows' })).toBeTruthy()
  fireEvent.drop(screen.getByRole('region', { name: 'Imports' }), carrying('more.csv'))
  expect(card().textContent).toContain('orders.csv, 1 B, 1 more waiting')
})
