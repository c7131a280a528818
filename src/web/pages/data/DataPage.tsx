import { api } from '#contract'
import { useApi } from '../../api.ts'
import { useMay } from '../../session.ts'
import type { Entry } from './choices.ts'
import { DatabasesCard } from './DatabasesCard.tsx'
import { DropAnywhere } from './DropZone.tsx'
import { HistoryCard } from './HistoryCard.tsx'
import { ImportCard } from './ImportCard.tsx'
import { begin, bring } from './importing.ts'
import { LoadedCard } from './LoadedCard.tsx'
import { SourceCard } from './SourceCard.tsx'

/** The review stands above what it was asked from. */
const review = (entry: Entry) => {
  begin([entry])
  scrollTo({ top: 0 })
}

/** What is loaded, from where and how new; the door for files; what was imported, with undo. */
export const DataPage = () => {
  const loaded = useApi(api.data.loaded)
  const allowed = useMay('import')
  const imports = useMay('imports')
  return (
    <div className="grid grid-cols-12 gap-4">
      {allowed ? (
        <>
          <DropAnywhere onFiles={bring} />
          <ImportCard loaded={loaded.data?.data} className="col-span-12" />
          <DatabasesCard onReview={review} className="col-span-12" />
        </>
      ) : (
        <p className="col-span-12 text-sm text-muted">Importing and undoing need the role editor: ask an admin.</p>
      )}
      <LoadedCard loaded={loaded} className="col-span-12 lg:col-span-8" />
      <SourceCard loaded={loaded} className="col-span-12 lg:col-span-4" />
      {imports && <HistoryCard className="col-span-12" />}
    </div>
  )
}
