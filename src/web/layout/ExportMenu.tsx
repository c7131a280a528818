import { Download } from 'lucide-react'
import { useSearchParams } from 'react-router'
import { mostOrderLines } from '#contract/system.ts'
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

/** The page's question, as the page asks it: with its own parameters (a product, an order) beside the shared ones. */
const useExportQuestion = (page: Page) => {
  const { question, granularity } = usePageState()
  const [params] = useSearchParams()
  const own = Object.fromEntries((page.parameters ?? []).map(name => [name, params.get(name)]))
  return { ...question, ...own, ...(page.comparison ? {} : { compare: 'none' }), ...(page.granularity ? { granularity } : {}) }
}

/** What is on screen, all rows, as a file. */
export const ExportMenu = ({ page }: { page: Page & { exports: string } }) => {
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
