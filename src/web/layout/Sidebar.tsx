import { PanelLeft } from 'lucide-react'
import { Link, useLocation } from 'react-router'
import { usePageState } from '../filters.ts'
import { Button } from '../ui/Button.tsx'
import { LiveMark, LiveStatus } from './LiveStatus.tsx'
import { pageAt, places } from './pages.ts'
import { SignedIn } from './SignedIn.tsx'

const Brand = ({ wordless = false }: { wordless?: boolean }) => (
  <span className="flex items-center gap-2.5 font-semibold">
    <svg aria-hidden viewBox="0 0 32 32" className="size-5 shrink-0">
      <rect width="32" height="32" rx="8" fill="#4f46e5" />
      <path
        d="M8 22l6-7 4 4 6-9"
        fill="none"
        stroke="#fff"
        strokeWidth="3"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
    {!wordless && 'Analytics'}
  </span>
)

/** The pages there are; range, comparison and filters go along. */
export const Navigation = ({ wordless = false, onNavigate }: { wordless?: boolean; onNavigate?: () => void }) => {
  const { carried } = usePageState()
  const here = pageAt(useLocation().pathname)
  const isHere = (path: string) => path === (here?.within ?? here?.path)
  return (
    <nav aria-label="Pages">
      <ul className="flex flex-col gap-0.5">
        {places.map(page => (
          <li key={page.path}>
            <Link
              to={page.path + carried}
              aria-current={isHere(page.path) ? 'page' : undefined}
              onClick={onNavigate}
              title={wordless ? page.name : undefined}
              className={`flex h-9 items-center gap-3 rounded-lg px-2.5 text-base font-medium transition-colors duration-150 ${isHere(page.path) ? 'bg-accent-soft text-accent-text' : 'text-soft hover:bg-hover'} ${
                wordless ? 'justify-center' : ''
              }`}
            >
              <page.icon aria-hidden className="size-4 shrink-0" />
              <span className={wordless ? 'sr-only' : ''}>{page.name}</span>
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}

/** From 768 px up: icons and words, or icons alone. */
export const Sidebar = ({
  collapsed,
  onCollapse,
}: {
  collapsed: boolean
  onCollapse: (collapsed: boolean) => void
}) => (
  <aside
    className={`shrink-0 border-r border-line bg-card transition-[width] duration-150 max-md:hidden ${collapsed ? 'w-14 px-2' : 'w-58 px-2.5'}`}
  >
    <div className="sticky top-0 flex h-dvh flex-col">
      <div className={`flex h-14 items-center ${collapsed ? 'justify-center' : 'justify-between pl-2.5'}`}>
        {!collapsed && <Brand />}
        <Button
          look="quiet"
          size="icon"
          aria-label={collapsed ? 'Widen the sidebar' : 'Narrow the sidebar'}
          aria-expanded={!collapsed}
          onClick={() => onCollapse(!collapsed)}
        >
          <PanelLeft aria-hidden className="size-4" />
        </Button>
      </div>
      <Navigation wordless={collapsed} />
      <div className="mt-auto flex flex-col gap-3 border-t border-line py-3">
        <SignedIn wordless={collapsed} />
        {collapsed ? <LiveMark /> : <LiveStatus />}
      </div>
    </div>
  </aside>
)
