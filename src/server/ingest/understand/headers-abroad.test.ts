import { expect, test } from 'vitest'
import { readText } from '../test-files.ts'

const facts = ({ report }: Awaited<ReturnType<typeof readText>>) => ({
  preset: report.preset,
  kind: report.kind,
  orders: report.orders,
  customers: report.customers,
  revenue: report.revenue,
  byStatus: report.byStatus,
  skipped: report.skippedRows.map(({ line, reason }) => [line, reason]),
  problems: report.problems,
  questions: report.questions.length,
})

test('other companies’ headers, in other languages, find their fields', async () => {
  const german = await readText(
    'Bestelldatum;Bestellnummer;Kundennummer;Artikelnummer;Bezeichnung;Menge;Einzelpreis;Rabatt;Land;Zahlungsstatus\r\n24.12.2025;B1;K1;A-1;Kerze;2;"1.200,50 €";10 %;DE;bezahlt\r\n',
  )
  expect({ ...facts(german), mapping: german.mapping }).toEqual({
    preset: null,
    kind: 'orders',
    orders: 1,
    customers: 1,
    revenue: 2160.9,
    byStatus: [{ status: 'completed', rows: 1, amount: 2160.9 }],
    skipped: [],
    problems: [],
    questions: 0,
    mapping: {
      date: 'Bestelldatum',
      order_id: 'Bestellnummer',
      customer_id: 'Kundennummer',
      product_id: 'Artikelnummer',
      product_name: 'Bezeichnung',
      quantity: 'Menge',
      unit_price: 'Einzelpreis',
      discount: 'Rabatt',
      region: 'Land',
      status: 'Zahlungsstatus',
    },
  })
  const classic = await readText(
    'ORDERNUMBER,QUANTITYORDERED,PRICEEACH,SALES,ORDERDATE,STATUS,PRODUCTLINE,PRODUCTCODE,CUSTOMERNAME,COUNTRY,DEALSIZE\n10107,30,95.7,2871.00,2/24/2003 0:00,Shipped,Motorcycles,S10_1678,Land of Toys,USA,Small\n10108,1,10,10.00,3/1/2003 0:00,In Process,Motorcycles,S10_1678,Land of Toys,USA,Small\n',
  )
  expect(facts(classic)).toMatchObject({
    orders: 1,
    revenue: 2871,
    byStatus: [
      { status: 'completed', rows: 1, amount: 2871 },
      { status: 'pending', rows: 1, amount: 10 },
    ],
  })
  const reps = await readText('Name,Team,Region,Annual quota\nAnn,North,EU,"$250,000"\n')
  expect({ kind: reps.report.kind, mapping: reps.mapping }).toEqual({
    kind: 'sales_reps',
    mapping: { name: 'Name', team: 'Team', region: 'Region', quota: 'Annual quota' },
  })
})
