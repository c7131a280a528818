import { useAddress } from '../../address.ts'
import { money, signed } from '../../format.ts'

/** The levers of a scenario as the address and the API name them. What is not asked is not there. */
export const levers = ['price', 'win_rate', 'churn', 'one_off', 'one_off_month'] as const
export type Lever = (typeof levers)[number]
export type Scenario = Partial<Record<Lever, string>>

/** The scenario of the page: in its address, so that a link shows it, and nowhere else. */
export const useScenario = () => {
  const { params, set } = useAddress()
  const found = levers.map(name => [name, params.get(name) ?? '']).filter(([, value]) => value)
  const scenario: Scenario = Object.fromEntries(found)
  return {
    scenario,
    asked: found.length > 0,
    choose: (next: Scenario) => set(Object.fromEntries(levers.map(name => [name, next[name] || undefined]))),
  }
}

const percentWords = (value: string) => `${signed(Number(value), size => String(size))}%`

/** In words: "price +5%, churn −10%". */
export const scenarioWords = ({ price, win_rate, churn, one_off, one_off_month }: Scenario, currency: string) =>
  [
    price && `price ${percentWords(price)}`,
    win_rate && `win rate ${percentWords(win_rate)}`,
    churn && `churn ${percentWords(churn)}`,
    one_off && `one order of ${signed(Number(one_off), size => money(size, currency))} in ${one_off_month ?? '?'}`,
  ]
    .filter(Boolean)
    .join(', ')
