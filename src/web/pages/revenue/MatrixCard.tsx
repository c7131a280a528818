import { api, type Result } from '#contract'
import { definitions } from '#contract/definitions.ts'
import { useAddress } from '../../address.ts'
import { useApi } from '../../api.ts'
import { HeatMap, HeatTable } from '../../charts/HeatMap.tsx'
import { rowsAddress } from '../../charts/RowsLink.tsx'
import { dimensions, usePageState, withoutExclusion, type Dimension } from '../../filters.ts'
import { money, moneyCompact, signed } from '../../format.ts'
import { NoData } from '../../layout/NoData.tsx'
import { Card } from '../../ui/Card.tsx'
import { QueryState } from '../../ui/QueryState.tsx'
import { SkeletonRows } from '../../ui/Skeleton.tsx'
import { byNames, ByChoice } from './apart.tsx'

type Answer = Result<typeof api.revenue.matrix>

const isDimension = (name: string | undefined): name is Dimension => dimensions.some(other => other === name)

/** The two dimensions, in the address as `matrix=category,region`. */
const usePair = () => {
  const { params, set } = useAddress()
  const [first, second] = params.get('matrix')?.split(',') ?? []
  const known = isDimension(first) && isDimension(second) && first !== second
  const [rows, columns]: [Dimension, Dimension] = known ? [first, second] : ['category', 'region']
  const choose = (next: [Dimension, Dimension]) =>
    set({ matrix: next.join() === 'category,region' ? undefined : next.join() })
  return {
    rows,
    columns,
    // the same one twice is the two in turn
    setRows: (name: Dimension) => choose([name, name === columns ? rows : columns]),
    setColumns: (name: Dimension) => choose([name === rows ? columns : rows, name]),
  }
}

/** Revenue of each pair of two dimensions; a cell opens its rows. */
export const MatrixCard = () => {
  const { question, carried } = usePageState()
  const pair = usePair()
  const { rows, columns } = pair
  const query = useApi(api.revenue.matrix, { ...question, rows, columns })
  const answer = query.data
  const title = `${byNames[rows]} by ${byNames[columns].toLowerCase()}`
  const chartOf = (answered: Answer) => heatOf(answered, { rows, columns, carried, title })
  return (
    <Card
      id="matrix"
      title={title}
      definition={definitions.matrix}
      className="@4xl:col-span-12"
      actions={
        <>
          <ByChoice label="Rows:" value={rows} all={dimensions} onChange={pair.setRows} />
          <ByChoice label="Columns:" value={columns} all={dimensions} onChange={pair.setColumns} />
        </>
      }
      table={answer && answer.data.rows.length > 0 ? () => <HeatTable {...chartOf(answer)} /> : undefined}
    >
      <QueryState
        query={query}
        skeleton={<SkeletonRows rows={8} />}
        isEmpty={({ data }) => data.rows.length === 0}
        empty={<NoData what="orders" brief />}
      >
        {answered => <HeatMap {...chartOf(answered)} />}
      </QueryState>
    </Card>
  )
}

type Setting = { rows: Dimension; columns: Dimension; carried: string; title: string }

const heatOf = ({ data, meta }: Answer, { rows, columns, carried, title }: Setting) => {
  const exact = (value: number) => money(value, meta.currency)
  const short = (value: number) => moneyCompact(value, meta.currency)
  const narrowing = withoutExclusion(withoutExclusion(carried, rows), columns)
  const nameOf = ({ name }: { name: string | null }) => name ?? 'Others'
  const changed = (change: number | null) =>
    change === null ? '' : `, ${signed(change, exact)} against the comparison`
  const open = (narrowed: Record<string, string | null>) =>
    Object.values(narrowed).includes(null) ? {} : { href: rowsAddress(narrowing, narrowed as Record<string, string>) }
  return {
    label: `Revenue: ${title}`,
    names: { row: byNames[rows], size: 'Total', average: 'Total', columns: byNames[columns] },
    columns: data.columns.map(nameOf),
    rows: data.rows.map(row => ({
      name: nameOf(row),
      size: short(row.revenue),
      sizeSpoken: `${short(row.revenue)}. ${nameOf(row)}: ${exact(row.revenue)}${changed(row.change)}`,
      partial: false,
      ...open({ [rows]: row.name }),
      cells: row.cells.map((cell, i) => {
        const column = data.columns[i] ?? { name: null }
        return {
          value: cell.revenue,
          shown: short(cell.revenue),
          spoken: `${nameOf(row)}, ${nameOf(column)}: ${exact(cell.revenue)}${changed(cell.change)}`,
          base: false,
          partial: false,
          ...open({ [rows]: row.name, [columns]: column.name }),
        }
      }),
    })),
    average: data.columns.map(column => ({
      shown: short(column.revenue),
      spoken: `${short(column.revenue)}. ${nameOf(column)}: ${exact(column.revenue)}${changed(column.change)}`,
      ...open({ [columns]: column.name }),
    })),
    most: Math.max(0, ...data.rows.flatMap(row => row.cells.map(({ revenue }) => revenue))),
    exact: short,
    summary: data.rows.map(row => `${nameOf(row)} ${exact(row.revenue)}`).join(', '),
  }
}
