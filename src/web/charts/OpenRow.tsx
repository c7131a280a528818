import type { ReactNode } from 'react'
import { Link } from 'react-router'

/** A row of a chart that opens what it is made of; without an address it only shows. */
export const OpenRow = ({
  href,
  title,
  className = '',
  children,
}: {
  href: string | undefined
  /** What a click does, or the exact figures. */
  title?: string
  className?: string
  children: ReactNode
}) =>
  href === undefined ? (
    <div className={className} title={title}>
      {children}
    </div>
  ) : (
    <Link to={href} title={title} className={`rounded hover:bg-hover ${className}`}>
      {children}
    </Link>
  )
