import { Download, LoaderCircle } from 'lucide-react'
import { useSearchParams } from 'react-router'
import type { ZodType } from 'zod'
import { mostOrderLines } from '#contract/export-formats.ts'
import type { exportQuestions } from '#contract/system.ts'
import { uncompared } from '../comparing.ts'
import { usePageState } from '../filters.ts'
import { number } from '../format.ts'
import { later } from '../later.ts'
import { Button } from '../ui/Button.tsx'
import { Menu } from '../ui/Menu.tsx'
import { exportPage, type Format, useExporting } from './exporting.tsx'
import type { Page } from './pages.ts'

export const formats: { format: Format; label: string; hint: string }[] = [
  { format: 'pdf', label: 'PDF', hint: 'to read and print' },
  { format: 'xlsx', label: 'Excel', hint: 'XLSX' },
  { format: 'csv', label: 'CSV', hint: 'raw numbers' },
  { format: 'json', label: 'JSON', hint: 'raw numbers' },
]

/** What the server takes: for the moment of an export alone. */
const questions = later(async () => (await import('#contract/system.ts')).exportQuestions)

export type Exported = Page & { exports: keyof typeof exportQuestions }

/**
 * The page's question, as the page asks it: with its own parameters (a product, an order) beside the shared ones. What
 * makes no sense is left out, as on the page.
 */
const useExportQuestion = (page: Exported, exported: Exported['exports']) => {
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
  return async () => {
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

/** Exports the page as it is, in a format. */
export const useExport = (page: Exported) => {
  const [params] = useSearchParams()
  const exported = page.exported?.(params) ?? page.exports
  const question = useExportQuestion(page, exported)
  return { exported, run: (format: Format) => void exportPage({ page: exported, format, question }) }
}

/** Lists of rows: a file holds so many. */
const lists = new Set<Exported['exports']>(['transactions', 'orders', 'customer-list', 'deals'])

/** What is on screen, all rows, as a file. */
export const ExportMenu = ({ page, onExport }: { page: Exported; onExport?: () => void }) => {
  const { exported, run } = useExport(page)
  const busy = useExporting()
  const hintOf = (format: Format, hint: string) => {
    if (busy === format) return 'being made…'
    return lists.has(exported) ? `up to ${number(mostOrderLines[format])} rows` : hint
  }
  return (
    <Menu
      items={formats.map(({ format, label, hint }) => ({
        label,
        hint: hintOf(format, hint),
        disabled: busy !== null,
        onSelect: () => {
          onExport?.()
          run(format)
        },
      }))}
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
