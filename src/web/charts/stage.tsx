/** For tests: jsdom measures nothing, so a chart is given a width here. */
import { cleanup, render } from '@testing-library/react'
import type { ReactElement } from 'react'
import { MemoryRouter } from 'react-router'
import { afterEach, vi } from 'vitest'

/** To be called once in a test file. */
export const stageOf = (width: number) => {
  vi.stubGlobal('ResizeObserver', class { observe() {} unobserve() {} disconnect() {} })
  vi.spyOn(Element.prototype, 'getBoundingClientRect').mockReturnValue(new DOMRect(0, 0, width, 300))
  afterEach(cleanup)
  return (chart: ReactElement) => render(<MemoryRouter>{chart}</MemoryRouter>)
}

/** The cells of the table on screen, row by row. */
export const cellsOf = (table: HTMLElement) => [...table.querySelectorAll('tr')].map(row => [...row.children].map(cell => cell.textContent))
