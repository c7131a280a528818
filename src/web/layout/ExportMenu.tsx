import { Download, LoaderCircle } from 'lucide-react'
import { useSearchParams } from 'react-router'
import type { ZodType } from 'zod'
import { mostOrderLines, type Paper } from '#contract/export-formats.ts'
import type { exportQuestions } from '#contract/system.ts'
import { uncompared } from '../comparing.ts'
import { usePageState } from '../filters.ts'
import { number } from '../format.ts'
import { later } from '../later.ts'
import { Button } from '../ui/Button.tsx'
import { Menu } from '../ui/Menu.tsx'
import { exportPage, type Format, useExporting } from './exporting.tsx'
import type { Page } from './pages.ts'
import { paperChoices, usePaper } from './paper.ts'

/** What the server takes: for the moment of an export alone. */
const questions = later(async () => (await import('#contract/system.ts')).exportQuestions)

export type Exported = Page & { exports: keyof typeof exportQuestions }

/**
 * The page's question, as the page asks it: with its own parameters (a product, an order) beside the shared ones. What
 * makes no sense is left out, as on the page.
 */
const useExportQuestion = (page: Exported) => {
  const { question, granularity, filters } = usePageState()
  const [params] = useSearchParams()
  const own = (taken: Record<string, ZodType>) =>
    Object.fromEntries(
      (page.parameters ?? [])
        .map(parameter => {
          const [inAddress, name] = typeof parameter === 'string' ? [parameter, parameter] : parameter
          const values = params.getAll(inAddress)
          return [name, values.length > 1 ? values : values[0]] as const
        })
        .filter(([name, value]) => value !== undefined && taken[name]?.safeParse(value).success),
    )
  return async (exported: Exported['exports']) => {
    const asked = own((await questions())[exported].shape)
    if (page.undated) return { ...filters, ...asked }
    return {
      ...question,
      ...asked,
      ...(page.comparison ? {} : uncompared),
      ...(page.granularity ? { granularity } : {}),
    }
  }
}

/** Lists of rows: a file holds so many. */
const lists = new Set<Exported['exports']>(['transactions', 'orders', 'customer-list', 'deals'])

/** A file that can be had of a page; `exported`, `more`: what it is asked for in the stead of the page, and beside it. */
type File = {
  label: string
  hint: string
  format: Format
  exported: Exported['exports']
  more?: Record<string, string>
}

const filesOf = (page: Exported, exported: Exported['exports'], paper: Paper): File[] => {
  const list = lists.has(exported)
  const rows = (format: Format) => `up to ${number(mostOrderLines[format])} rows`
  const most = number(mostOrderLines.pdf)
  const file = (label: string, format: Format, hint: string, more: Partial<File> = {}): File => ({
    label,
    format,
    hint,
    exported,
    ...more,
  })
  const printed = { more: { paper } }
  return [
    file('PDF', 'pdf', list ? `the first ${most} rows` : 'to read and print', printed),
    ...(page.monday ? [file('Monday PDF', 'pdf', 'one page', { ...printed, exported: 'monday' })] : []),
    file('Excel', 'xlsx', list ? rows('xlsx') : 'XLSX'),
    file('CSV', 'csv', list ? rows('csv') : 'a file a table, as zip'),
    ...(list ? [file('CSV and facts', 'csv', 'what was asked, as zip', { more: { facts: '1' } })] : []),
    file('JSON', 'json', list ? rows('json') : 'raw numbers'),
  ]
}

/** The files of the page as it is, and how one is made. */
export const useExport = (page: Exported) => {
  const [params] = useSearchParams()
  const question = useExportQuestion(page)
  const [paper, choosePaper] = usePaper()
  return {
    files: filesOf(page, page.exported?.(params) ?? page.exports, paper),
    run: ({ label, format, exported, more }: File) =>
      void exportPage({
        page: exported,
        label,
        format,
        question: async () => ({ ...(await question(exported)), ...more }),
      }),
    paper,
    choosePaper,
  }
}

/** What is on screen, all rows, as a file. */
export const ExportMenu = ({ page, onExport }: { page: Exported; onExport?: () => void }) => {
  const { files, run, paper, choosePaper } = useExport(page)
  const busy = useExporting()
  return (
    <Menu
      items={files.map(file => ({
        label: file.label,
        hint: busy === file.label ? 'being made…' : file.hint,
        disabled: busy !== null,
        onSelect: () => {
          onExport?.()
          run(file)
        },
      }))}
      setting={{ label: 'Paper of the PDF', value: paper, choices: paperChoices, onChange: choosePaper }}
      trigger={
        <Button title="Export" aria-busy={busy !== null}>
          {busy ? (
            <LoaderCircle aria-hidden className="size-4 animate-spin text-muted" />
          ) : (
            <Download aria-hidden className="size-4 text-muted" />
          )}
          <span className="md:max-xl:sr-only">{busy ? 'Exporting…' : 'Export'}</span>
        </Button>
      }
    />
  )
}
