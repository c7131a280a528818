import type { api, Result } from '#contract'
import { EventTimeline, type TimelineMark } from '../../charts/EventTimeline.tsx'
import { FiguresTable } from '../../charts/FiguresTable.tsx'
import { addDays, daysBetween } from '../../calendar.ts'
import { usePageState } from '../../filters.ts'
import { bucket, date, dateRange, money, number, plural } from '../../format.ts'
import { linesAddress } from '../../people.ts'
import { Card } from '../../ui/Card.tsx'
import { Empty } from '../../ui/QueryState.tsx'

type Answer = Result<typeof api.customers.one>
type Month = Answer['data']['timeline'][number]

const later = (one: string, other: string) => (one > other ? one : other)

/** When they bought and how much, up to today and to the day by which the next order is expected. Where there are too many orders, by month. */
export const TimelineCard = ({ data, meta }: Answer) => {
  const { asOfDay, dataEnded } = usePageState()
  const { orders, timeline, firstOrderOn, lastOrderOn, prediction, totalOrders } = data
  if (!firstOrderOn || !lastOrderOn)
    return (
      <Card title="Timeline">
        <Empty title="No completed order">What was ordered stands below, with its status.</Empty>
      </Card>
    )
  const today = later(asOfDay ?? lastOrderOn, lastOrderOn)
  const expected = prediction?.nextOrderBy
  // far ahead it would press what was into a corner
  const room = Math.max(90, daysBetween(firstOrderOn, today) / 2)
  const next = expected && expected > today && expected <= addDays(today, room) ? expected : null
  const byOrder = orders.length === totalOrders
  const counted = orders.filter(order => order.revenue > 0)
  const events = byOrder
    ? [...counted].reverse().map(order => ({
        key: order.orderId,
        date: order.orderedOn,
        value: order.revenue,
        words: `${date(order.orderedOn, { weekday: true })}, order ${order.orderId}: ${money(order.revenue, meta.currency)}`,
        href: linesAddress(data.id, { order: order.orderId, rows: 'all' }),
      }))
    : timeline
        .filter(month => month.orders > 0)
        .map(month => ({
          key: month.date,
          date: month.date,
          value: month.revenue,
          words: `${bucket(month.date, month.date, 'month')}: ${plural(month.orders, 'order')}, ${money(month.revenue, meta.currency)}`,
        }))
  const marks: TimelineMark[] = [
    { date: today, name: asOfDay !== today ? 'Last order' : dataEnded ? 'The data ends' : 'Today' },
    ...(next ? [{ date: next, name: `Next order by ${date(next)}`, ahead: true }] : []),
  ]
  const to = addDays(next ?? today, 7)
  return (
    <Card
      id="timeline"
      title="Timeline"
      subtitle={`${plural(data.lifetimeOrders, 'order')}, ${dateRange(firstOrderOn, lastOrderOn)}${byOrder ? '' : ', by month'}`}

      table={() => <Months months={timeline} currency={meta.currency} />}
    >
      <EventTimeline
        label="Orders over time"
        summary={`${plural(data.lifetimeOrders, 'order')} worth ${money(data.lifetimeValue, meta.currency)}, the first on ${date(firstOrderOn)}, the last on ${date(lastOrderOn)}.`}
        from={addDays(firstOrderOn, -7)}
        to={to}
        events={events}
        marks={marks}
        hint={
          byOrder
            ? 'Each line is an order, as high as its revenue; a click opens it.'
            : 'Each line is a month, as high as its revenue.'
        }
        height={190}
      />
    </Card>
  )
}

const Months = ({ months, currency }: { months: readonly Month[]; currency: string }) => (
  <FiguresTable
    label="Orders over time"
    head={['Month', 'Orders', 'Revenue']}
    rows={months.map(month => [
      `${bucket(month.date, month.date, 'month')}${month.partial ? ' (so far)' : ''}`,
      number(month.orders),
      money(month.revenue, currency),
    ])}
  />
)
