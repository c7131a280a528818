import { useMemo } from 'react'
import { useNavigate } from 'react-router'
import { api, type Result } from '#contract'
import { definitions } from '#contract/definitions.ts'
import { useAddress } from '../../address.ts'
import { useApi } from '../../api.ts'
import { AttainmentBar } from '../../charts/AttainmentBar.tsx'
import { fewDeals, useDealQuestion } from '../../deal-question.ts'
import { money, moneyWhole, number, percent, plural, unknown } from '../../format.ts'
import { Card } from '../../ui/Card.tsx'
import { DataTable, type Column } from '../../ui/DataTable.tsx'
import { QueryState } from '../../ui/QueryState.tsx'
import { Segmented } from '../../ui/Segmented.tsx'
import { SkeletonRows } from '../../ui/Skeleton.tsx'
import { LinkedWords } from './LinkedWords.tsx'
import { NoDealsHere } from './NoDealsHere.tsx'

type Answer = Result<typeof api.operations.salesPerformance>
type Rep = Answer['data'][number]
type View = 'top' | 'bottom' | 'all'

const some = 5

/** The first and the last by attainment; who has none is in neither. Without any quota, the first by what they won. */
const viewed = (reps: readonly Rep[], view: View): Rep[] => {
  if (view === 'all') return [...reps]
  const ranked = reps.filter(({ rank }) => rank !== null)
  const listed = ranked.length ? ranked : reps.filter(({ id }) => id !== 0)
  return view === 'top' ? listed.slice(0, some) : listed.slice(-some).reverse()
}

/** Who sold how much of their quota; every row and figure opens the deals of that representative. */
export const TeamCard = ({ className }: { className: string }) => {
  const { question } = useDealQuestion()
  const { params, set } = useAddress()
  const query = useApi(api.operations.salesPerformance, question)
  const chosen = params.get('reps')
  const reps = query.data?.data ?? []
  const ranked = reps.filter(({ rank }) => rank !== null).length
  const view: View = chosen === 'all' || (chosen === 'bottom' && ranked > 0) ? chosen : 'top'
  const long = reps.length > some && (ranked === 0 || ranked > some)
  return (
    <Card
      id="team"
      title="Quota attainment"
      subtitle={query.data && subtitleOf(reps)}
      definition={definitions.quotaAttainment}
      className={className}
      actions={
        long && (
          <Segmented<View>
            label="Which representatives"
            value={view}
            choices={[
              {
                value: 'top',
                label: `Top ${some}`,
                title: ranked ? 'Exceeding: the highest attainment' : 'Who won most; no quota is known',
              },
              ...(ranked
                ? [
                    {
                      value: 'bottom' as const,
                      label: `Bottom ${some}`,
                      title: 'Developing: the lowest attainment',
                    },
                  ]
                : []),
              { value: 'all', label: `All ${number(reps.length)}` },
            ]}
            onChange={next => set({ reps: next === 'top' ? undefined : next })}
          />
        )
      }
    >
      <QueryState
        query={query}
        skeleton={<SkeletonRows rows={7} />}
        isEmpty={({ data }) => data.length === 0}
        empty={<NoDealsHere words="No representative is known." />}
      >
        {answer => <Reps {...answer} view={long ? view : 'all'} />}
      </QueryState>
    </Card>
  )
}

/** Of a year: in less of it than this nobody closes many deals. */
const shortShare = 0.24

const subtitleOf = (reps: readonly Rep[]) => {
  const without = reps.filter(({ id, attainment }) => id !== 0 && attainment === null).length
  const quota = reps.find(one => one.quota && one.quotaProrated !== null)
  const isShort = quota !== undefined && quota.quotaProrated! < quota.quota! * shortShare
  const remarks = [
    without && `${plural(without, 'representative')} without a quota`,
    isShort && 'a short part of a yearly quota, in which single deals weigh much',
  ]
  return remarks.filter(Boolean).join('; ') || undefined
}

/** Open deals that are worth nothing have no amounts. */
const hasWorth = ({ openPipeline, openDeals }: Rep) => openPipeline !== 0 || openDeals === 0

const sum = (rows: readonly Rep[], of: (rep: Rep) => number | null) => {
  const known = rows.map(of).filter(value => value !== null)
  return known.length ? Math.round(known.reduce((total, value) => total + value, 0) * 1e4) / 1e4 : null
}

const Reps = ({ data, meta, view }: Answer & { view: View }) => {
  const { dealsAt } = useDealQuestion()
  const navigate = useNavigate()
  const rows = viewed(data, view)
  const { currency } = meta
  const columns = useMemo((): Column<Rep>[] => {
    const of = (state: string, { id }: Rep) => dealsAt({ state, rep_id: String(id) })
    const all = view === 'all' ? data : null
    const quota = all && sum(all, row => row.quotaProrated)
    const ofQuota = all && sum(all, row => (row.attainment === null ? null : row.achieved))
    const won = all && sum(all, row => row.deals)
    const lost = all && sum(all, row => row.lost)
    return [
      {
        id: 'name',
        header: 'Representative',
        value: row => row.name,
        cell: row => (
          <span className="block">
            {row.name ?? 'No representative'}
            <span className="block text-xs text-muted">
              {[...new Set([row.team, row.region])].filter(Boolean).join(' · ')}
            </span>
          </span>
        ),
        ...(all ? { total: `All ${number(all.length)}` } : {}),
      },
      {
        id: 'attainment',
        header: 'Attainment',
        value: row => row.attainment,
        align: 'right',
        early: true,
        cell: row =>
          row.attainment === null ? (
            <span className="text-muted" title="Without a quota there is nothing to attain">
              {row.id === 0 ? unknown : 'no quota'}
            </span>
          ) : (
            <AttainmentBar value={row.attainment} />
          ),
        ...(all
          ? {
              total: (
                <span title="Won by those with a quota, of their quotas">
                  {percent(quota && ofQuota !== null ? (ofQuota / quota) * 100 : null)}
                </span>
              ),
            }
          : {}),
      },
      {
        id: 'achieved',
        header: 'Won',
        value: row => row.achieved,
        align: 'right',
        cell: row => (
          <LinkedWords href={of('won', row)}>
            <span title={money(row.achieved, currency)}>{moneyWhole(row.achieved, currency)}</span>
          </LinkedWords>
        ),
        ...(all
          ? {
              total: moneyWhole(
                sum(all, row => row.achieved),
                currency,
              ),
            }
          : {}),
      },
      {
        id: 'quota',
        header: 'Quota of the range',
        value: row => row.quotaProrated,
        align: 'right',
        cell: row => (
          <span title={row.quota === null ? undefined : `${money(row.quota, currency)} a year`}>
            {moneyWhole(row.quotaProrated, currency)}
          </span>
        ),
        ...(all ? { total: moneyWhole(quota, currency) } : {}),
      },
      {
        id: 'deals',
        header: 'Deals won',
        value: row => row.deals,
        align: 'right',
        cell: row => <LinkedWords href={of('won', row)}>{number(row.deals)}</LinkedWords>,
        ...(all ? { total: number(won) } : {}),
      },
      {
        id: 'winRate',
        header: 'Win rate',
        value: row => row.winRate,
        align: 'right',
        cell: row => (
          <LinkedWords href={of('closed', row)}>
            {percent(row.winRate, 0)}{' '}
            {row.winRate !== null && (
              <span className="text-xs text-muted">
                of {number(row.deals + row.lost)}
                {row.deals + row.lost < fewDeals && ', few'}
              </span>
            )}
          </LinkedWords>
        ),
        ...(all
          ? { total: percent(won !== null && lost !== null && won + lost ? (100 * won) / (won + lost) : null, 0) }
          : {}),
      },
      {
        id: 'open',
        header: 'Open pipeline',
        value: row => row.openPipeline,
        align: 'right',
        bar: true,
        cell: row => (
          <LinkedWords href={of('open', row)}>
            <span title={hasWorth(row) ? money(row.openPipeline, currency) : 'No amount is known'}>
              {moneyWhole(hasWorth(row) ? row.openPipeline : null, currency)}
            </span>{' '}
            <span className="text-xs text-muted">{plural(row.openDeals, 'deal')}</span>
          </LinkedWords>
        ),
        ...(all
          ? {
              total: moneyWhole(
                sum(all, row => row.openPipeline),
                currency,
              ),
            }
          : {}),
      },
    ]
  }, [currency, data, dealsAt, view])
  return (
    <DataTable
      label="Sales representatives"
      columns={columns}
      rows={rows}
      rowKey={row => row.id}
      search={data.length > 20 && view === 'all' ? 'Search representatives' : undefined}
      onRowClick={row => void navigate(dealsAt({ state: 'all', rep_id: String(row.id) }))}
      rowAction={() => 'See the deals'}
    />
  )
}
