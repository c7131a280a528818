import { Eye } from 'lucide-react'
import { useProgress } from '../live.ts'
import { useSession } from '../session.ts'
import { Badge } from '../ui/Badge.tsx'

/** That somebody sees only some rows, and which; nothing for whoever sees all. */
export const SeenRows = () => {
  const rule = useSession()?.person?.rule
  const progress = useProgress('Your rows')
  if (!rule) return null
  const preparing = progress && progress.done !== progress.total
  return (
    <span
      title={`Every figure, list and export is of the rows of “${rule.name}” alone: an admin chose that.`}
      className="flex max-w-48 min-w-0 shrink items-center [&>span]:min-w-0"
    >
      <Badge tone="accent">
        <Eye aria-hidden className="size-3 shrink-0" />
        <span className="truncate">
          {rule.name} only{preparing && `: getting ready, ${progress.words}`}
        </span>
      </Badge>
    </span>
  )
}
