import { percent } from '../../format.ts'
import { useProgress } from '../../live.ts'

/** How far a long step with a file is, as the server counts it. */
export const ImportProgress = ({ words, file }: { words: string; file: string }) => {
  const progress = useProgress(file)
  const share = progress?.total ? Math.min(1, progress.done / progress.total) : null
  return (
    <div className="flex flex-col gap-2 py-8">
      <div className="flex flex-wrap justify-between gap-x-4 text-sm">
        <span className="font-medium">{words}</span>
        {progress && (
          <span className="text-muted">
            {progress.task}: {progress.words}
            {share !== null && ` · ${percent(share * 100, 0)}`}
          </span>
        )}
      </div>
      <div
        role="progressbar"
        aria-label={words}
        aria-valuenow={share === null ? undefined : Math.round(share * 100)}
        className="h-1.5 overflow-hidden rounded-full bg-sunken"
      >
        {share === null ? (
          <i className="block h-full w-1/4 animate-slide rounded-full bg-accent" />
        ) : (
          <i
            className="block h-full rounded-full bg-accent transition-[width] duration-150"
            style={{ width: `${share * 100}%` }}
          />
        )}
      </div>
    </div>
  )
}
