import { api } from '#contract'
import { useApi } from '../api.ts'
import { date, instant, sinceMidnight, weekdays } from '../format.ts'
import { useLive } from '../live.ts'

const dots = { open: 'bg-positive', connecting: 'bg-control', lost: 'bg-negative' }
const names = { open: 'Live', connecting: 'Connecting', lost: 'No connection' }

/** Whether changes arrive by themselves, and how new the newest row is: in words, and short for where room is. */
const useStatus = () => {
  const { connection } = useLive()
  const loaded = useApi(api.data.loaded).data?.data
  const stale = loaded?.stale === true
  const newest = loaded && !loaded.empty ? loaded.newestAt : null
  return {
    words: names[connection],
    dot: connection === 'open' && stale ? 'bg-warning' : dots[connection],
    stale,
    loaded,
    asOf:
      loaded &&
      (loaded.empty
        ? 'No data yet'
        : `Data as of ${newest ? instant(newest, loaded.workspace.timezone) : date(loaded.asOfDay)}`),
    short:
      loaded &&
      (newest
        ? sinceMidnight(newest, loaded.workspace.timezone)
        : loaded.empty
          ? undefined
          : date(loaded.asOfDay, { year: false })),
  }
}

const Dot = ({ look }: { look: string }) => <i aria-hidden className={`block size-2 shrink-0 rounded-full ${look}`} />

/** In the sidebar, and in the sheet of pages. */
export const LiveStatus = () => {
  const { words, dot, stale, loaded, asOf } = useStatus()
  return (
    <div className="flex flex-col gap-0.5 px-2.5 text-xs text-muted">
      <p className="flex items-center gap-2">
        <Dot look={dot} />
        <span>{words}</span>
      </p>
      {loaded && (
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

/** In a sidebar of icons alone: the dot, and when. */
export const LiveMark = () => {
  const { words, dot, stale, asOf, short } = useStatus()
  return (
    <div className="flex flex-col items-center gap-1 text-xs text-muted" title={`${words}. ${asOf ?? ''}`}>
      <p>
        <Dot look={dot} />
        <span className="sr-only">{words}</span>
      </p>
      {short && (
        <p className={`tracking-tight whitespace-nowrap ${stale ? 'font-medium text-warning' : ''}`}>
          <span className="sr-only">{asOf}</span>
          <span aria-hidden>{short}</span>
        </p>
      )}
    </div>
  )
}

/** In the header of a phone: in one line, or in two beside the range. */
export const LiveLine = ({ stacked }: { stacked: boolean }) => {
  const { words, dot, stale, asOf, short } = useStatus()
  return (
    <div
      className={`flex min-w-0 text-xs text-muted ${stacked ? 'flex-col items-end leading-4' : 'items-center gap-x-2'}`}
    >
      <p className="flex items-center gap-1.5 whitespace-nowrap">
        <Dot look={dot} />
        {words}
      </p>
      <p className={`truncate ${stale ? 'font-medium text-warning' : ''}`}>
        {stacked && short ? (
          <>
            <span className="sr-only">{asOf}</span>
            <span aria-hidden>as of {short}</span>
          </>
        ) : (
          asOf
        )}
        {stale && <span className={stacked ? 'sr-only' : ''}>, older than usual</span>}
      </p>
    </div>
  )
}
