import { type Paper, papers } from '#contract/export-formats.ts'
import { regionOf } from '../format.ts'
import { useRemembered } from '../remembered.ts'

const names: Record<Paper, string> = { a4: 'A4', letter: 'Letter' }
export const paperChoices = papers.map(value => ({ value, label: names[value] }))

/** Where paper is Letter, as CLDR has it; A4 is the rest of the world's. */
const letterLands = new Set(['BZ', 'CA', 'CL', 'CO', 'CR', 'GT', 'MX', 'NI', 'PA', 'PH', 'PR', 'SV', 'US', 'VE'])

/** The paper that was chosen here, else that of the browser's land. */
export const usePaper = () => {
  const [chosen, choose] = useRemembered('paper')
  const usual: Paper = letterLands.has(regionOf(navigator.language) ?? '') ? 'letter' : 'a4'
  return [papers.find(paper => paper === chosen) ?? usual, choose] as const
}
