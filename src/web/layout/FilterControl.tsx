import { ListFilter } from 'lucide-react'
import { lazy, Suspense } from 'react'
import { usePageState } from '../filters.ts'
import { later } from '../later.ts'
import { Button } from '../ui/Button.tsx'
import { Popover } from '../ui/Popover.tsx'
import { SkeletonRows } from '../ui/Skeleton.tsx'

const FilterPanel = lazy(later(async () => ({ default: (await import('./FilterPanel.tsx')).FilterPanel })))

export const FilterControl = ({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) => {
  const { filterCount } = usePageState()
  return (
    <Popover
      title="Filters"
      open={open}
      onOpenChange={onOpenChange}
      className="w-[min(36rem,calc(100vw-1rem))] p-4"
      trigger={
        <Button title="Filter" className="md:max-xl:px-2">
          <ListFilter aria-hidden className="size-4 text-muted" />
          <span className="md:max-xl:sr-only">Filter</span>
          {filterCount > 0 && (
            <span className="rounded-full bg-accent-soft px-1.5 text-xs text-accent-text">
              {filterCount}
              <span className="sr-only"> active</span>
            </span>
          )}
        </Button>
      }
    >
      <Suspense fallback={<SkeletonRows />}>
        <FilterPanel />
      </Suspense>
    </Popover>
  )
}
