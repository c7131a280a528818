import { useState } from 'react'
import { api } from '#contract'
import { useApi, useCommand } from '../../api.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { QueryState } from '../../ui/QueryState.tsx'
import { SkeletonRows } from '../../ui/Skeleton.tsx'
import { TextField } from '../../ui/TextField.tsx'
import { type ListedRule, parts } from './rules.ts'

type Draft = Pick<ListedRule, 'name' | 'regions' | 'segments' | 'reps'>
const nothing: Draft = { name: '', regions: null, segments: null, reps: null }

/** A new rule, or another one in its place. Opened anew for each (`key`). */
export const RuleDialog = ({ rule, onClose }: { rule: ListedRule | null; onClose: () => void }) => {
  const [draft, setDraft] = useState<Draft>(rule ?? nothing)
  const query = useApi(api.data.dimensions)
  const make = useCommand(api.rules.make)
  const change = useCommand(api.rules.change)
  const { name, regions, segments, reps } = draft
  const save = () => {
    const asked = { name, regions, segments, reps }
    if (rule) change.mutate({ params: { id: rule.id }, query: asked }, { onSuccess: onClose })
    else make.mutate({ query: asked }, { onSuccess: onClose })
  }
  const trouble = make.error ?? change.error
  const toggle = (key: (typeof parts)[number]['key'], value: string) => {
    const before = draft[key] ?? []
    const after = before.includes(value) ? before.filter(one => one !== value) : [...before, value]
    setDraft({ ...draft, [key]: after.length > 0 ? after : null })
  }
  return (
    <Dialog
      open
      onOpenChange={open => !open && onClose()}
      title={rule ? `Rows of ${rule.name}` : 'A rule for rows'}
      description="Only orders and deals with one of the ticked values are seen; ticked in several lists, a row needs one of each. A list without a tick shows all. What comes new into the data is not ticked by itself."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" disabled={make.isPending || change.isPending} onClick={save}>
            Save
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <TextField
          label="Name"
          hint="Those who see by it read it on every page, such as “East”."
          autoComplete="off"
          value={name}
          onChange={value => setDraft({ ...draft, name: value })}
        />
        <QueryState query={query} skeleton={<SkeletonRows />}>
          {({ data }) => {
            const known = { regions: data.region, segments: data.segment, reps: data.rep }
            return parts.map(({ key, name: title, none }) => (
              <fieldset key={key} className="min-w-0">
                <legend className="mb-1 pt-2 text-sm font-semibold">{title}</legend>
                <div className="grid max-h-44 gap-x-4 overflow-auto scroll-thin sm:grid-cols-2">
                  {[...new Set([...known[key], ...(draft[key] ?? []).filter(Boolean), ''])].map(value => (
                    <label key={value} className="flex items-start gap-2 px-1 py-1 text-sm">
                      <input
                        type="checkbox"
                        className="mt-0.5 size-4 shrink-0 accent-(--accent)"
                        checked={draft[key]?.includes(value) ?? false}
                        onChange={() => toggle(key, value)}
                      />
                      <span className="min-w-0 break-words">{value || none}</span>
                    </label>
                  ))}
                </div>
              </fieldset>
            ))
          }}
        </QueryState>
        {trouble && (
          <p role="alert" className="text-sm text-negative">
            {trouble.message}
          </p>
        )}
      </div>
    </Dialog>
  )
}
