import { Skeleton } from '../ui/Skeleton.tsx'

/** A page's place while its code or its question is on the way. */
export const PageSkeleton = () => (
  <div role="status" aria-label="Loading" className="grid grid-cols-12 gap-4">
    {Array.from({ length: 6 }, (_, place) => (
      <Skeleton key={place} className="col-span-6 h-36 rounded-xl md:col-span-4 xl:col-span-2" />
    ))}
    <Skeleton className="col-span-12 h-96 rounded-xl lg:col-span-8" />
    <Skeleton className="col-span-12 h-96 rounded-xl lg:col-span-4" />
  </div>
)
