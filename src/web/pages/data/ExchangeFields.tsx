import type { ImportReport } from '#contract'
import { currencies } from '../../format.ts'
import type { Choices } from './choices.ts'

const control = 'h-8 rounded-lg border border-line bg-card px-2 text-sm text-ink'

/** The currency of a file beside other data; where it is another one, the one rate at which its amounts are exchanged. */
export const ExchangeFields = ({
  report,
  said,
  own,
  onChange,
}: {
  report: ImportReport
  said: Choices
  /** The company's currency. */
  own: string
  onChange: (more: Pick<Choices, 'rate' | 'rateOf'>) => void
}) => {
  const { exchange, mapping } = report
  // each row has its own
  if (mapping.exchange_rate !== undefined || (exchange && exchange.currencies.length > 1)) return null
  // what is exchanged no more is the company's own, until it is read again
  const before = exchange?.by === 'rate' && said.rate === undefined ? own : exchange?.currencies[0]?.from
  const from = said.rateOf ?? before ?? report.currency ?? own
  return (
    <>
      <label className="flex flex-col gap-1 text-xs text-muted">
        Amounts of the file are in
        <select
          className={control}
          value={from}
          onChange={({ target: { value } }) =>
            onChange(value === own ? { rate: undefined, rateOf: undefined } : { rate: said.rate, rateOf: value })
          }
        >
          {[...new Set([own, from, ...currencies()])].map(code => (
            <option key={code}>{code}</option>
          ))}
        </select>
      </label>
      {from !== own && (
        <label className="flex flex-col gap-1 text-xs text-muted">
          1 {from} is so many {own}
          <input
            className={`${control} w-32`}
            inputMode="decimal"
            autoComplete="off"
            placeholder={exchange?.by === 'days' ? 'that of its day' : 'such as 0.9215'}
            value={said.rate ?? ''}
            onChange={({ target: { value } }) => onChange({ rate: value, rateOf: said.rateOf })}
          />
        </label>
      )}
    </>
  )
}
