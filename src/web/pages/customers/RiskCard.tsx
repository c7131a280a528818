import type { api, Result } from '#contract'
import { definitions } from '#contract/definitions.ts'
import { ProbabilityBar } from '../../charts/ProbabilityBar.tsx'
import { useAddress } from '../../address.ts'
import { plural, sentence, signed, number } from '../../format.ts'
import { Button } from '../../ui/Button.tsx'
import { Card } from '../../ui/Card.tsx'
import { Empty } from '../../ui/QueryState.tsx'
import { Fitting } from './Fitting.tsx'
import { ModelRecord } from './ModelRecord.tsx'
import { riskWords, toneOf } from './risk-words.ts'

type Answer = Result<typeof api.customers.one>

/** Why the risk is what it is, and what one might do. */
export const RiskCard = ({ data: { risk, model, churned, lifetimeOrders }, meta }: Answer) => {
  const { params, set } = useAddress()
  return (
    <Card title="May they leave?" definition={definitions.churnReasons}>
      {risk ? (
        <div className="flex grow flex-col gap-3 text-sm">
          <p className="flex flex-wrap items-center gap-x-2">
            <span className="text-lg">
              <ProbabilityBar value={risk.riskScore} words={riskWords(risk.riskScore)} tone={toneOf(risk.riskScore)} />
            </span>
            {model && (
              <span className="text-muted">
                {churned
                  ? 'risk, and silent for the whole churn window'
                  : model.method === 'rule'
                    ? 'risk by a rule, not a model'
                    : `risk of no order in ${plural(model.horizonDays, 'day')}`}
              </span>
            )}
          </p>
          {risk.reasons.length > 0 ? (
            <ul className="flex flex-col">
              {risk.reasons.map(reason => (
                <li key={reason.kind} className="flex items-baseline justify-between gap-3 border-t border-line py-1.5">
                  <span className="first-letter:uppercase">{reason.sentence}</span>
                  <span
                    className={`text-xs whitespace-nowrap ${reason.contribution > 0 ? 'text-negative' : 'text-positive'}`}
                  >
                    {reason.contribution > 0 ? 'adds' : 'takes'} {signed(reason.contribution, size => number(size, 2))}
                  </span>
                </li>
              ))}
            </ul>
          ) : (
            model && <p className="text-muted">{sentence(model.words)}</p>
          )}
          <p className="rounded-lg bg-sunken p-3">
            <span className="text-muted">Suggestion: </span>
            {risk.recommendation}
          </p>
          {model && (
            <Button size="sm" className="mt-auto self-start" onClick={() => set({ record: 'shown' })}>
              How good is this?
            </Button>
          )}
        </div>
      ) : lifetimeOrders === 0 ? (
        <Empty title="Not known">There is no completed order to judge by.</Empty>
      ) : (
        <Fitting notes={meta.notes} />
      )}
      {model && (
        <ModelRecord
          model={model}
          open={params.get('record') === 'shown'}
          onOpenChange={open => set({ record: open ? 'shown' : undefined })}
        />
      )}
    </Card>
  )
}
