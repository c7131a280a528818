import { type FormEvent, useId, useState } from 'react'
import { api } from '#contract'
import type { Source } from '#contract/sources.ts'
import { useCommand } from '../../api.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { Segmented } from '../../ui/Segmented.tsx'
import { TextField } from '../../ui/TextField.tsx'

const rhythms = [
  { minutes: 5, words: 'every 5 minutes' },
  { minutes: 15, words: 'every 15 minutes' },
  { minutes: 60, words: 'every hour' },
  { minutes: 360, words: 'every 6 hours' },
  { minutes: 1440, words: 'every day' },
]
export const rhythmOf = (minutes: number) =>
  rhythms.find(one => one.minutes === minutes)?.words ?? `every ${minutes} minutes`

const zones = [
  { value: '', words: 'It has none of them' },
  { value: 'utc', words: 'UTC' },
  { value: 'workspace', words: 'the company’s time zone' },
]
const control = 'h-9 w-full min-w-0 rounded-lg border border-control bg-card px-2.5 text-sm text-ink'

const Choice = ({
  label,
  hint,
  value,
  choices,
  onChange,
}: {
  label: string
  hint?: string
  value: string
  choices: { value: string; words: string }[]
  onChange: (value: string) => void
}) => {
  const id = useId()
  return (
    <div className="flex min-w-0 flex-1 basis-52 flex-col gap-1">
      <label htmlFor={id} className="text-sm font-medium">
        {label}
      </label>
      <select
        id={id}
        className={control}
        aria-describedby={hint ? `${id}-hint` : undefined}
        value={value}
        onChange={event => onChange(event.target.value)}
      >
        {choices.map(choice => (
          <option key={choice.value} value={choice.value}>
            {choice.words}
          </option>
        ))}
      </select>
      {hint && (
        <p id={`${id}-hint`} className="text-xs text-muted">
          {hint}
        </p>
      )}
    </div>
  )
}

const beginning = (source: Source | null) => ({
  name: source?.name ?? '',
  url: '',
  reads: source?.query ? ('query' as const) : ('table' as const),
  table: source?.table ?? '',
  query: source?.query ?? '',
  grows: source?.grows ?? '',
  overlap: String(source?.overlap ?? 10),
  zone: source?.zone ?? ('' as const),
  minutes: String(source?.everyMinutes ?? 15),
})

/** A database to be added, or one to be changed; the address is sent, and never comes back. */
export const DatabaseForm = ({ source, onClose }: { source: Source | null; onClose: () => void }) => {
  const [is, set] = useState(() => beginning(source))
  const add = useCommand(api.sources.add)
  const change = useCommand(api.sources.change)
  const queryId = useId()
  const formId = useId()
  const put = (more: Partial<typeof is>) => set(before => ({ ...before, ...more }))
  const busy = add.isPending || change.isPending
  const error = add.error ?? change.error
  const send = (event: FormEvent) => {
    event.preventDefault()
    if (busy) return
    const query = {
      name: is.name,
      ...(is.reads === 'table' ? { table: is.table } : { query: is.query }),
      grows: is.grows.trim() || null,
      ...(is.overlap.trim() ? { overlap: is.overlap.trim() } : {}),
      zone: is.zone === '' ? null : is.zone,
      every_minutes: is.minutes,
    }
    const done = { onSuccess: onClose }
    if (source === null) add.mutate({ query: { ...query, url: is.url } }, done)
    else change.mutate({ params: { id: source.id }, query: is.url ? { ...query, url: is.url } : query }, done)
  }
  return (
    <Dialog
      open
      onOpenChange={open => !open && !busy && onClose()}
      title={source ? `Change ${source.name}` : 'Connect a PostgreSQL database'}
      description="It is only ever read. Best give it a user that may read these tables and nothing else."
      footer={
        <>
          <Button disabled={busy} onClick={onClose}>
            Cancel
          </Button>
          <Button look="primary" type="submit" form={formId} disabled={busy}>
            {busy ? 'Trying it…' : source ? 'Save' : 'Try and add it'}
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={send} noValidate className="flex flex-col gap-4" aria-label="Database">
        <TextField
          label="Name"
          hint="It stands in the list of imports."
          autoComplete="off"
          value={is.name}
          onChange={name => put({ name })}
        />
        <TextField
          label="Address"
          hint={
            source
              ? `Now ${source.place}. Empty: it stays. It is kept encrypted and not shown again.`
              : 'postgres://reader:password@host:5432/shop. It is kept encrypted and not shown again.'
          }
          type="password"
          autoComplete="off"
          spellCheck={false}
          value={is.url}
          onChange={url => put({ url })}
        />
        <Segmented
          label="What is read"
          choices={[
            { value: 'table', label: 'A table or view' },
            { value: 'query', label: 'A query' },
          ]}
          value={is.reads}
          onChange={reads => put({ reads })}
        />
        {is.reads === 'table' ? (
          <TextField
            label="Table"
            hint="With its schema where that is not the usual one: sales.orders"
            autoComplete="off"
            spellCheck={false}
            value={is.table}
            onChange={table => put({ table })}
          />
        ) : (
          <div className="flex flex-col gap-1">
            <label htmlFor={queryId} className="text-sm font-medium">
              Query
            </label>
            <textarea
              id={queryId}
              rows={5}
              spellCheck={false}
              aria-describedby={`${queryId}-hint`}
              className="w-full rounded-lg border border-control bg-card px-2.5 py-2 font-mono text-sm text-ink"
              value={is.query}
              onChange={event => put({ query: event.target.value })}
            />
            <p id={`${queryId}-hint`} className="text-xs text-muted">
              One SELECT, whose columns are those of a file of orders, customers or deals.
            </p>
          </div>
        )}
        <div className="flex flex-wrap gap-4">
          <TextField
            className="min-w-0 flex-1 basis-52"
            label="Column that grows"
            hint="A number or time that new and changed rows have larger, such as updated_at. Empty: everything is read each time."
            autoComplete="off"
            spellCheck={false}
            value={is.grows}
            onChange={grows => put({ grows })}
          />
          <TextField
            className="min-w-0 flex-1 basis-52"
            label="Read once more"
            hint="Minutes (of a number: so many numbers) before the newest, for rows that are stored late. What is here already is not doubled."
            inputMode="numeric"
            value={is.overlap}
            onChange={overlap => put({ overlap })}
          />
        </div>
        <div className="flex flex-wrap gap-4">
          <Choice
            label="Times without a zone are of"
            value={is.zone}
            choices={zones}
            onChange={zone => put({ zone: zone as typeof is.zone })}
          />
          <Choice
            label="Read"
            value={is.minutes}
            choices={[
              ...(rhythms.some(({ minutes }) => String(minutes) === is.minutes)
                ? []
                : [{ value: is.minutes, words: rhythmOf(Number(is.minutes)) }]),
              ...rhythms.map(({ minutes, words }) => ({ value: String(minutes), words })),
            ]}
            onChange={minutes => put({ minutes })}
          />
        </div>
        {error && (
          <p role="alert" className="text-sm wrap-anywhere text-negative">
            {error.message}
          </p>
        )}
      </form>
    </Dialog>
  )
}
