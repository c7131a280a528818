import { useMemo, useState } from 'react'

type List<Row> = { data: { rows: Row[]; nextCursor: string | null } }
type Later<Row> = { after: List<Row>; rows: Row[]; cursor: string | null; loading: boolean; failed: string | null }

const nothingLater = <Row>(answer: List<Row>): Later<Row> => ({
  after: answer,
  rows: [],
  cursor: answer.data.nextCursor,
  loading: false,
  failed: null,
})

/**
 * A list's rows, page after page by cursor: those of the first answer, and those that `next` brought since. A newer
 * answer begins again at its first rows.
 */
export const useMoreRows = <Row>(answer: List<Row>, next: (cursor: string) => Promise<List<Row>>) => {
  const [kept, keep] = useState<Later<Row>>(() => nothingLater(answer))
  const later = kept.after === answer ? kept : nothingLater(answer)
  const load = async () => {
    if (!later.cursor) return
    keep({ ...later, loading: true, failed: null })
    const found = await next(later.cursor).then(
      ({ data }): Later<Row> => ({
        after: answer,
        rows: [...later.rows, ...data.rows],
        cursor: data.nextCursor,
        loading: false,
        failed: null,
      }),
      (error: Error): Later<Row> => ({ ...later, loading: false, failed: error.message }),
    )
    keep(now => (now.after === answer ? found : now))
  }
  const rows = useMemo(() => [...answer.data.rows, ...later.rows], [answer, later.rows])
  return {
    rows,
    onMore: later.cursor ? () => void load() : undefined,
    loadingMore: later.loading,
    failed: later.failed,
  }
}
