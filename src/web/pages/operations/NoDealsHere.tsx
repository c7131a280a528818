import { useDealQuestion } from '../../deal-question.ts'
import { usePageState } from '../../filters.ts'
import { Button } from '../../ui/Button.tsx'
import { Empty } from '../../ui/QueryState.tsx'
import { useAddress } from '../../address.ts'

/** No deal matches the dates and the filters: what can be done about it. */
export const NoDealsHere = ({ words = 'Nothing was open at the end of the range, and nothing closed in it.' }) => {
  const { filters, setRange } = usePageState()
  const { people } = useDealQuestion()
  const { set } = useAddress()
  const filtered = filters.region.length > 0 || Object.keys(people).length > 0
  return (
    <Empty
      title={`No deals${filtered ? ' with these filters' : ''}`}
      action={
        <>
          {filtered && (
            <Button size="sm" onClick={() => set({ region: undefined, rep: undefined, team: undefined })}>
              Clear filters
            </Button>
          )}
          <Button size="sm" onClick={() => setRange('all')}>
            Show all time
          </Button>
        </>
      }
    >
      {words}
    </Empty>
  )
}
