import type { ComponentProps } from 'react'

const looks = {
  plain: 'border border-line bg-card text-ink shadow-lift hover:bg-hover',
  primary: 'bg-accent text-on-accent hover:bg-accent-hover',
  quiet: 'text-soft hover:bg-hover',
  danger: 'border border-line bg-card text-negative hover:bg-negative-soft',
} as const
const sizes = { md: 'h-8 gap-2 px-3', sm: 'h-7 gap-1.5 px-2', icon: 'size-8' } as const

type Look = { look?: keyof typeof looks; size?: keyof typeof sizes }

/** The classes of a button, for links and triggers that look like one. */
export const buttonLook = ({ look = 'plain', size = 'md' }: Look = {}, more = '') =>
  `inline-flex shrink-0 items-center justify-center rounded-lg text-sm font-medium whitespace-nowrap transition-colors duration-150 select-none disabled:opacity-50 ${looks[look]} ${sizes[size]} ${more}`

export const Button = ({ look, size, className, ...rest }: ComponentProps<'button'> & Look) => (
  <button type="button" className={buttonLook({ look, size }, className)} {...rest} />
)
