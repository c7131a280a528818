import { Menu as MenuIcon, Search, SlidersHorizontal } from 'lucide-react'
import { useState } from 'react'
import { usePageState } from '../filters.ts'
import { Button } from '../ui/Button.tsx'
import { Sheet } from '../ui/Dialog.tsx'
import { CompareControl } from './CompareControl.tsx'
import { ExportMenu } from './ExportMenu.tsx'
import { FilterControl } from './FilterControl.tsx'
import { GranularityControl } from './GranularityControl.tsx'
import { LiveStatus } from './LiveStatus.tsx'
import type { Page } from './pages.ts'
import { RangeControl } from './RangeControl.tsx'
import { Navigation } from './Sidebar.tsx'
import { SignedIn } from './SignedIn.tsx'
import type { Theme } from './theme.ts'
import { ThemeSwitch } from './ThemeSwitch.tsx'

export type Opened = 'range' | 'comparison' | 'filters' | 'palette' | 'shortcuts' | null
type Props = {
  page: Page | undefined
  opened: Opened
  open: (what: Opened) => void
  narrow: boolean
  theme: Theme
  chooseTheme: (theme: Theme) => void
}

const Controls = ({
  page,
  opened,
  open,
  onExport,
}: Pick<Props, 'page' | 'opened' | 'open'> & { onExport?: () => void }) => {
  const toggle = (what: Opened) => (isOpen: boolean) => open(isOpen ? what : null)
  if (!page) return null
  return (
    <>
      {page.question && !page.undated && <RangeControl open={opened === 'range'} onOpenChange={toggle('range')} />}
      {page.comparison && <CompareControl open={opened === 'comparison'} onOpenChange={toggle('comparison')} />}
      {page.granularity && <GranularityControl />}
      {page.question && <FilterControl open={opened === 'filters'} onOpenChange={toggle('filters')} />}
      {page.exports !== undefined && <ExportMenu page={{ ...page, exports: page.exports }} onExport={onExport} />}
    </>
  )
}

/**
 * The page's name and what it is asked. Below 768 px the controls and the pages each fold into a sheet; the palette's
 * button joins the pages where there is no room.
 */
export const Header = ({ page, opened, open, narrow, theme, chooseTheme }: Props) => {
  const [sheet, setSheet] = useState<'pages' | 'controls' | null>(null)
  const { filterCount } = usePageState()
  return (
    <header className="sticky top-0 z-30 border-b border-line bg-card">
      <div className="mx-auto flex h-14 max-w-[1480px] items-center gap-2 px-4 md:max-lg:gap-1.5 xl:px-5">
        {narrow && (
          <Button look="quiet" size="icon" aria-label="Pages" onClick={() => setSheet('pages')} className="-ml-2">
            <MenuIcon aria-hidden className="size-5" />
          </Button>
        )}
        <h1 className="mr-auto shrink-9 truncate text-lg font-semibold" title={page?.title}>
          {page?.title ?? 'Not found'}
        </h1>
        {narrow ? (
          page?.question && (
            <Button onClick={() => setSheet('controls')}>
              <span className="sr-only">{page.undated ? 'Filters' : 'Range and filters'} </span>
              <SlidersHorizontal aria-hidden className="size-4 text-muted" />
              {filterCount > 0 && (
                <span className="rounded-full bg-accent-soft px-1.5 text-xs text-accent-text">
                  {filterCount}
                  <span className="sr-only"> active</span>
                </span>
              )}
            </Button>
          )
        ) : (
          <Controls page={page} opened={opened} open={open} />
        )}
        <Button
          size="icon"
          aria-label="Command palette"
          title="Command palette (Ctrl K)"
          onClick={() => open('palette')}
          className="max-xs:hidden"
        >
          <Search aria-hidden className="size-4 text-muted" />
        </Button>
        <ThemeSwitch theme={theme} choose={chooseTheme} />
      </div>
      {narrow && (
        <>
          <Sheet
            side="left"
            title="Analytics"
            open={sheet === 'pages'}
            onOpenChange={isOpen => setSheet(isOpen ? 'pages' : null)}
          >
            <div className="flex h-full flex-col justify-between gap-6 pt-2">
              <div className="flex flex-col gap-3">
                <Navigation onNavigate={() => setSheet(null)} />
                <Button
                  className="xs:hidden"
                  onClick={() => {
                    setSheet(null)
                    open('palette')
                  }}
                >
                  <Search aria-hidden className="size-4 text-muted" /> Command palette
                </Button>
              </div>
              <div className="flex flex-col gap-3">
                <SignedIn onNavigate={() => setSheet(null)} />
                <LiveStatus />
              </div>
            </div>
          </Sheet>
          <Sheet
            side="bottom"
            title={page?.undated ? 'Filters' : 'Range and filters'}
            open={sheet === 'controls'}
            onOpenChange={isOpen => setSheet(isOpen ? 'controls' : null)}
          >
            <div className="flex flex-col items-stretch gap-3 pt-1">
              {/* how an export goes is told on the page, which the sheet covers */}
              <Controls page={page} opened={opened} open={open} onExport={() => setSheet(null)} />
              <Button look="primary" onClick={() => setSheet(null)}>
                Done
              </Button>
            </div>
          </Sheet>
        </>
      )}
    </header>
  )
}
