import { pipsInWords } from '../../money.ts'
import { counted } from '../../counted.ts'

/** Codes that shops book charges, fees and corrections under. */
const charge =
  /^(post|postage|dot|c2|cruk|pads|bank charges|amazonfee|adjust\d*|shipping|freight|discount|fees?|manual|samples?|handling)$/i
/** One of these alone is a name; beside numeric stock codes and other codes of charges it is one of them. */
const chargeLetter = /^[bdms]$/i
const isDigit = (code: number) => code >= 48 && code <= 57

/** Rows that are charges by their product's code. */
export const chargeCodes = () => {
  const charges = new Map<string, { rows: number; pips: number }>()
  let numericCodes = 0
  return {
    add: (code: string, pips: number) => {
      if (charge.test(code) || chargeLetter.test(code)) {
        const of = charges.get(code) ?? { rows: 0, pips: 0 }
        charges.set(code, { rows: of.rows + 1, pips: of.pips + pips })
      } else if (isDigit(code.charCodeAt(0)) && isDigit(code.charCodeAt(1))) numericCodes++
    },
    notes: (): string[] => {
      const meant = [...charges].filter(([code]) => !chargeLetter.test(code) || (numericCodes > 0 && charges.size > 1))
      const [rows, pips] = [
        meant.reduce((sum, [, of]) => sum + of.rows, 0),
        meant.reduce((sum, [, of]) => sum + of.pips, 0),
      ]
      if (rows === 0) return []
      const codes = `${meant
        .slice(0, 3)
        .map(([code]) => code)
        .join(', ')}${meant.length > 3 ? ' and the like' : ''}`
      return [
        `${counted(rows, 'row is a charge, fee or correction by its', 'rows are charges, fees or corrections by their')} code (${codes}), ${pipsInWords(pips)} in all: counted as in the file's own totals.`,
      ]
    },
  }
}
