import type { ComponentProps } from 'react'
import { Link } from 'react-router'

type Shared = Pick<ComponentProps<'div'>, 'title' | 'className' | 'children'>

/** A row of a chart that opens what it is made of; without an address it only shows. What a tooltip asks of its trigger goes along. */
export const OpenRow = ({ href, className = '', ...rest }: Shared & { href: string | undefined }) =>
  href === undefined ? (
    <div className={className} {...rest} />
  ) : (
    <Link to={href} className={`rounded hover:bg-hover ${className}`} {...rest} />
  )
