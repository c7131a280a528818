import { sql } from 'kysely'
import type { Context } from '../context.ts'
import { asNumbers, numbersOf } from './columns.ts'
import { noChannel, type OrderLines, orderLines } from './order-lines.ts'
import { breather, type Page, type Place } from './pages.ts'
import { kept, part, placesUnder } from './places.ts'
import { codesOf } from './sums.ts'

/** The channel of each customer's first order, by places of the ledger without filters. */
const firstChannels = async (ctx: Context): Promise<Uint32Array> => {
  const load = async (missing: Place[]) => {
    const lines = await orderLines(ctx)
    const of = lines ? channelsIn(lines) : await channelsRead(ctx)
    return new Map<Place, Page & { of: Uint32Array }>(missing.map(place => [place, { of, bytes: of.byteLength }]))
  }
  const [channels] = await kept(ctx, 'first channels', {}, ['all 0'], load)
  return channels!
}

export const channelsIn = (lines: OrderLines[]): Uint32Array => {
  const of = new Uint32Array(lines.reduce((sum, { ids }) => sum + ids.length, 0))
  let at = 0
  for (const { firstChannels: own } of lines) {
    of.set(own, at)
    at += own.length
  }
  return of
}

/**
 * The same from the rollup: histories by channel say on which day each channel was first ordered through; where two share
 * the first day, the lines say which came first.
 */
export const channelsRead = async (ctx: Context): Promise<Uint32Array> => {
  const places = await placesUnder(ctx, {})
  const rows = await ctx.read(sql<{ channel: string; customers: string; days: string }>`
      select channel, ${numbersOf(sql`customer_id`)} as customers, ${numbersOf(sql`day - date '1970-01-01'`)} as days
      from (
        select customer_id, channel, case when orders[1] > 0 then days[1] else days[width_bucket(0, orders) + 1] end as day
        from customer_history where grain = 'channel'
      ) firsts
      where day is not null group by channel, ${part}
    `)
  const of = new Uint32Array(places.size).fill(noChannel)
  const days = new Int32Array(places.size)
  const tied = new Set<number>()
  const rest = breather()
  for (const { channel, customers, days: theirs } of rows) {
    const code = codesOf.channel.codeOf(channel)
    const on = asNumbers(theirs)
    for (const [i, customer] of asNumbers(customers).entries()) {
      const place = places.get(customer)!
      if (of[place] === noChannel || on[i]! < days[place]!) {
        of[place] = code
        days[place] = on[i]!
        tied.delete(customer)
      } else if (on[i] === days[place]) tied.add(customer)
    }
    await rest()
  }
  for (const { customer, channel } of await firstLines(ctx, [...tied]))
    of[places.get(customer)!] = codesOf.channel.codeOf(channel)
  return of
}

const firstLines = async (ctx: Context, customers: number[]) => {
  if (customers.length === 0) return []
  return ctx.read(sql<{ customer: number; channel: string }>`
    select customer_id as customer, channel
    from (
      select t.customer_id, t.channel,
        row_number() over (partition by t.customer_id order by t.ordered_on, t.ordered_at, t.id) as nth
      from transactions t where t.customer_id = any(${customers}::bigint[]) and t.status = 'completed'
    ) lines
    where nth = 1
  `)
}

/** Channels that the source itself names, by customer. */
const namedChannels = (ctx: Context): Promise<Map<number, number>> =>
  ctx.once('acquisition channels', async () => {
    const rows = await ctx.read(sql<{ channel: string; customers: string }>`
      select acquisition_channel as channel, ${numbersOf(sql`id`)} as customers
      from customers where acquisition_channel is not null and id <> 0 group by acquisition_channel, id / 4096
    `)
    const of = new Map<number, number>()
    const rest = breather()
    for (const { channel, customers } of rows) {
      const code = codesOf.channel.codeOf(channel)
      for (const customer of asNumbers(customers)) of.set(customer, code)
      await rest()
    }
    return of
  })

/** Says through which channel a customer came, by id, as a code: the one the source names, else that of the first order. */
export const channelsOf = async (ctx: Context): Promise<(customer: number) => number> => {
  const [named, first, places] = [await namedChannels(ctx), await firstChannels(ctx), await placesUnder(ctx, {})]
  return customer => {
    const place = places.get(customer)
    return named.get(customer) ?? (place === undefined ? noChannel : first[place]!)
  }
}
