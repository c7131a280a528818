import { sentence } from '../../format.ts'
import { useProgress } from '../../live.ts'
import { Empty } from '../../ui/QueryState.tsx'

/** As the server calls it. */
const task = 'Scoring customers'

/** The models are being fitted: how far it is, and that the figures come by themselves. */
export const Fitting = ({ notes }: { notes: readonly string[] }) => {
  const progress = useProgress(task)
  return (
    <Empty title="The risks are being computed">
      {progress && progress.done !== progress.total
        ? `${progress.words}${progress.total ? ` (${Math.round((progress.done / progress.total) * 100)}%)` : ''}. `
        : notes.map(note => `${sentence(note)} `)}
      The figures appear here by themselves.
    </Empty>
  )
}
