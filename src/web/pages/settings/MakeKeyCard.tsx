import { type FormEvent, useState } from 'react'
import { api } from '#contract'
import type { Scope } from '#contract/rights.ts'
import { useCommand } from '../../api.ts'
import { Button } from '../../ui/Button.tsx'
import { Card } from '../../ui/Card.tsx'
import { TextField } from '../../ui/TextField.tsx'
import { Choose } from './Field.tsx'
import { ruleChoices, useRules } from './rules.ts'
import { ShownOnce } from './ShownOnce.tsx'

export const scopeWords: Record<Scope, string> = { read: 'read', import: 'read and import' }

export const MakeKeyCard = ({ className }: { className: string }) => {
  const [name, setName] = useState('')
  const [scope, setScope] = useState<Scope>('read')
  const [days, setDays] = useState('90')
  const [rule, setRule] = useState('')
  const rules = useRules()
  const [key, setKey] = useState<string | null>(null)
  const make = useCommand(api.keys.make)
  const send = (event: FormEvent) => {
    event.preventDefault()
    if (make.isPending) return
    make.mutate(
      { query: { name, scope, days, ...(scope === 'read' && rule !== '' && { rule: Number(rule) }) } },
      {
        onSuccess: ({ data }) => {
          setKey(data.key)
          setName('')
        },
      },
    )
  }
  return (
    <Card title="A new key" className={className}>
      <form onSubmit={send} noValidate aria-label="A new key" className="flex flex-col gap-3">
        <TextField label="Name" hint="Which program it is for." autoComplete="off" value={name} onChange={setName} />
        <Choose
          name="May"
          says="It never may more than you."
          value={scope}
          choices={Object.entries(scopeWords).map(([value, words]) => ({ value, name: words }))}
          onChange={value => setScope(value as Scope)}
        />
        {scope === 'read' && rules.length > 0 && (
          <Choose name="Reads" says="Which rows." value={rule} choices={ruleChoices(rules)} onChange={setRule} />
        )}
        <Choose
          name="For"
          says="Then it opens nothing any more."
          value={days}
          choices={[
            { value: '7', name: '7 days' },
            { value: '30', name: '30 days' },
            { value: '90', name: '90 days' },
            { value: '365', name: 'a year' },
          ]}
          onChange={setDays}
        />
        {make.error && (
          <p role="alert" className="text-sm text-negative">
            {make.error.message}
          </p>
        )}
        <div className="flex justify-end">
          <Button look="primary" type="submit" aria-disabled={make.isPending} className="aria-disabled:opacity-50">
            Make the key
          </Button>
        </div>
      </form>
      <ShownOnce
        secret={key}
        title="The key"
        name="Key"
        says="It is not shown again: put it where the program finds it. Only its hash is kept here."
        onClose={() => setKey(null)}
      />
    </Card>
  )
}
