import { posix } from 'node:path'
import { ApiError } from '../../../errors.ts'
import type { Zip } from '../zip.ts'
import { type Meaning, meaningOf } from './formats.ts'
import { readXml, unescaped } from './xml.ts'

export type Sheet = { name: string; part: string; isHidden: boolean }

/** A workbook's parts that its cells refer to. */
export type Book = {
  sheets: Sheet[]
  /** Days are counted from 1904, as old Macs did. */
  isMac: boolean
  /** By the number of a cell's style. */
  styles: Meaning[]
  strings: string[]
}

/** What a part refers to, by its id: kind and target. */
const relations = async (zip: Zip, part: string): Promise<Map<string, { kind: string; target: string }>> => {
  const found = new Map<string, { kind: string; target: string }>()
  const file = posix.join(posix.dirname(part), '_rels', `${posix.basename(part)}.rels`)
  if (!zip.has(file)) return found
  await readXml(await zip.stream(file), {
    open: (name, { Id: id, Type: type, Target: target }) => {
      if (name !== 'Relationship' || !id || !type || !target) return
      const path = target.startsWith('/') ? target.slice(1) : posix.join(posix.dirname(part), target)
      found.set(id, { kind: type.slice(type.lastIndexOf('/') + 1), target: path })
    },
  })
  return found
}

const readStyles = async (zip: Zip, part: string): Promise<Meaning[]> => {
  const codes = new Map<number, string>()
  const styles: Meaning[] = []
  let inCells = false
  await readXml(await zip.stream(part), {
    open: (name, attributes) => {
      if (name === 'numFmt') codes.set(Number(attributes.numFmtId), attributes.formatCode ?? '')
      else if (name === 'cellXfs') inCells = true
      else if (name === 'xf' && inCells) {
        const id = Number(attributes.numFmtId ?? 0)
        styles.push(meaningOf(id, codes.get(id)))
      }
    },
    close: name => {
      if (name === 'cellXfs') inCells = false
    },
  })
  return styles
}

const mostCharacters = 128 * 1024 * 1024

/** Each text once; of rich texts all parts, without how they are spoken. */
const readStrings = async (zip: Zip, part: string): Promise<string[]> => {
  const strings: string[] = []
  let text = ''
  let characters = 0
  let [isText, isSpoken] = [false, false]
  await readXml(await zip.stream(part), {
    open: name => {
      if (name === 'si') text = ''
      else if (name === 'rPh') isSpoken = true
      else if (name === 't') isText = !isSpoken
    },
    text: more => {
      if (isText) text += more
    },
    close: name => {
      if (name === 't') isText = false
      else if (name === 'rPh') isSpoken = false
      else if (name === 'si') {
        // a copy: a slice would keep the whole piece of the file in memory
        strings.push(text.length < 13 ? unescaped(text) : Buffer.from(unescaped(text), 'utf8').toString('utf8'))
        characters += text.length
        if (characters > mostCharacters)
          throw new ApiError(
            413,
            'too_large',
            'The workbook holds more text than can be read at once. Save its sheet as "CSV UTF-8".',
          )
      }
    },
  })
  return strings
}

const officeBook = async (zip: Zip): Promise<string> => {
  const roots = [...(await relations(zip, '')).values()]
  const main = roots.find(({ kind }) => kind === 'officeDocument')?.target
  return main && zip.has(main) ? main : 'xl/workbook.xml'
}

export const openBook = async (zip: Zip): Promise<Book> => {
  const part = await officeBook(zip)
  const related = await relations(zip, part)
  const sheets: Sheet[] = []
  let isMac = false
  await readXml(await zip.stream(part), {
    open: (name, attributes) => {
      if (name === 'workbookPr') isMac = attributes.date1904 === '1' || attributes.date1904 === 'true'
      if (name !== 'sheet') return
      const id = Object.entries(attributes).find(([key]) => /(?:^|:)id$/.test(key))?.[1]
      const sheet = related.get(id ?? '')
      // charts have sheets of their own
      if (sheet?.kind !== 'worksheet' || !zip.has(sheet.target)) return
      const isHidden = attributes.state === 'hidden' || attributes.state === 'veryHidden'
      sheets.push({ name: attributes.name ?? '', part: sheet.target, isHidden })
    },
  })
  const partOf = (kind: string) => [...related.values()].find(one => one.kind === kind && zip.has(one.target))?.target
  const [styles, strings] = [partOf('styles'), partOf('sharedStrings')]
  return {
    sheets,
    isMac,
    styles: styles ? await readStyles(zip, styles) : [],
    strings: strings ? await readStrings(zip, strings) : [],
  }
}
