import { useState } from 'react'
import { api } from '#contract'
import { useCommand } from '../../api.ts'
import { plural } from '../../format.ts'
import { Button } from '../../ui/Button.tsx'
import { Card } from '../../ui/Card.tsx'
import { Empty } from '../../ui/QueryState.tsx'
import { RuleDialog } from './RuleDialog.tsx'
import { type ListedRule, ruleWords, useRules } from './rules.ts'

const usesOf = ({ people, invitations, keys }: ListedRule) => {
  const uses = [
    people > 0 && plural(people, 'viewer'),
    invitations > 0 && plural(invitations, 'invitation'),
    keys > 0 && plural(keys, 'key'),
  ].filter(Boolean)
  return uses.join(', ') || 'nobody has it'
}

/** Which rows viewers and keys may be shown. */
export const RulesCard = ({ className }: { className: string }) => {
  const rules = useRules()
  const [edited, edit] = useState<ListedRule | 'new' | null>(null)
  const remove = useCommand(api.rules.remove)
  return (
    <Card
      title="Rules for rows"
      subtitle="a viewer who sees only some regions, segments or representatives"
      className={className}
    >
      {rules.length === 0 ? (
        <Empty title="Everybody sees all rows">
          A rule, given to a viewer or a key, shows only some of them: in every figure, list, forecast and export.
        </Empty>
      ) : (
        <ul className="flex flex-col divide-y divide-line">
          {rules.map(rule => (
            <li key={rule.id} className="flex flex-wrap items-center justify-between gap-x-3 gap-y-2 py-2">
              <p className="min-w-0 grow basis-40 text-sm">
                <span className="block font-medium wrap-anywhere">{rule.name}</span>
                <span className="block text-xs wrap-anywhere text-muted">
                  {ruleWords(rule)}; {usesOf(rule)}
                </span>
              </p>
              <span className="flex gap-2">
                <Button size="sm" aria-label={`Change the rule ${rule.name}`} onClick={() => edit(rule)}>
                  Change
                </Button>
                <Button
                  size="sm"
                  aria-label={`Remove the rule ${rule.name}`}
                  disabled={remove.isPending}
                  onClick={() => remove.mutate({ params: { id: rule.id } })}
                >
                  Remove
                </Button>
              </span>
            </li>
          ))}
        </ul>
      )}
      {remove.error && (
        <p role="alert" className="mt-2 text-sm text-negative">
          {remove.error.message}
        </p>
      )}
      <div className="mt-3 flex justify-end">
        <Button onClick={() => edit('new')}>Make a rule</Button>
      </div>
      {edited && (
        <RuleDialog
          key={edited === 'new' ? 'new' : edited.id}
          rule={edited === 'new' ? null : edited}
          onClose={() => edit(null)}
        />
      )}
    </Card>
  )
}
