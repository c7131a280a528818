import { api } from '#contract'
import { useCommand } from '../api.ts'
import { browserPlace, currencies, timezones } from '../format.ts'
import { currencyOf } from '../money-of-regions.ts'
import { Button } from '../ui/Button.tsx'

/** Currency and zone of where the browser is, where the workspace has others. */
const proposed = ({ currency, timezone }: { currency: string; timezone: string }) => {
  const here = browserPlace()
  const money = currencyOf(here.region)
  const other = {
    ...(money && money !== currency && currencies().includes(money) ? { currency: money } : {}),
    ...(here.timezone !== timezone && timezones().includes(here.timezone) ? { timezone: here.timezone } : {}),
  }
  return { other, named: Object.values(other).join(' and ') }
}

/** Before anything is loaded: what amounts and times will be taken to be, and what the browser would say. */
export const ProposedPlace = ({ workspace }: { workspace: { currency: string; timezone: string } }) => {
  const command = useCommand(api.workspace.change)
  const { other, named } = proposed(workspace)
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-2 text-sm text-muted">
      <p role="status">
        Where a file does not say otherwise, its amounts are taken as {workspace.currency} and its times as those of{' '}
        {workspace.timezone}.{named && ` Your browser suggests ${named}.`}
      </p>
      {named && (
        <Button size="sm" disabled={command.isPending} onClick={() => command.mutate({ query: other })}>
          Use {named}
        </Button>
      )}
      {command.error && (
        <p role="alert" className="basis-full text-negative">
          Not saved: {command.error.message}
        </p>
      )}
    </div>
  )
}
