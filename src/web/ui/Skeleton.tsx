/** A grey place for what is coming; give it the size of the final thing: `<Skeleton className="h-64" />`. */
export const Skeleton = ({ className = 'h-4 w-full' }: { className?: string }) => (
  <div aria-hidden className={`animate-breathe rounded-md bg-sunken ${className}`} />
)

/** Lines of text or rows of a table to come. */
export const SkeletonRows = ({ rows = 6 }: { rows?: number }) => (
  <div aria-hidden className="flex flex-col gap-3 py-1">
    {Array.from({ length: rows }, (_, row) => (
      <Skeleton key={row} className={`h-5 ${row % 3 === 2 ? 'w-4/5' : 'w-full'}`} />
    ))}
  </div>
)
