import { type Field, words } from './field.ts'

/** Rates in rows of their own; a column for each currency is a field of its own: `rate:USD`. */
export const rateFields: Field[] = [
  {
    field: 'date',
    label: 'Day',
    type: 'date',
    required: true,
    hint: 'The day that the rate is of.',
    names: words('date day datum tag stichtag jour fecha dia data giorno dzien dag tarih дата 日付 日期 날짜'),
  },
  {
    field: 'currency',
    label: 'Currency',
    type: 'text',
    required: false,
    hint: 'As a code such as USD. Without it: a column for each currency.',
    names: words('currency currencycode quotecurrency wahrung devise moneda valuta moeda waluta'),
  },
  {
    field: 'rate',
    label: 'Rate',
    type: 'number',
    required: false,
    hint: 'What it is of, and in which currency, is asked.',
    names: words(`
      rate exchangerate fxrate obsvalue kurs wechselkurs taux tauxdechange cours tipodecambio tasso
      tassodicambio taxadecambio koers wisselkoers
    `),
  },
]
