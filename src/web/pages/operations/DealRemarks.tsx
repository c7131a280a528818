import { api } from '#contract'
import { useApi } from '../../api.ts'
import { useDealQuestion } from '../../deal-question.ts'
import { plural, sentence } from '../../format.ts'
import { LinkedWords } from './LinkedWords.tsx'

/** What the server has to say about the figures of the page, once. */
export const DealRemarks = () => {
  const { question, dealsAt } = useDealQuestion()
  const answers = [
    useApi(api.operations.pipelineKpis, question),
    useApi(api.operations.pipeline, question),
    useApi(api.operations.conversionRates, question),
    useApi(api.operations.cycleTime, question),
    useApi(api.operations.dealSizeDistribution, question),
    useApi(api.operations.salesPerformance, question),
    useApi(api.operations.forecast, question),
  ]
  const notes = [...new Set(answers.flatMap(({ data }) => data?.meta.notes ?? []))]
  const undated = answers[0]?.data?.meta.rows.excluded.find(({ reason }) => reason.startsWith('open, without a day'))
  if (notes.length === 0 && !undated) return null
  return (
    <ul className="flex flex-col gap-1 text-xs text-muted" aria-label="Remarks">
      {undated && (
        <li>
          <LinkedWords href={dealsAt({ state: 'undated' })}>
            {plural(undated.rows, 'open deal')} without a day of creation {undated.rows === 1 ? 'is' : 'are'} in no
            figure: since when {undated.rows === 1 ? 'it has' : 'they have'} been open is not known.
          </LinkedWords>
        </li>
      )}
      {notes.map(note => (
        <li key={note}>{sentence(note)}</li>
      ))}
    </ul>
  )
}
