import { cleanup, fireEvent, screen } from '@testing-library/react'
import { expect, test } from 'vitest'
import { openPage, stageOf } from '../stage.tsx'
import { ExportMenu } from './ExportMenu.tsx'
import { pageAt } from './pages.ts'

stageOf(900)
const open = async (address: string) => {
  const page = pageAt(new URL(address, 'http://localhost').pathname)!
  openPage(<ExportMenu page={{ ...page, exports: page.exports! }} />, address, {})
  fireEvent.click(await screen.findByRole('button', { name: 'Export' }))
  return screen.findAllByRole('menuitem')
}

test('of order lines exactly those on screen, in their order, and how many a file can hold', async () => {
  const items = await open('/transactions?from=2026-11-01&to=2026-11-22&vs=year&category=Tables&product=7&sort=amount')
  expect(items.map(item => item.textContent)).toEqual(['PDFup to 5,000 rows', 'Excelup to 300,000 rows', 'CSVup to 1,000,000 rows', 'JSONup to 1,000,000 rows'])
  expect(items[2]?.getAttribute('href')).toBe(
    '/api/export?category=Tables&compare=none&end_date=2026-11-22&format=csv&page=transactions&product=7&sort=amount&start_date=2026-11-01',
  )
})

test('of a page with figures its question with comparison and bucket size', async () => {
  const items = await open('/revenue?from=2026-11-01&to=2026-11-22&vs=year&by=week&product=7')
  expect(items.map(item => item.textContent)).toEqual(['PDFto read and print', 'ExcelXLSX', 'CSVraw numbers', 'JSONraw numbers'])
  expect(items[0]?.getAttribute('href')).toBe('/api/export?compare=previous_year&end_date=2026-11-22&format=pdf&granularity=week&page=revenue&start_date=2026-11-01')
})

test('of a page with a list of products its search and its order, as far as they make sense', async () => {
  const items = await open('/revenue?search=oak+table&sort=units&direction=asc&table=trend')
  expect(items[2]?.getAttribute('href')).toBe('/api/export?direction=asc&format=csv&page=revenue&search=oak+table&sort=units')
  cleanup()
  expect((await open('/?search=oak&sort=luck&direction=asc'))[2]?.getAttribute('href')).toBe('/api/export?direction=asc&format=csv&page=dashboard')
})
