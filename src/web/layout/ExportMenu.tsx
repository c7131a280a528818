import { Download } from 'lucide-react'
import { useSearchParams } from 'react-router'
import type { ZodType } from 'zod'
import { exportQuestions, mostOrderLines } from '#contract/system.ts'
import { exportAddress } from '../api.ts'
import { usePageState } from '../filters.ts'
import { number } from '../format.ts'
import { Button } from '../ui/Button.tsx'
import { Menu } from '../ui/Menu.tsx'
import type { Page } from './pages.ts'

const formats = [
  { format: 'pdf', label: 'PDF', hint: 'to read and print' },
  { format: 'xlsx', label: 'Excel', hint: 'XLSX' },
  { format: 'csv', label: 'CSV', hint: 'raw numbers' },
  { format: 'json', label: 'JSON', hint: 'raw numbers' },
] as const

type Exported = Page & { exports: keyof typeof exportQuestions }

/** The page's question, as the page asks it: with its own parameters (a product, an order) beside the shared ones. What makes no sense is left out, as on the page. */
const useExportQuestion = (page: Exported) => {
  const { question, granularity } = usePageState()
  const [params] = useSearchParams()
  const taken: Record<string, ZodType> = exportQuestions[page.exports].shape
  const own = Object.fromEntries((page.parameters ?? []).map(name => [name, params.get(name)]).filter(([name, value]) => taken[name ?? '']?.safeParse(value).success))
  return { ...question, ...own, ...(page.comparison ? {} : { compare: 'none' }), ...(page.granularity ? { granularity } : {}) }
}

/** What is on screen, all rows, as a file. */
export const ExportMenu = ({ page }: { page: Exported }) => {
  const question = useExportQuestion(page)
  const most = (format: (typeof formats)[number]['format']) => `up to ${number(mostOrderLines[format])} rows`
  return (
    <Menu
      items={formats.map(({ format, label, hint }) => ({ label, hint: page.exports === 'transactions' ? most(format) : hint, href: exportAddress(page.exports, format, question), download: true }))}
      trigger={
        <Button title="Export">
          <Download aria-hidden className="size-4 text-muted" />
          <span className="md:max-xl:sr-only">Export</span>
        </Button>
      }
    />
  )
}
