import { api } from '#contract'
import { useApi } from '../api.ts'
import { date, instant, weekdays } from '../format.ts'
import { useLive } from '../live.ts'

/** Whether changes arrive by themselves, and how new the newest row is. */
export const LiveStatus = ({ wordless = false }: { wordless?: boolean }) => {
  const { connection } = useLive()
  const loaded = useApi(api.data.loaded).data?.data
  const words = connection === 'open' ? 'Live' : connection === 'connecting' ? 'Connecting' : 'No connection'
  const stale = loaded?.stale === true
  const asOf =
    loaded &&
    (loaded.empty
      ? 'No data yet'
      : `Data as of ${loaded.newestAt ? instant(loaded.newestAt, loaded.workspace.timezone) : date(loaded.asOfDay)}`)
  return (
    <div
      className={`text-xs text-muted ${wordless ? 'flex justify-center' : 'flex flex-col gap-0.5 px-2.5'}`}
      title={wordless ? `${words}. ${asOf ?? ''}` : undefined}
    >
      <p className="flex items-center gap-2">
        <span
          aria-hidden
          className={`size-2 rounded-full ${connection === 'open' ? (stale ? 'bg-warning' : 'bg-positive') : connection === 'connecting' ? 'bg-control' : 'bg-negative'}`}
        />
        <span className={wordless ? 'sr-only' : ''}>{words}</span>
      </p>
      {!wordless && loaded && (
        <>
          <p className={stale ? 'font-medium text-warning' : ''}>
            {asOf}
            {stale && ', older than usual'}
          </p>
          <p>
            {loaded.workspace.timezone.split('/').at(-1)?.replaceAll('_', ' ')} time, weeks from{' '}
            {weekdays[loaded.workspace.weekStart - 1]}
          </p>
        </>
      )}
    </div>
  )
}
