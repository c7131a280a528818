import { comparisons, usePageState, type Compare } from '../filters.ts'
import { Button } from '../ui/Button.tsx'
import { ChoiceMenu } from '../ui/Menu.tsx'

const choices: { value: Compare; label: string; hint?: string }[] = [
  { value: 'previous_period', label: 'Previous period', hint: 'same length, just before' },
  { value: 'previous_year', label: 'Previous year', hint: 'same dates' },
  { value: 'none', label: 'No comparison' },
]

export const CompareControl = () => {
  const { compare, setCompare } = usePageState()
  return (
    <ChoiceMenu
      value={compare}
      onChange={setCompare}
      choices={choices}
      trigger={
        <Button>
          <span className="sr-only">Comparison: </span>
          {compare === 'none' ? (
            'No comparison'
          ) : (
            <>
              <span className="text-muted">vs</span>{' '}
              <span>
                <span className="md:max-lg:sr-only">previous </span>
                {comparisons[compare].replace('previous ', '')}
              </span>
            </>
          )}
        </Button>
      }
    />
  )
}
