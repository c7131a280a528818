import { useState } from 'react'
import { api } from '#contract'
import { useApi } from '../../api.ts'
import { list, plural } from '../../format.ts'
import { useSettled } from '../../settled.ts'
import { AmountsAnswer, type Answer, type CurrencyChange } from './AmountsAnswer.tsx'
import type { Change, Question } from './SettingsCard.tsx'

/** How long typing must pause before the sums are asked for. */
const pause = 250
const nothing: Answer = { amounts: null, rate: '' }

/** As the contract takes it; null: no rate, or one whose comma may part thousands. */
const rateOf = (typed: string) => {
  if (/^[1-9]\d{0,2},\d{3}$/.test(typed.trim())) return null
  const text = typed.trim().replace(',', '.')
  return /^\d{1,9}(\.\d{1,12})?$/.test(text) && Number(text) > 0 ? text : null
}

const whatIsHere = ({ from, lines, deals, products, reps, plans }: CurrencyChange) => {
  const all: [number, string, string][] = [
    [lines, 'order line', 'order lines'],
    [deals, 'deal', 'deals'],
    [products, 'product', 'products'],
    [reps, 'quota', 'quotas'],
    [plans, 'plan', 'plans'],
  ]
  const words = all.flatMap(([count, one, many]) => (count > 0 ? [plural(count, one, many)] : []))
  return `Amounts are here in ${from}${words.length ? `, of ${list(words)}` : ''}.`
}

/** Another currency, and what a person says becomes of the amounts that are here. */
export const useCurrencyChange = (
  from: string,
  to: string,
  { allowed, empty }: { allowed: boolean; empty: boolean },
) => {
  const [answer, setAnswer] = useState<Answer>(nothing)
  const forget = () => setAnswer(nothing)
  const typed = answer.amounts === 'exchange' ? rateOf(answer.rate) : null
  const settled = useSettled(typed ?? '', pause)
  const rate = settled === '' ? undefined : settled
  const isOther = from !== to
  const asked = useApi(
    api.workspace.currencyChange,
    { currency: to, ...(rate === undefined ? {} : { rate }) },
    { enabled: allowed && isOther },
  )
  if (!isOther) return { change: {}, question: null, forget }
  const here = asked.data?.data
  const sums = !asked.isPlaceholderData && rate === (typed ?? undefined) ? here : undefined
  const no = `Keep ${from}`
  const yes = `Change to ${to}`
  const waiting = (text: string): Question => ({ title: `Change to ${to}?`, text, yes, no, isOpen: true })
  if (!here)
    return {
      change: { currency: to },
      question: empty ? null : waiting(asked.error?.message ?? 'The amounts that are here are being counted …'),
      forget,
    }
  if (here.amounts === null) return { change: { currency: to }, question: null, forget }
  if (here.amounts === 'invented')
    return {
      change: { currency: to },
      question: {
        title: `Call all amounts ${to}?`,
        text: `The demo’s amounts are invented. Amounts are not converted: what was 100 ${from} is 100 ${to} then, on every page, in exports, plans and quotas.`,
        yes,
        no,
      },
      forget,
    }
  const isAnswered =
    answer.amounts === 'relabel' || (typed !== null && sums !== undefined && sums.refusal === null && !asked.error)
  const change: Change = {
    currency: to,
    ...(answer.amounts === 'relabel' ? { amounts: 'relabel' as const } : {}),
    ...(typed === null ? {} : { amounts: 'exchange' as const, rate: typed, rate_of: from }),
  }
  const question: Question = {
    title: `Change from ${from} to ${to}?`,
    text: `${whatIsHere(here)} What becomes of them?`,
    body: (
      <AmountsAnswer
        from={from}
        to={to}
        answer={answer}
        onAnswer={setAnswer}
        isRate={typed !== null}
        here={here}
        sums={sums}
        trouble={asked.error?.message ?? sums?.refusal ?? null}
      />
    ),
    yes: answer.amounts === 'exchange' ? `Exchange to ${to}` : yes,
    no,
    isOpen: !isAnswered,
  }
  return { change, question, forget }
}
