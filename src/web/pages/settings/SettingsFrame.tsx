import type { ReactNode } from 'react'
import { Link, useLocation } from 'react-router'
import { useMay } from '../../session.ts'

/** The parts of the settings, and one of them. */
export const SettingsFrame = ({ children }: { children: ReactNode }) => {
  const { pathname } = useLocation()
  const [people, oneself] = [useMay('people'), useMay('oneself')]
  const parts = [
    { path: '/settings', name: 'Company', shown: true },
    { path: '/settings/people', name: 'People', shown: people },
    { path: '/settings/keys', name: 'API keys', shown: people && oneself },
    { path: '/settings/audit', name: 'Audit log', shown: people && oneself },
    { path: '/settings/account', name: 'Your account', shown: oneself },
  ].filter(({ shown }) => shown)
  return (
    <>
      {parts.length > 1 && (
        <nav aria-label="Settings" className="mb-4">
          <ul className="flex flex-wrap gap-1">
            {parts.map(({ path, name }) => (
              <li key={path}>
                <Link
                  to={path}
                  aria-current={path === pathname ? 'page' : undefined}
                  className={`inline-flex h-8 items-center rounded-lg px-3 text-sm font-medium transition-colors duration-150 ${path === pathname ? 'bg-accent-soft text-accent-text' : 'text-soft hover:bg-hover'}`}
                >
                  {name}
                </Link>
              </li>
            ))}
          </ul>
        </nav>
      )}
      {children}
    </>
  )
}
