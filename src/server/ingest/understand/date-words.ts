/** What stands around the numbers of a date in other languages, as in a plain one: 令和8年8月13日 is 2026-8-13, 13 августа 2026 г. is 13 августа 2026. */
import { plainDigits } from './digits.ts'

/** Year 1 of an era is the year after. */
const eras: [RegExp, number][] = [
  [/^(?:令和|R)\s*(\d{1,2}|元)(?=[年./-])/, 2018],
  [/^(?:平成|H)\s*(\d{1,2}|元)(?=[年./-])/, 1988],
  [/^(?:昭和|S)\s*(\d{1,2}|元)(?=[年./-])/, 1925],
  [/^(?:民國|民国|中華民國)\s*(\d{1,3}|元)(?=[年./-])/, 1911],
]
const buddhist = /^(.*\D)?(25[5-9]\d)(?=$|\D)/

const inEra = (text: string): string => {
  for (const [era, before] of eras) {
    const year = era.exec(text)
    if (year) return text.replace(era, String(before + (year[1] === '元' ? 1 : Number(year[1]))))
  }
  return /พ\.?\s?ศ\.?/.test(text)
    ? text.replace(/พ\.?\s?ศ\.?\s*/, '').replace(buddhist, (_, rest = '', year) => `${rest}${Number(year) - 543}`)
    : text
}

/** 2024年1月5日 10時02分 and 2024년 1월 5일 오후 2:05, as 2024-1-5 10:02. */
const east = (text: string): string =>
  /^\d{4}\s*[年년]/.test(text)
    ? text
        .replace(/\s*[年년月월]\s*/g, '-')
        .replace(/\s*[日일]\s*/, ' ')
        .replace(/\s*\([^)]\)\s*/, ' ')
        .replace(/(\d{1,2})\s*[時时시]\s*/, '$1:')
        .replace(/(\d{1,2})\s*[分분]\s*(\d{1,2})\s*[秒초]/, '$1:$2')
        .replace(/[分분]/, '')
        .replace(/-?\s*$/, '')
    : text

const halves = (text: string): string =>
  text
    .replace(/(?:오전|午前|上午)\s*(\d{1,2}:\d{2}(?::\d{2})?)/, '$1 AM')
    .replace(/(?:오후|午後|下午)\s*(\d{1,2}:\d{2}(?::\d{2})?)/, '$1 PM')

/** Words between a day and its time, and behind the year. */
const between =
  /(?<=\d\.?)\s*,?\s+(?:à|a las|às|alle|alle ore|ore|um|kl\.?|at|om|o godz\.?|godz\.?|saat|в|о|klo)\s+(?=\d{1,2}[:.h])/iu
const behind = /(?<=\d{4})\s*(?:г\.?|года|р\.?|r\.?|roku)(?=\s|,|$)/iu

const hasOtherLetters = /[^\d\s:./,+TZ-]/

export const plainDate = (cell: string): string => {
  const text = plainDigits(cell)
  if (!hasOtherLetters.test(text)) return text
  return halves(east(inEra(text)))
    .replace(behind, '')
    .replace(between, ' ')
    .replace(/(?<=\d)(?:st|nd|rd|th)?\s+of\s+/i, ' ')
    .replace(/\s+(?:Uhr|h)$/i, '')
}
