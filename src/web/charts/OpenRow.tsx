import type { ComponentProps } from 'react'
import { Link } from 'react-router'

type Shared = Pick<ComponentProps<'div'>, 'className' | 'children'> & {
  /** What it says when it is pointed at (ChartTip). */
  'data-tip'?: string
  /** What a screen reader says of a row that only shows. */
  words?: string
}

/** Who has no pointer reads its tip by the focus. */
const stop = { tabIndex: 0 }

/** A row of a chart that opens what it is made of; without an address it only shows. What a tooltip asks of its trigger goes along. */
export const OpenRow = ({ href, className = '', words, ...rest }: Shared & { href: string | undefined }) =>
  href === undefined ? (
    <div
      role={words ? 'img' : undefined}
      aria-label={words}
      className={`rounded ${className}`}
      {...(words && stop)}
      {...rest}
    />
  ) : (
    <Link to={href} className={`rounded hover:bg-hover ${className}`} {...rest} />
  )
