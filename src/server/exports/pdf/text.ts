/** What is written in a document, so that its fonts can be opened before it is laid out. */
import type { Document } from '../document.ts'
import { meaningsOf } from '../meanings.ts'
import type { Fonts } from './fonts/fonts.ts'
import { missingWords } from './fonts/missing.ts'
import { box } from './fonts/runs.ts'
import type { Words } from './words.ts'

const ascii = Array.from({ length: 95 }, (_, index) => String.fromCharCode(32 + index)).join('')

/** Names that came with the data: in any script. */
const namesIn = ({ facts, notes, tables }: Document): string[] => [
  ...facts.map(([, value]) => value),
  ...notes,
  ...tables.flatMap(({ columns, rows }) => [
    ...columns.map(({ name }) => name),
    ...rows.flatMap(row => row.filter(value => typeof value === 'string')),
  ]),
]

/** `bold`: what may stand in heads, titles and cards. */
export const textOf = (document: Document, words: Words): { all: string; bold: string } => {
  const { title, facts, figures, tables } = document
  const money = [1234.5, 1e7].map(value => words.full(value, 'money') + words.short(value, 'money')).join('')
  const bold = [
    `${ascii}−–—…·▲▼${box}${money}${title}`,
    ...facts.map(([name]) => name),
    ...figures.map(({ name }) => name),
    ...tables.flatMap(({ title: name, columns }) => [name, ...columns.map(column => column.name)]),
  ].join('')
  const meanings = meaningsOf(document).flat().join('')
  return { all: bold + meanings + namesIn(document).join(''), bold }
}

/** With what cannot be shown, if there is such. */
export const saying = (document: Document, { missing }: Fonts): Document => {
  const said = missingWords(missing, namesIn(document))
  return said === null ? document : { ...document, facts: [...document.facts, ['Not shown', said]] }
}
