import { createRequire } from 'node:module'
import PDFDocument from 'pdfkit'

const { resolve } = createRequire(import.meta.url)

/** Always the light theme. */
export const colours = { ink: '#18181b', soft: '#3f3f46', muted: '#71717a', line: '#e4e4e7', accent: '#4f46e5', compare: '#a1a1aa', positive: '#047857', negative: '#be123c', head: '#f4f4f5' }

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

/** Page numbers, once it is known how many there are; then the file's bytes. */
export const closeFrame = async ({ pdf, left, width }: Frame, footer: string): Promise<Buffer> => {
  const { count } = pdf.bufferedPageRange()
  for (let page = 0; page < count; page++) {
    pdf.switchToPage(page)
    // below the bottom margin pdfkit would start a new page
    pdf.page.margins.bottom = 0
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
