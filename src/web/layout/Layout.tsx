import { lazy, Suspense, useEffect, useRef, useState } from 'react'
import { ScrollRestoration, useLocation, useNavigate } from 'react-router'
import { api } from '#contract'
import { useApi } from '../api.ts'
import { comparisons, type Compare } from '../comparing.ts'
import { usePageState } from '../filters.ts'
import { later } from '../later.ts'
import { useRemembered } from '../remembered.ts'
import { useWidth } from '../width.ts'
import { ConnectionBanner } from './ConnectionBanner.tsx'
import { ContextRow } from './ContextRow.tsx'
import { grainsFor } from './grains.ts'
import { Header, type Opened } from './Header.tsx'
import { PageOutlet } from './PageOutlet.tsx'
import { pageAt } from './pages.ts'
import { useShortcuts, type Action } from './shortcuts.ts'
import { Sidebar } from './Sidebar.tsx'
import { useTheme } from './theme.ts'
import { toasterCode } from './toaster.ts'

const Palette = lazy(later(async () => ({ default: (await import('./Palette.tsx')).Palette })))
const ShortcutList = lazy(later(async () => ({ default: (await import('./ShortcutList.tsx')).ShortcutList })))

/** How long a dialog takes to go (ms). */
const leaving = 250

const following = <T,>(list: readonly T[], value: T) => list[(list.indexOf(value) + 1) % list.length] as T

export const Layout = () => {
  const { pathname } = useLocation()
  const navigate = useNavigate()
  const empty = useApi(api.data.loaded).data?.data.empty === true
  const found = pageAt(pathname)
  // Without data there is nothing to ask, filter or export.
  const page =
    found && empty ? { ...found, question: false, comparison: false, granularity: false, exports: undefined } : found
  const state = usePageState()
  const { theme, shown, choose } = useTheme()
  const { narrow, medium } = useWidth()
  const [sidebar, keepSidebar] = useRemembered('sidebar')
  const collapsed = sidebar === null ? null : sidebar === 'narrow'
  const [opened, setOpened] = useState<Opened>(null)
  // once opened they stay, closed, until they are gone from the screen
  const [kept, keep] = useState<Opened[]>([])
  if ((opened === 'palette' || opened === 'shortcuts') && !kept.includes(opened)) keep([...kept, opened])
  const main = useRef<HTMLElement>(null)
  const focused = useRef<Element | null>(null)
  const over = opened === 'palette' || opened === 'shortcuts'
  const open = (next: Opened) => {
    if (!over) focused.current = document.activeElement
    setOpened(next)
  }
  useEffect(() => {
    if (!over) return
    const back = () => focused.current instanceof HTMLElement && focused.current.focus()
    return () => {
      // a dialog on its way out would swallow the next key
      const at = document.activeElement
      if (at instanceof HTMLElement && at.closest('[role=dialog]')) {
        at.blur()
        back()
      }
      setTimeout(() => {
        const lost = document.activeElement === null || document.activeElement === document.body
        if (lost) back()
      }, leaving)
    }
  }, [over])
  const messages = toasterCode.use(false)

  useEffect(() => {
    document.title = `${page?.title ?? 'Not found'} · Analytics Dashboard`
  }, [page?.title])

  // A screen reader follows to the new page; the first one is announced by the browser itself.
  const firstPath = useRef(pathname)
  useEffect(() => {
    if (firstPath.current === pathname) return
    firstPath.current = ''
    main.current?.focus({ preventScroll: true })
  }, [pathname])

  const search = () => {
    const field = document.querySelector<HTMLInputElement>('input[data-search]')
    if (field) field.focus()
    else open('palette')
  }
  useShortcuts((action: Action) => {
    if (action.do === 'palette') return open(opened === 'palette' ? null : 'palette')
    if (action.do === 'list') return open('shortcuts')
    if (action.do === 'search') return search()
    if (action.do === 'go') return void navigate(action.path + state.carried)
    if (!page?.question) return
    if (page.undated && ['preset', 'custom', 'shift'].includes(action.do)) return
    if (action.do === 'preset') state.setRange(action.preset)
    if (action.do === 'custom') open('dates')
    if (action.do === 'shift' && state.canShift(action.direction)) state.shiftRange(action.direction)
    if (action.do === 'comparison' && page.comparison)
      state.setCompare(following(Object.keys(comparisons) as Compare[], state.compare))
    if (action.do === 'granularity' && page.granularity)
      state.setGranularity(following([undefined, ...grainsFor(state.window)], state.granularity))
    if (action.do === 'clear' && state.filterCount > 0) state.clearFilters()
  })

  return (
    <>
      <a
        href="#main"
        className="fixed top-2 left-2 z-50 -translate-y-16 rounded-lg bg-accent px-3 py-2 text-sm font-medium text-on-accent focus:translate-y-0"
      >
        Skip to the content
      </a>
      <div className="flex min-h-dvh">
        {!narrow && (
          <Sidebar collapsed={collapsed ?? medium} onCollapse={narrowed => keepSidebar(narrowed ? 'narrow' : 'wide')} />
        )}
        <div className="flex min-w-0 grow flex-col">
          <Header page={page} opened={opened} open={open} narrow={narrow} theme={theme} chooseTheme={choose} />
          <ConnectionBanner />
          <main
            id="main"
            ref={main}
            tabIndex={-1}
            className="mx-auto flex w-full max-w-[1480px] grow flex-col px-4 py-4 outline-none xl:px-5"
          >
            <ContextRow
              question={page?.question ?? false}
              dated={!page?.undated}
              compared={page?.comparison ?? false}
            />
            <PageOutlet question={found?.question ?? false} />
          </main>
        </div>
      </div>
      <Suspense>
        {kept.includes('palette') && (
          <Palette
            open={opened === 'palette'}
            onOpenChange={is => !is && open(null)}
            page={page}
            chooseTheme={choose}
            chooseDays={() => open('comparison')}
            showShortcuts={() => open('shortcuts')}
          />
        )}
        {kept.includes('shortcuts') && (
          <ShortcutList open={opened === 'shortcuts'} onOpenChange={is => !is && open(null)} />
        )}
      </Suspense>
      {messages && <messages.Toaster theme={shown} />}
      <ScrollRestoration />
    </>
  )
}
