import type { Kpi, RateKpi } from '#contract'
import type { Column, Figure, Kind, Table, Value } from './document.ts'

export const figure = (name: string, kind: Kind, kpi: Kpi | RateKpi): Figure => ({
  name,
  kind,
  value: kpi.value,
  previous: kpi.previousValue,
  polarity: kpi.polarity,
  ...('changePoints' in kpi
    ? { change: kpi.changePoints, changeKind: 'points' as const }
    : { change: kpi.changePercent, changeKind: 'percent' as const }),
})

/** Columns as `[name, kind, value of a row]`, once. */
export const table = <Row>(
  title: string,
  rows: readonly Row[],
  columns: [string, Kind, (row: Row) => Value][],
  drawing?: Table['drawing'],
): Table => ({
  title,
  columns: columns.map(([name, kind]): Column => ({ name, kind })),
  rows: rows.map(row => columns.map(([, , value]) => value(row))),
  ...(drawing ? { drawing } : {}),
})
