import { Badge } from '../ui/Badge.tsx'

type Props = { method: 'combined' | 'bgnbd' | 'rule'; words: string; record: { brierSkill: number | null } | null }

/** Says beside risks how they were made, where that is not by the whole model or they came true badly. */
export const RiskBasis = ({ method, words, record }: Props) => {
  const skill = record?.brierSkill ?? null
  return (
    <>
      {method !== 'rule' && skill !== null && skill <= 0 && (
        <p className="w-full text-sm text-soft">
          <Badge tone="negative">Poor record</Badge> The last time these risks came no closer to what happened than one
          share for everybody would have. Take them as a hint at most.
        </p>
      )}
      {method !== 'combined' && (
        <p className="w-full text-sm text-soft">
          <Badge tone="warning">{method === 'rule' ? 'By a rule, not a model' : 'The simpler model'}</Badge> {words}
        </p>
      )}
    </>
  )
}
