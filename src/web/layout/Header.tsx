import { Menu as MenuIcon, Search, SlidersHorizontal } from 'lucide-react'
import { useState } from 'react'
import { usePageState } from '../filters.ts'
import { Button } from '../ui/Button.tsx'
import { Sheet } from '../ui/Dialog.tsx'
import { CompareControl } from './CompareControl.tsx'
import { ExportMenu } from './ExportMenu.tsx'
import { FilterControl } from './FilterControl.tsx'
import { GranularityControl } from './GranularityControl.tsx'
import { LiveLine, LiveStatus } from './LiveStatus.tsx'
import type { Page } from './pages.ts'
import { RangeControl } from './RangeControl.tsx'
import { Navigation } from './Sidebar.tsx'
import { SeenRows } from './SeenRows.tsx'
import { SignedIn } from './SignedIn.tsx'
import type { Theme } from './theme.ts'
import { ThemeSwitch } from './ThemeSwitch.tsx'

export type Opened = 'range' | 'dates' | 'comparison' | 'filters' | 'palette' | 'shortcuts' | null
type Props = {
  page: Page | undefined
  opened: Opened
  open: (what: Opened) => void
  narrow: boolean
  theme: Theme
  chooseTheme: (theme: Theme) => void
}

const toggle = (open: Props['open'], what: Opened) => (isOpen: boolean) => open(isOpen ? what : null)

const Range = ({ page, opened, open }: Pick<Props, 'page' | 'opened' | 'open'>) =>
  page?.question && !page.undated ? (
    <RangeControl
      open={opened === 'range' || opened === 'dates'}
      calendar={opened === 'dates'}
      onOpenChange={toggle(open, 'range')}
    />
  ) : null

const Controls = ({
  page,
  opened,
  open,
  onExport,
}: Pick<Props, 'page' | 'opened' | 'open'> & { onExport?: () => void }) => {
  if (!page) return null
  return (
    <>
      {page.comparison && <CompareControl open={opened === 'comparison'} onOpenChange={toggle(open, 'comparison')} />}
      {page.granularity && <GranularityControl />}
      {page.question && <FilterControl open={opened === 'filters'} onOpenChange={toggle(open, 'filters')} />}
      {page.exports !== undefined && <ExportMenu page={{ ...page, exports: page.exports }} onExport={onExport} />}
    </>
  )
}

/**
 * The page's name and what it is asked. Below 768 px the range and the live state have a line of their own, the other
 * controls and the pages fold into a sheet each; the palette's button joins the pages where there is no room.
 */
export const Header = ({ page, opened, open, narrow, theme, chooseTheme }: Props) => {
  const [sheet, setSheet] = useState<'pages' | 'controls' | null>(null)
  const { filterCount } = usePageState()
  const sheetName = page?.comparison ? 'Comparison and filters' : 'Filters'
  /** A control of the sheet that is opened from elsewhere brings the sheet along. */
  const inSheet = opened === 'comparison' || opened === 'filters'
  return (
    <header className="sticky top-0 z-30 border-b border-line bg-card">
      <div className="mx-auto flex h-14 max-w-[1480px] items-center gap-2 px-4 max-md:h-12 md:max-lg:gap-1.5 xl:px-5">
        {narrow && (
          <Button look="quiet" size="icon" aria-label="Pages" onClick={() => setSheet('pages')} className="-ml-2">
            <MenuIcon aria-hidden className="size-5" />
          </Button>
        )}
        <div className="mr-auto flex min-w-0 shrink-9 items-center gap-2">
          <h1 className="truncate text-lg font-semibold" title={page?.title}>
            {page?.title ?? 'Not found'}
          </h1>
          <SeenRows />
        </div>
        {narrow ? (
          page?.question && (
            <Button onClick={() => setSheet('controls')}>
              <span className="sr-only">{sheetName} </span>
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
          <>
            <Range page={page} opened={opened} open={open} />
            <Controls page={page} opened={opened} open={open} />
          </>
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
          <div className="flex min-h-6 items-center justify-between gap-3 px-4 pb-2">
            <Range page={page} opened={opened} open={open} />
            <LiveLine stacked={page?.question === true && !page.undated} />
          </div>
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
            title={sheetName}
            open={sheet === 'controls' || inSheet}
            onOpenChange={isOpen => {
              setSheet(isOpen ? 'controls' : null)
              if (!isOpen && inSheet) open(null)
            }}
          >
            <div className="flex flex-col items-stretch gap-3 pt-1">
              {/* how an export goes is told on the page, which the sheet covers */}
              <Controls page={page} opened={opened} open={open} onExport={() => setSheet(null)} />
              <Button
                look="primary"
                onClick={() => {
                  setSheet(null)
                  if (inSheet) open(null)
                }}
              >
                Done
              </Button>
            </div>
          </Sheet>
        </>
      )}
    </header>
  )
}
