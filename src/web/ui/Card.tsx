import { Table2, ChartColumn } from 'lucide-react'
import { useId, type ReactNode } from 'react'
import { useAddress } from '../address.ts'
import { Button } from './Button.tsx'
import { Popover } from './Popover.tsx'

export type Definition = { name: string; text: string }

/** The "?" beside a title: what the number means. */
export const DefinitionHint = ({ definition }: { definition: Definition }) => (
  <Popover
    title={`What is ${definition.name}?`}
    align="center"
    className="w-72 p-3"
    trigger={
      <button
        type="button"
        aria-label={`What is ${definition.name}?`}
        className="relative inline-flex size-5 shrink-0 items-center justify-center rounded-full border border-line text-xs text-muted transition-colors duration-150 after:absolute after:-inset-1 hover:bg-hover hover:text-ink"
      >
        ?
      </button>
    }
  >
    <p className="text-sm font-semibold">{definition.name}</p>
    <p className="mt-1 text-sm text-soft">{definition.text}</p>
  </Popover>
)

/** The charts of the page that are shown as tables, in the URL: `table=trend`, once for each. */
const useAsTable = (id: string | undefined) => {
  const { params, set } = useAddress()
  const shown = params.getAll('table')
  const asTable = id !== undefined && shown.includes(id)
  return {
    asTable,
    toggle: () => set({ table: asTable ? shown.filter(other => other !== id) : [...shown, ...(id ? [id] : [])] }),
  }
}

/**
 * A titled surface. `definition` gives the "?"; `actions` stand right of the title; with `id` and `table` a button
 * switches between the content and it.
 * `id` names the card in addresses. `className` places it in its grid.
 */
export const Card = ({
  id,
  title,
  subtitle,
  definition,
  actions,
  table,
  footer,
  className = '',
  children,
}: {
  id?: string
  title: string
  subtitle?: ReactNode
  definition?: Definition
  actions?: ReactNode
  table?: () => ReactNode
  footer?: ReactNode
  className?: string
  children?: ReactNode
}) => {
  const titleId = useId()
  const { asTable, toggle } = useAsTable(id)
  return (
    <section
      id={id}
      aria-labelledby={titleId}
      className={`scroll-mt-18 flex min-w-0 flex-col rounded-xl border border-line bg-card p-4 shadow-lift ${className}`}
    >
      {/* The title takes all the room there is. Actions that do not fit beside it get a line of their own, the last ones at its end. */}
      <header className="flex flex-wrap items-start gap-x-4 gap-y-2">
        <div className="flex min-h-7 min-w-0 grow-999 basis-40 flex-wrap content-center items-baseline gap-x-2">
          <h2 id={titleId} className="text-base font-semibold">
            {title}
          </h2>
          {subtitle && <p className="text-sm text-muted">{subtitle}</p>}
        </div>
        {(actions || table || definition) && (
          <div className="flex min-h-7 grow flex-wrap items-center gap-2">
            {actions}
            <div className="ml-auto flex items-center gap-2 empty:hidden">
              {table && (
                <Button
                  look="quiet"
                  size="sm"
                  aria-pressed={asTable}
                  onClick={toggle}
                  aria-label={`View ${title} as ${asTable ? 'chart' : 'table'}`}
                  title={`View as ${asTable ? 'chart' : 'table'}`}
                >
                  {asTable ? <ChartColumn aria-hidden className="size-4" /> : <Table2 aria-hidden className="size-4" />}
                </Button>
              )}
              {definition && <DefinitionHint definition={definition} />}
            </div>
          </div>
        )}
      </header>
      {children && <div className="mt-3 flex min-w-0 grow flex-col">{asTable && table ? table() : children}</div>}
      {footer && <footer className="mt-3 border-t border-line pt-3 text-sm text-muted">{footer}</footer>}
    </section>
  )
}
