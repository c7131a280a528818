/** How a list of rows is read. `most`: so many are enough. `refuse`: what a format cannot hold. */
export type Step = { progress: (done: number, total: number) => void; refuse: (rows: number) => void; most: number }

type Page<Row, Total, Meta> = { data: { rows: Row[]; nextCursor: string | null; total: Total }; meta: Meta }

/** The rows of a question, page by page. `count`: how many there are. */
export const every = async <Row, Total, Meta>(
  { progress, refuse, most }: Step,
  next: (cursor: string | undefined) => Promise<Page<Row, Total, Meta>>,
  count: (total: Total) => number,
): Promise<{ rows: Row[]; total: number; meta: Meta }> => {
  const rows: Row[] = []
  let cursor: string | undefined
  for (;;) {
    const { data, meta } = await next(cursor)
    const total = count(data.total)
    if (!cursor) refuse(total)
    rows.push(...data.rows)
    progress(Math.min(rows.length, most), Math.min(total, most))
    if (!data.nextCursor || rows.length >= most) return { rows: rows.slice(0, most), total, meta }
    cursor = data.nextCursor
  }
}
