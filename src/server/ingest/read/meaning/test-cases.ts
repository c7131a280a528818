import { readText } from '../../test-files.ts'

/** Name, file, and what it must give: revenue, `revenue/orders/customers`, deals by how they ended, or that it is asked. */
export type Case = [name: string, text: string, gives: number | string]

/** What a file gives, as a case says it. */
export const given = async (text: string, gives: number | string): Promise<string> => {
  const { report } = await readText(text)
  const { kind, revenue, orders, customers, byStatus, questions, problems } = report
  if (questions.length + problems.length > 0) return 'asked'
  if (kind === 'deals')
    return `deals ${byStatus
      .map(({ status, rows, amount }) => `${status}:${rows}:${amount}`)
      .sort()
      .join(' ')}`
  if (kind !== 'orders') return kind
  return String(gives).includes('/') ? `${revenue}/${orders}/${customers}` : String(revenue)
}
