import { createRequire } from 'node:module'
import PDFDocument from 'pdfkit'

const { resolve } = createRequire(import.meta.url)

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
}

const margin = 42
/** The width of a page that stands. */
export const uprightWidth = 595.28 - 2 * margin

export const openFrame = (title: string, landscape = false): Frame => {
  const pdf = new PDFDocument({
    size: 'A4',
    layout: landscape ? 'landscape' : 'portrait',
    margin,
    bufferPages: true,
    info: { Title: title, Creator: 'Analytics Dashboard' },
  })
  // fonts that have Greek, Cyrillic and Central European letters; one that were the document's default too would be
  // read anew at each use
  pdf.registerFont('regular', resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf'))
  pdf.registerFont('bold', resolve('dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf'))
  const bottom = () => pdf.page.height - margin - 14
  const known = new Map<string, number>()
  const frame: Frame = {
    pdf,
    left: margin,
    width: pdf.page.width - 2 * margin,
    y: margin,
    page: bottom() - margin,
    need: height => {
      if (frame.y + height <= bottom() || frame.y === margin) return false
      pdf.addPage()
      frame.y = margin
      return true
    },
    measure: (text, { size, bold = false }) => {
      const name = `${bold ? 'b' : 'r'}${text}`
      const ofOne =
        known.get(name) ??
        pdf
          .font(bold ? 'bold' : 'regular')
          .fontSize(1)
          .widthOfString(text)
      known.set(name, ofOne)
      return ofOne * size
    },
    write: (text, x, y, look) => {
      const { size, bold = false, color = colours.ink, align = 'left' } = look
      const width = align === 'left' ? 0 : frame.measure(text, look)
      pdf
        .font(bold ? 'bold' : 'regular')
        .fontSize(size)
        .fillColor(color)
      pdf.text(text, x - (align === 'right' ? width : align === 'center' ? width / 2 : 0), y, { lineBreak: false })
    },
  }
  return frame
}

/** A badge in the top right corner, in the margin. */
const drawBadge = (frame: Frame, words: string) => {
  const { pdf, left, width } = frame
  const room = frame.measure(words, { size: 8, bold: true }) + 16
  pdf
    .roundedRect(left + width - room, 17, room, 16, 8)
    .lineWidth(0.6)
    .fillAndStroke(colours.warningSoft, colours.warning)
  frame.write(words, left + width - 8, 21, { size: 8, bold: true, color: colours.warning, align: 'right' })
}

/** Page numbers, once it is known how many there are, and what every page must say; then the file's bytes. */
export const closeFrame = async (frame: Frame, footer: string, badge: string | null): Promise<Buffer> => {
  const { pdf, left, width } = frame
  const { count } = pdf.bufferedPageRange()
  for (let page = 0; page < count; page++) {
    pdf.switchToPage(page)
    // below the bottom margin pdfkit would start a new page
    pdf.page.margins.bottom = 0
    if (badge) drawBadge(frame, badge)
    const y = pdf.page.height - margin + 8
    frame.write(footer, left, y, { size: 7.5, color: colours.muted })
    frame.write(`Page ${page + 1} of ${count}`, left + width, y, { size: 7.5, color: colours.muted, align: 'right' })
  }
  const chunks: Buffer[] = []
  pdf.on('data', (chunk: Buffer) => chunks.push(chunk))
  const ended = new Promise<void>(done => pdf.on('end', done))
  pdf.end()
  await ended
  return Buffer.concat(chunks)
}
