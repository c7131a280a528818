import { ChartColumn } from 'lucide-react'
import { usePageState } from '../filters.ts'
import type { Grain } from '../format.ts'
import { Button } from '../ui/Button.tsx'
import { ChoiceMenu } from '../ui/Menu.tsx'
import { grainNames, grainsFor } from './grains.ts'

/** The size of a time bucket; "auto" leaves it to the length of the range. */
export const GranularityControl = () => {
  const { window, granularity, setGranularity } = usePageState()
  const possible = grainsFor(window)
  return (
    <ChoiceMenu<Grain | 'auto'>
      value={granularity ?? 'auto'}
      onChange={value => setGranularity(value === 'auto' ? undefined : value)}
      choices={[
        { value: 'auto', label: 'Automatic', hint: 'by length of range' },
        ...(Object.keys(grainNames) as Grain[]).map(grain => ({
          value: grain,
          label: grainNames[grain],
          disabled: !possible.includes(grain) && grain !== granularity,
        })),
      ]}
      trigger={
        <Button title="Interval" className="md:max-xl:px-2">
          <ChartColumn aria-hidden className="size-4 text-muted" />
          <span className="sr-only">Interval: </span>
          <span className="md:max-xl:sr-only">{granularity ? `By ${granularity}` : 'Auto interval'}</span>
        </Button>
      }
    />
  )
}
