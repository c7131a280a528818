import { api } from '#contract'
import { useApi } from '../../api.ts'
import { PageSkeleton } from '../../layout/PageSkeleton.tsx'
import { QueryState } from '../../ui/QueryState.tsx'
import { CalendarCard } from './CalendarCard.tsx'
import { ChurnCard } from './ChurnCard.tsx'
import { MoneyCard } from './MoneyCard.tsx'
import { useMay } from '../../session.ts'
import { SettingsFrame } from './SettingsFrame.tsx'
import { StagesCard } from './StagesCard.tsx'

/** The company's choices: each says what it changes, and a card is saved as a whole. */
export const SettingsPage = () => {
  const query = useApi(api.workspace.settings)
  const allowed = useMay('settings')
  return (
    <SettingsFrame>
      {!allowed && <p className="mb-4 text-sm text-muted">Only admins and owners change these.</p>}
      <QueryState query={query} skeleton={<PageSkeleton />}>
        {({ data }) => (
          <fieldset disabled={!allowed} className="grid min-w-0 grid-cols-12 items-start gap-4">
            <div className="col-span-12 flex flex-col gap-4 lg:col-span-6">
              <CalendarCard settings={data} />
              <ChurnCard settings={data} />
            </div>
            <div className="col-span-12 flex flex-col gap-4 lg:col-span-6">
              <MoneyCard settings={data} />
              <StagesCard settings={data} />
            </div>
          </fieldset>
        )}
      </QueryState>
    </SettingsFrame>
  )
}
