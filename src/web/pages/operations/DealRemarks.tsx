import { api } from '#contract'
import { useApi } from '../../api.ts'
import { useDealQuestion } from '../../deal-question.ts'
import { sentence } from '../../format.ts'

/** What the server has to say about the figures of the page, once. */
export const DealRemarks = () => {
  const { question } = useDealQuestion()
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
  if (notes.length === 0) return null
  return (
    <ul className="flex flex-col gap-1 text-xs text-muted" aria-label="Remarks">
      {notes.map(note => (
        <li key={note}>{sentence(note)}</li>
      ))}
    </ul>
  )
}
