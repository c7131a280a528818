import { type ReactNode, useId } from 'react'
import type { api, Result } from '#contract'
import { money, plural } from '../../format.ts'
import { control } from './Field.tsx'

export type CurrencyChange = Result<typeof api.workspace.currencyChange>['data']
export type Answer = { amounts: 'relabel' | 'exchange' | null; rate: string }

type Props = {
  from: string
  to: string
  answer: Answer
  onAnswer: (answer: Answer) => void
  /** What is typed is a rate. */
  isRate: boolean
  here: CurrencyChange
  /** At the rate; not there while they are counted. */
  sums: CurrencyChange | undefined
  trouble: string | null
}

/** What the sums become, to be checked before it happens. */
const Sums = ({ from, to, here, sums }: Pick<Props, 'from' | 'to' | 'here' | 'sums'>) => {
  const rows: [string, keyof Pick<CurrencyChange, 'revenue' | 'dealValue'>][] = [
    ...(here.lines ? [['Revenue of all orders', 'revenue'] as [string, 'revenue']] : []),
    ...(here.deals ? [['Amounts of all deals', 'dealValue'] as [string, 'dealValue']] : []),
  ]
  if (rows.length === 0) return null
  return (
    <table className="mt-3 w-full text-sm">
      <caption className="sr-only">What the sums become</caption>
      <thead>
        <tr className="text-muted">
          <th scope="col" className="sr-only">
            Sum
          </th>
          <th scope="col" className="pb-1 pl-3 text-right font-medium">
            in {from}
          </th>
          <th scope="col" className="pb-1 pl-3 text-right font-medium">
            in {to}
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map(([name, key]) => (
          <tr key={key}>
            <th scope="row" className="border-t border-line py-1.5 text-left font-normal">
              {name}
            </th>
            <td className="border-t border-line py-1.5 pl-3 text-right">{money(here[key].before, from)}</td>
            <td className="border-t border-line py-1.5 pl-3 text-right font-semibold">
              {money(sums?.[key].after, to)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

const Choice = ({
  name,
  title,
  checked,
  onChoose,
  children,
}: {
  name: string
  title: string
  checked: boolean
  onChoose: () => void
  children: ReactNode
}) => {
  const id = useId()
  return (
    <div className="rounded-xl border border-line p-3 has-checked:border-accent">
      <label className="flex items-start gap-2 text-sm font-medium">
        <input
          type="radio"
          name={name}
          className="mt-0.5 size-4 shrink-0 accent-(--accent)"
          checked={checked}
          aria-describedby={id}
          onChange={onChoose}
        />
        {title}
      </label>
      <div id={id} className="mt-1 pl-6 text-sm text-muted">
        {children}
      </div>
    </div>
  )
}

/** Whether amounts are in the other currency already, or what they are exchanged at. */
export const AmountsAnswer = ({ from, to, answer, onAnswer, isRate, here, sums, trouble }: Props) => {
  const name = useId()
  const isExchange = answer.amounts === 'exchange'
  const isWrong = isExchange && answer.rate.trim() !== '' && !isRate
  return (
    <fieldset className="flex min-w-0 flex-col gap-3">
      <legend className="sr-only">What becomes of the amounts</legend>
      <Choice
        name={name}
        title={`They are in ${to} already`}
        checked={answer.amounts === 'relabel'}
        onChoose={() => onAnswer({ ...answer, amounts: 'relabel' })}
      >
        Only their name was wrong. Nothing is computed: 100 {from} become 100 {to}.
      </Choice>
      <Choice
        name={name}
        title={`Exchange them at a rate`}
        checked={isExchange}
        onChoose={() => onAnswer({ ...answer, amounts: 'exchange' })}
      >
        Each amount by itself, to four decimals: orders, deals and their history, products, quotas, plans and kept
        forecasts, also what an undo brings back.
      </Choice>
      {isExchange && (
        <div>
          <label className="flex flex-wrap items-center gap-2 text-sm">
            1 {from} is so many {to}
            <span className="w-36">
              <input
                className={control}
                inputMode="decimal"
                autoComplete="off"
                placeholder="such as 0.9215"
                aria-invalid={isWrong}
                value={answer.rate}
                onChange={({ target: { value } }) => onAnswer({ ...answer, rate: value })}
              />
            </span>
          </label>
          {isRate && <Sums from={from} to={to} here={here} sums={sums} />}
          <p role="status" className="mt-2 text-sm text-muted empty:hidden">
            {isWrong
              ? 'Expected a number above 0 such as 0.9215.'
              : isRate && !sums && trouble === null
                ? 'The sums are being counted …'
                : sums && sums.lost > 0 && trouble === null
                  ? `Of ${plural(sums.lost, 'amount')} nothing is left, as ${sums.lost === 1 ? 'it is' : 'they are'} so small.`
                  : ''}
          </p>
          {isRate && trouble !== null && (
            <p role="alert" className="mt-2 text-sm text-negative">
              {trouble}
            </p>
          )}
          <p className="mt-3 text-sm text-muted">
            Going back later at the inverse rate does not bring back every last digit: a backup does (npm run backup).
            Programs, files and databases that bring amounts without saying their currency are asked for it from then
            on.
          </p>
        </div>
      )}
    </fieldset>
  )
}
