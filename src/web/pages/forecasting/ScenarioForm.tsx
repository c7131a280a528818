import { FlaskConical } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { type Lever, type Scenario, useScenario } from './scenario.ts'

type Field = { name: Lever; label: string; hint: string; least: number; most: number }

const fields: Field[] = [
  { name: 'price', label: 'Prices', hint: '% dearer, with the same units sold', least: -50, most: 100 },
  { name: 'win_rate', label: 'Win rate', hint: '% more of the weighted pipeline won', least: -100, most: 300 },
  { name: 'churn', label: 'Churn', hint: '% more of the revenue at risk lost', least: -100, most: 300 },
]

/** What if? The forecast stays as it is; the scenario is drawn beside it and named in the address. */
export const ScenarioForm = ({ months }: { months: { value: string; label: string }[] }) => {
  const { scenario, asked, choose } = useScenario()
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button size="sm" onClick={() => setOpen(true)} aria-pressed={asked}>
        <FlaskConical aria-hidden className="size-4 text-muted" /> What if…
      </Button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title="What if…"
        description="The scenario is drawn beside the forecast. It is part of the address, and is stored nowhere."
      >
        <Form
          scenario={scenario}
          months={months}
          onDone={next => {
            choose(next)
            setOpen(false)
          }}
        />
      </Dialog>
    </>
  )
}

type FormProps = {
  scenario: Scenario
  months: { value: string; label: string }[]
  onDone: (scenario: Scenario) => void
}

const Form = ({ scenario, months, onDone }: FormProps) => {
  const [problem, setProblem] = useState<string | null>(null)
  const send = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const said = new FormData(event.currentTarget)
    const text = (name: string) => String(said.get(name) ?? '').trim()
    const next: Scenario = {}
    for (const { name, label, least, most } of fields) {
      const value = text(name)
      if (!value || Number(value) === 0) continue
      const size = Number(value)
      if (!(size >= least && size <= most))
        return setProblem(`${label}: expected a percentage from ${least} to ${most}, got "${value}".`)
      next[name] = String(size)
    }
    const order = text('one_off')
    if (order && Number(order) !== 0) {
      if (!Number.isFinite(Number(order))) return setProblem(`One order: expected an amount, got "${order}".`)
      next.one_off = String(Number(order))
      next.one_off_month = text('one_off_month')
    }
    onDone(next)
  }
  return (
    <form onSubmit={send} className="flex flex-col gap-3 pt-1" noValidate>
      {fields.map(({ name, label, hint }) => (
        <label key={name} className="flex flex-col gap-1 text-sm">
          <span className="font-medium">{label}</span>
          <span className="flex items-center gap-2">
            <input
              name={name}
              inputMode="decimal"
              defaultValue={scenario[name] ?? ''}
              placeholder="0"
              className={field}
            />
            <span className="text-muted">{hint}</span>
          </span>
        </label>
      ))}
      <fieldset className="flex flex-col gap-1 text-sm">
        <legend className="mb-1 font-medium">One order more, or one that falls away (negative)</legend>
        <span className="flex flex-wrap items-center gap-2">
          <input
            name="one_off"
            inputMode="decimal"
            aria-label="Amount of the order"
            defaultValue={scenario.one_off ?? ''}
            placeholder="0"
            className={`${field} w-32`}
          />
          <span className="text-muted">in</span>
          <select
            name="one_off_month"
            aria-label="Month of the order"
            defaultValue={scenario.one_off_month ?? months[0]?.value}
            className="h-8 rounded-lg border border-control bg-card px-2"
          >
            {months.map(({ value, label }) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </select>
        </span>
      </fieldset>
      {problem && (
        <p role="alert" className="text-sm text-negative">
          {problem}
        </p>
      )}
      <div className="mt-2 flex justify-end gap-2">
        <Button onClick={() => onDone({})}>No scenario</Button>
        <Button look="primary" type="submit">
          Show
        </Button>
      </div>
    </form>
  )
}

const field = 'h-8 w-20 rounded-lg border border-control bg-card px-2 text-right'
