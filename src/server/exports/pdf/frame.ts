import PDFDocument from 'pdfkit'
import type { Paper } from '#contract/export-formats.ts'
import type { Fonts } from './fonts/fonts.ts'
import { type Run, runsOf } from './fonts/runs.ts'

/** Always the light theme: the names and values of theme.css. */
export const colours = {
  ink: '#18181b',
  soft: '#3f3f46',
  muted: '#6a6a73',
  line: '#e4e4e7',
  lineStrong: '#d4d4d8',
  sunken: '#f4f4f5',
  accent: '#4f46e5',
  positive: '#047857',
  negative: '#be123c',
  warning: '#a14a06',
  warningSoft: '#fffbeb',
  chartOther: '#8f8f99',
  chartCompare: '#8f8f99',
  chartGrid: '#ececef',
}
type Look = { size: number; bold?: boolean; color?: string; align?: 'left' | 'right' | 'center' }

export type Frame = {
  pdf: PDFKit.PDFDocument
  left: number
  width: number
  /** Where the next thing goes. */
  y: number
  /** The height of a whole page. */
  page: number
  /** A new page unless this much room is left on the page; true when it made one. */
  need: (height: number) => boolean
  /** How wide a text is. */
  measure: (text: string, look: Look) => number
  /** One line of text: from x, to x or around it. */
  write: (text: string, x: number, y: number, look: Look) => void
  /** From here on pages lie. */
  turn: () => void
}

const margin = 42
const sizes = { a4: 'A4', letter: 'LETTER' } as const
/** Digits of one width, so that figures stand in columns; the same from one run to the next. */
const features: PDFKit.Mixins.OpenTypeFeatures[] = ['tnum']
/** Where letters stand, below the top of their line. */
const ascent = 0.93

/**
 * What is drawn stands for a text that is copied and searched in its stead. Readers take its place from within the text
 * object (BT … ET), which pdfkit writes as one.
 */
const standingFor = (pdf: PDFKit.PDFDocument, actual: string, draw: () => void) => {
  const lines = pdf as unknown as { addContent: (line: string) => unknown }
  const { addContent } = lines
  lines.addContent = line => {
    lines.addContent = addContent
    if (line === 'ET') pdf.endMarkedContent()
    addContent.call(pdf, line)
    if (line === 'BT') pdf.markContent('Span', { actual })
    lines.addContent = within
    return pdf
  }
  const within = lines.addContent
  draw()
  lines.addContent = addContent
}

type Layout = 'portrait' | 'landscape'
type Asked = { title: string; paper: Paper; fonts: Fonts; layout?: Layout }

export const openFrame = ({ title, paper, fonts, layout = 'portrait' }: Asked): Frame => {
  const page: { size: string; layout: Layout; margin: number } = { size: sizes[paper], layout, margin }
  const pdf = new PDFDocument({ ...page, bufferPages: true, info: { Title: title, Creator: 'Analytics Dashboard' } })
  const bottom = () => pdf.page.height - margin - 14
  type Laid = { runs: (Run & { width: number })[]; width: number }
  const known = new Map<string, Laid>()
  const lay = (text: string, bold: boolean): Laid => {
    const name = `${bold ? 'b' : 'r'}${text}`
    const before = known.get(name)
    if (before) return before
    const runs = runsOf(text, bold, fonts).map(run => ({
      ...run,
      width: run.face.font.layout(run.text, features).advanceWidth / run.face.font.unitsPerEm,
    }))
    const laid = { runs, width: runs.reduce((sum, { width }) => sum + width, 0) }
    known.set(name, laid)
    return laid
  }
  const show = ({ face, text, copied }: Run, x: number, y: number) => {
    // a font that is known by its object would be embedded anew at each use
    pdf.registerFont(face.name, face.font as unknown as Buffer)
    pdf.font(face.name)
    const draw = () => pdf.text(text, x, y, { lineBreak: false, baseline: 'alphabetic', features })
    if (copied === undefined) draw()
    else standingFor(pdf, copied, draw)
  }
  const frame: Frame = {
    pdf,
    left: margin,
    width: pdf.page.width - 2 * margin,
    y: margin,
    page: bottom() - margin,
    need: height => {
      if (frame.y + height <= bottom() || frame.y === margin) return false
      pdf.addPage(page)
      frame.y = margin
      return true
    },
    turn: () => {
      page.layout = 'landscape'
      pdf.addPage(page)
      frame.y = margin
      frame.width = pdf.page.width - 2 * margin
      frame.page = bottom() - margin
    },
    measure: (text, { size, bold = false }) => lay(text, bold).width * size,
    write: (text, x, y, { size, bold = false, color = colours.ink, align = 'left' }) => {
      const { runs, width } = lay(text, bold)
      pdf.fontSize(size).fillColor(color)
      let at = x - (align === 'right' ? width : align === 'center' ? width / 2 : 0) * size
      for (const run of runs) {
        show(run, at, y + ascent * size)
        at += run.width * size
      }
    },
  }
  return frame
}

/** A badge in the top right corner, in the margin. */
const drawBadge = (frame: Frame, words: string) => {
  const { pdf, left } = frame
  const width = pdf.page.width - 2 * margin
  const room = frame.measure(words, { size: 8, bold: true }) + 16
  pdf
    .roundedRect(left + width - room, 17, room, 16, 8)
    .lineWidth(0.6)
    .fillAndStroke(colours.warningSoft, colours.warning)
  frame.write(words, left + width - 8, 21, { size: 8, bold: true, color: colours.warning, align: 'right' })
}

/** Page numbers, once it is known how many there are, and what every page must say; then the file's bytes. */
export const closeFrame = async (frame: Frame, footer: string, badge: string | null): Promise<Buffer> => {
  const { pdf, left } = frame
  const { count } = pdf.bufferedPageRange()
  for (let page = 0; page < count; page++) {
    pdf.switchToPage(page)
    // below the bottom margin pdfkit would start a new page
    pdf.page.margins.bottom = 0
    if (badge) drawBadge(frame, badge)
    const y = pdf.page.height - margin + 8
    frame.write(footer, left, y, { size: 7.5, color: colours.muted })
    frame.write(`Page ${page + 1} of ${count}`, pdf.page.width - margin, y, {
      size: 7.5,
      color: colours.muted,
      align: 'right',
    })
  }
  const chunks: Buffer[] = []
  pdf.on('data', (chunk: Buffer) => chunks.push(chunk))
  const ended = new Promise<void>(done => pdf.on('end', done))
  pdf.end()
  await ended
  return Buffer.concat(chunks)
}
