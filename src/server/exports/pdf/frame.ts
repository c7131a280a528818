import { createRequire } from 'node:module'
import PDFDocument from 'pdfkit'

const { resolve } = createRequire(import.meta.url)

/** Always the light theme. */
export const colours = { ink: '#18181b', soft: '#3f3f46', muted: '#71717a', line: '#e4e4e7', accent: '#4f46e5', compare: '#a1a1aa', positive: '#047857', negative: '#be123c', head: '#f4f4f5', warning: '#a14a06', warningSoft: '#fffbeb' }

export type Frame = {
  pdf: PDFKit.PDFDocument
  left: number
  width: number
  /** Where the next thing goes. */
  y: number
  /** A new page unless this much room is left on the page; true when it made one. */
  need: (height: number) => boolean
}

const margin = 42

export const openFrame = (title: string, landscape: boolean): Frame => {
  const pdf = new PDFDocument({
    size: 'A4',
    layout: landscape ? 'landscape' : 'portrait',
    margin,
    bufferPages: true,
    info: { Title: title, Creator: 'Analytics Dashboard' },
  })
  // fonts that have Greek, Cyrillic and Central European letters; one that were the document's default too would be read anew at each use
  pdf.registerFont('regular', resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf'))
  pdf.registerFont('bold', resolve('dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf'))
  const frame: Frame = {
    pdf,
    left: margin,
    width: pdf.page.width - 2 * margin,
    y: margin,
    need: height => {
      if (frame.y + height <= pdf.page.height - margin - 14) return false
      pdf.addPage()
      frame.y = margin
      return true
    },
  }
  return frame
}

/** A badge in the top right corner, in the margin. */
const drawBadge = ({ pdf, left, width }: Frame, words: string) => {
  pdf.font('bold').fontSize(8)
  const room = pdf.widthOfString(words) + 16
  pdf.roundedRect(left + width - room, 17, room, 16, 8).lineWidth(0.6).fillAndStroke(colours.warningSoft, colours.warning)
  pdf.fillColor(colours.warning).text(words, left + width - room + 8, 21, { lineBreak: false })
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
    pdf.font('regular').fontSize(7.5).fillColor(colours.muted)
    pdf.text(footer, left, y, { width: width - 80, height: 10, ellipsis: true, lineBreak: false })
    pdf.text(`Page ${page + 1} of ${count}`, left + width - 80, y, { width: 80, align: 'right', lineBreak: false })
  }
  const chunks: Buffer[] = []
  pdf.on('data', (chunk: Buffer) => chunks.push(chunk))
  const ended = new Promise<void>(done => pdf.on('end', done))
  pdf.end()
  await ended
  return Buffer.concat(chunks)
}
