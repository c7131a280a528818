import type { ReactNode } from 'react'
import { Link } from 'react-router'

/** A figure in words that opens its deals. In a row that opens something itself, only the link does. */
export const LinkedWords = ({ href, children }: { href: string; children: ReactNode }) => (
  <Link
    to={href}
    onClick={event => event.stopPropagation()}
    className="inline-block leading-6 rounded hover:text-ink hover:underline"
  >
    {children}
  </Link>
)
