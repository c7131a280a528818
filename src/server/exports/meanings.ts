import { definitions } from '#contract/definitions.ts'
import type { Document } from './document.ts'

/** "Win rate (7 deals)", "Sales cycle, days", "Products by revenue". */
const isOf = (title: string, name: string) =>
  title === name || [', ', ' (', ' by '].some(then => title.startsWith(name + then))

/** What the figures and tables of a document mean, in the words that stand behind each "?" on screen. */
export const meaningsOf = ({ figures, tables }: Document): [name: string, text: string][] => {
  const titles = [...figures.map(({ name }) => name), ...tables.map(({ title }) => title)]
  const found = titles.flatMap(title => Object.values(definitions).find(({ name }) => isOf(title, name)) ?? [])
  return [...new Set(found)].map(({ name, text }) => [name, text])
}
