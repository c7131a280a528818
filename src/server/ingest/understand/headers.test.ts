import { expect, test } from 'vitest'
import { csv, readText } from '../test-files.ts'

const basis: Record<string, string> = {
  order_id: 'Order ID',
  date: 'Order Date',
  customer_name: 'Customer',
  product_name: 'Product',
  quantity: 'Quantity',
  amount: 'Amount',
}
/** The field that a column is taken for, beside the usual columns of an order file. */
const fieldOf = async (column: string, instead: string): Promise<string | null> => {
  const columns = [
    ...Object.entries(basis)
      .filter(([field]) => field !== instead)
      .map(([, name]) => name),
    column,
  ]
  const { report } = await readText(
    csv(
      columns,
      columns.map(() => '1'),
    ),
    { kind: 'orders' },
  )
  return report.columns.at(-1)?.field ?? null
}
const wrongly = async (field: string, columns: string, is: boolean) => {
  const names = columns.split('; ')
  const found = await Promise.all(names.map(name => fieldOf(name, field)))
  return names.filter((_, i) => (found[i] === field) !== is)
}

test.each([
  [
    'quantity',
    'Qty Sold; Quantity Sold; Order Qty; Qty Shipped; Units Ordered; No. of units; Pcs; Nb; Cant.; Item Count; Volume; quantity-purchased; Auftragsmenge; Antal',
  ],
  [
    'date',
    'Order Placed; Date Created; Posting Date; Billing Date; Document Date; Date of Sale; Sold On; Buchungsdatum; Fecha de venta; Data wystawienia; Time',
  ],
  [
    'order_id',
    'Receipt No; Document Number; Invoice #; Check #; SO Number; Nº de pedido; N° facture; Auftrags-Nr.; Verkaufsbeleg; Numer faktury',
  ],
  [
    'amount',
    'Netto; Net Value; Nettowert; Total HT; Wartość; Ext. Amount; Line Net; Product Sales; Total Sales Amount; Untaxed Amount; Total Price; Positionswert Netto',
  ],
  ['customer_name', 'ContactName; Bill-to Name; Firma; Sold To; Klient; Customer Full Name; Name 1; Name'],
  ['status', 'Invoice Status; Transaction Status'],
])('%s by words: %s', async (field, columns) => {
  expect(await wrongly(field, columns, true)).toEqual([])
})

test.each([
  [
    'quantity',
    'Quantity in stock; Qty on hand; Returned Qty; Unit of Measure; Price per unit; Total Orders; Quantity Discount',
  ],
  [
    'date',
    'Shipping Date; Due Date; Invoice Due Date; Date of Birth; Refund Date; Last Updated; Requested Date; Lieferdatum',
  ],
  [
    'order_id',
    'Order Status; Order Line Number; PO Number; Tracking Number; Customer Number; Order Count; Phone Number',
  ],
  [
    'amount',
    'Tax amount; Refund amount; Discount Amount; Shipping Amount; Total Cost; Sales Rep; Sales Manager; Annual Revenue; Total Spent; Net Weight; Gross Margin; Total Quantity; Balance; Net Price',
  ],
  ['unit_price', 'Unit Cost; Einkaufspreis; Purchase Price; Compare at price; Original Price; Price List'],
  ['customer_name', 'Customer ID; Customer Type; Customer Since; Account Manager; Contact Phone'],
])('false friends, no %s: %s', async (field, columns) => {
  expect(await wrongly(field, columns, false)).toEqual([])
})

const read = async (columns: string, ...rows: string[]) => {
  const { report, mapping } = await readText(`${[columns, ...rows].join('\n')}\n`)
  return {
    mapping,
    revenue: report.revenue,
    notes: report.notes,
    problems: report.problems,
    questions: report.questions,
  }
}

test('without a quantity each row is one unit, and that is said', async () => {
  const said = 'No column says the quantity: each row counts as one unit. If one does, map it.'
  expect((await read('Order ID,Order Date,Quantity in stock,Unit Price', '1,2026-01-13,9,4.50')).notes).toContain(said)
  expect((await read('Order ID,Order Date,Qty Sold,Unit Price', '1,2026-01-13,9,4.50')).notes).not.toContain(said)
})

test('a unit cost is the cost beside any price or amount; alone it is the price, with a word', async () => {
  const both = await read('Order ID,Order Date,Quantity,Unit Cost,Selling Price', '1,2026-01-13,20,0.50,1.50')
  expect([both.revenue, both.mapping.cost]).toEqual([30, 'Unit Cost'])
  const beside = await read('Order ID,Order Date,Quantity,Unit Cost,Amount', '1,2026-01-13,20,0.50,30')
  expect([beside.revenue, beside.mapping.cost, beside.mapping.unit_price]).toEqual([30, 'Unit Cost', undefined])
  const alone = await read('Order ID,Order Date,Quantity,Unit Cost', '1,2026-01-13,20,0.50')
  expect([alone.revenue, alone.mapping.cost]).toEqual([10, undefined])
  expect((await read('Order ID,Order Date,Quantity,Einkaufspreis', '1,2026-01-13,20,0.50')).problems).toEqual([
    expect.stringContaining('No column is mapped to the amount'),
  ])
  expect(alone.notes).toContain(
    'Unit Cost is taken as the price, as the file has no other price and no amount. If it is what the goods cost you, these are no sales.',
  )
})

test.each([
  ['Subtotal,Tax,Total', 'Subtotal'],
  ['Amount,Tax,Net Amount', 'Net Amount'],
  ['Revenue,Fees,Net Revenue', 'Net Revenue'],
  ['Netto,MwSt,Brutto,Summe', 'Netto'],
  ['Subtotal (inc tax),Subtotal (ex tax),Tax Total,Order Total (inc tax),Order Total (ex tax)', 'Subtotal (ex tax)'],
  ['Untaxed Amount,Total', 'Untaxed Amount'],
  ['Gross Sales,Discounts,Net Sales,Tax', 'Net Sales'],
  ['Gross Sales,Sales', 'Sales'],
  ['Item Total,SubTotal,Total', 'Item Total'],
  ['Gross,Fee,Net', 'Gross'],
  ['Grand Total,Subtotal,Shipping and Handling', 'Subtotal'],
  ['Amount,Subtotal,Tax,Total', 'Amount'],
  ['Base imponible,IVA,Total', 'Base imponible'],
  ['Amount,Tax,Line Total', 'Amount'],
  ['Revenue,Tax,Total', 'Revenue'],
  ['Total HT,TVA,Total TTC', 'Total HT'],
])('of %s the amount is %s', async (columns, amount) => {
  expect(
    (await read(`Order ID,Order Date,${columns}`, `1,2026-01-13,${columns.replace(/[^,]+/g, '1')}`)).mapping.amount,
  ).toBe(amount)
})

test('a total with tax: quantity × price counts where it is known, else it is said that tax is in it', async () => {
  const computed = await read(
    'Order Number,Sale Date,Quantity,Sold For,Shipping And Handling,eBay Collected Tax,Total Price',
    '1,2026-01-13,2,40.00,5.00,6.80,91.80',
  )
  expect([
    computed.revenue,
    computed.notes.some(
      note => note === 'Total Price is Quantity × Sold For with the tax and shipping: revenue is Quantity × Sold For.',
    ),
  ]).toEqual([80, true])
  const only = await read('Order Number,Sale Date,Tax,Total', '1,2026-01-13,6.80,91.80')
  expect([only.revenue, only.notes.includes('Total holds Tax, by its rates: revenue is without it.')]).toEqual([
    85,
    true,
  ])
  const text = 'Order Number,Sale Date,Tax,Total\n1,2026-01-13,6.66,91.80\n'
  const { questions } = (await readText(text)).report
  expect(questions).toEqual([
    {
      column: 'Total: what is in it',
      about: 'meaning',
      sentence: 'Total may hold Tax, and no column shows it. Does it? The sums are of its row.',
      options: [
        { value: 'net', example: 'no: 91.80 is revenue' },
        { value: 'with_tax', example: 'it holds Tax: 85.14 is revenue' },
      ],
    },
  ])
  const answered = async (value: string) =>
    (await readText(text, { styles: { 'Total: what is in it': value } })).report.revenue
  expect([await answered('net'), await answered('with_tax')]).toEqual([91.8, 85.14])
  const chosen = await readText('Order Number,Sale Date,Quantity,Price,Tax,Total\n1,2026-01-13,2,40.00,6.80,86.80\n', {
    mapping: { amount: 'Total' },
  })
  expect([chosen.report.revenue, chosen.report.notes.filter(note => note.includes('instead'))]).toEqual([86.8, []])
})

test.each([
  [
    'deals',
    'Topic,Account,Est. Close Date,Est. Revenue,Actual Close Date,Probability,Status,Pipeline Phase,Owner,Created On',
  ],
  ['deals', 'Id,Name,StageName,Amount,CloseDate,CreatedDate,OwnerId,AccountId'],
  ['deals', 'Datensatz-ID,Deal-Name,Deal-Phase,Abschlussdatum,Zuständiger Mitarbeiter,Betrag,Erstelldatum'],
  [
    'deals',
    'Opportunity-Name,Accountname,Phase,Betrag,Wahrscheinlichkeit (%),Schlusstermin,Erstelldatum,Opportunity-Inhaber',
  ],
  ['customers', 'Customer ID,Name,Email,Status,Country,Created At'],
  ['customers', 'Customer ID,Customer Name,Email,Country,Created,Total Sales'],
  ['customers', 'Customer ID,First Name,Last Name,Email,Default Address Company,Total Spent,Total Orders'],
  [
    'customers',
    'Account ID,Account Name,Account Owner,Type,Industry,Billing Country,Annual Revenue,Status,Created Date',
  ],
  ['products', 'SKU,Name,Category,Price,Cost,Status'],
  ['products', 'SKU,Product Name,Category,Price,Created At,Quantity'],
  [
    'products',
    'Handle,Title,Vendor,Product Category,Type,Published,Variant SKU,Variant Inventory Qty,Variant Price,Cost per item,Status',
  ],
  ['products', 'ID,Type,SKU,Name,Published,In stock?,Stock,Sale price,Regular price,Categories'],
  ['sales_reps', 'Rep ID,Name,Team,Region,Annual Quota,Hire Date,Status'],
  ['sales_reps', 'Name,Email,Region,Quota'],
  ['orders', 'Date,Time,Name,Type,Status,Currency,Gross,Fee,Net,From Email Address,Transaction ID,Item Title,Quantity'],
  [
    'orders',
    'Auftragsnummer,Auftragsdatum,Kundennummer,Firma,Artikelnummer,Anzahl,VK Netto,Positionswert Netto,Zahlungsstatus',
  ],
  ['orders', 'Ordrenummer,Dato,Kunde,Vare,Antal,Pris,Beløb'],
  ['orders', 'Billing Doc.,Item,Billing Date,Customer,Material,Qty,Net Value,Curr.'],
  ['orders', 'Month,Product,Revenue'],
  ['orders', 'order_id,created_at,customer,amount'],
  ['orders', 'ID,Date,Customer,Total,Status'],
  ['orders', 'Subscription ID,Customer Name,Plan,Status,Currency,Amount,Created'],
  ['orders', 'order_id,customer_id,order_status,order_purchase_timestamp,order_delivered_customer_date'],
  ['sales_reps', 'Sales Rep,Region,Quota,Actual Sales,Date'],
  ['products', 'Product ID,Product Name,Unit Price,Units In Stock,Reorder Level'],
  ['customers', 'Email,First Name,Last Name,Total Spent,Orders Count,Last Order Date,Country'],
])('a file of %s: %s', async (kind, columns) => {
  expect((await readText(`${columns}\n${columns.replace(/[^,]+/g, '1')}\n`)).report.kind).toBe(kind)
})

test('a state beside a country is a place, alone it is a status', async () => {
  expect((await read('Order ID,Order Date,State,Country,Total', '1,2026-01-13,CA,US,5')).mapping).toMatchObject({
    region: 'Country',
  })
  expect((await read('Order ID,Order Date,State,Country,Total', '1,2026-01-13,CA,US,5')).revenue).toBe(5)
  expect((await read('Order ID,Order Date,State,Total', '1,2026-01-13,cancelled,5')).revenue).toBe(0)
})

test('German deals: the stage says won, the dates and owner are found', async () => {
  const { report, mapping } = await readText(
    'Deal-Name;Deal-Phase;Abschlussdatum;Zuständiger Mitarbeiter;Betrag;Erstelldatum\nA;Abgeschlossen und gewonnen;01.03.2026;Jo;5.000,00;15.01.2026\nB;Termin geplant;01.06.2030;Jo;2.500,00;15.01.2026\n',
  )
  expect({ byStatus: report.byStatus, mapping }).toEqual({
    byStatus: [
      { status: 'won', rows: 1, amount: 5000 },
      { status: 'open', rows: 1, amount: 2500 },
    ],
    mapping: {
      name: 'Deal-Name',
      stage: 'Deal-Phase',
      closed: 'Abschlussdatum',
      rep: 'Zuständiger Mitarbeiter',
      amount: 'Betrag',
      created: 'Erstelldatum',
    },
  })
})

test('rows that are no sale: by type, cancelled and returned', async () => {
  const byType = await readText(
    'Receipt No,Date,Type,Item,Qty,Price,Total\n1,2026-01-13,Sale,Pen,2,5.00,10.00\n2,2026-01-14,Return,Pen,1,5.00,5.00\n3,2026-01-14,Service Fee,Fee,1,9.00,9.00\n4,2026-01-14,Void,Pen,1,7.00,7.00\n',
  )
  expect({
    byStatus: byType.report.byStatus,
    revenue: byType.report.revenue,
    orders: byType.report.orders,
    skipped: byType.report.skippedRows.map(({ reason }) => reason),
  }).toEqual({
    byStatus: [
      { status: 'completed', rows: 1, amount: 10 },
      { status: 'refunded', rows: 1, amount: -5 },
      { status: 'cancelled', rows: 1, amount: 7 },
    ],
    revenue: 5,
    orders: 1,
    skipped: ['"Service Fee" is a fee'],
  })
  const byFlag = await read(
    'Order ID,Order Date,Qty,Unit Price,Cancelled,Returned',
    '1,2026-01-13,3,10,No,No',
    '2,2026-01-13,2,20,Yes,No',
    '3,2026-01-13,1,20,No,Yes',
    '4,2026-01-13,1,1,0,0',
    '5,2026-01-13,1,50,,2026-01-20',
  )
  expect(byFlag.revenue).toBe(31)
})

test('a discount of the order is not taken off amounts that the file gives', async () => {
  const given = await read(
    'Order ID,Order Date,Item Name,Line Total,Cart Discount',
    '1,2026-01-13,a,45.00,10.00',
    '1,2026-01-13,b,45.00,10.00',
  )
  expect([
    given.revenue,
    given.notes.includes('1 order has a discount in Cart Discount: Line Total is taken as net of it.'),
  ]).toEqual([90, true])
  expect(
    (
      await read(
        'Order ID,Order Date,Item Name,Price,Cart Discount',
        '1,2026-01-13,a,45.00,10.00',
        '1,2026-01-13,b,45.00,10.00',
      )
    ).revenue,
  ).toBe(80)
})

test('whole discounts up to 100 are asked, others are decided', async () => {
  const of = (column: string, ...discounts: string[]) =>
    read(
      `Order ID,Order Date,Quantity,Unit Price,${column}`,
      ...discounts.map((discount, i) => `${i},2026-01-13,1,200,${discount}`),
    )
  expect((await of('Discount', '10', '15', '0')).questions).toEqual([
    {
      column: 'Discount',
      about: 'meaning',
      sentence:
        'Discount: the discounts are whole numbers up to 100, so it may be a share of the price or an amount of money.',
      options: [
        { value: 'rate', example: '10 is 10 % of the price' },
        { value: 'money', example: '10 is 10.00 off the price' },
      ],
    },
  ])
  expect((await of('Discount', '150', '15')).revenue).toBe(235)
  expect((await of('Discount', '10.50', '15')).revenue).toBe(374.5)
  expect((await of('Discount', '$10', '$15')).revenue).toBe(375)
  expect((await of('Discount Amount', '10', '15')).revenue).toBe(375)
  expect((await of('Discount %', '10', '15')).revenue).toBe(350)
  expect((await of('Discount', '0', '0')).revenue).toBe(400)
})

test('first and last name are one name; a name in one column goes before', async () => {
  const names = async (text: string) => {
    const { report } = await readText(text)
    return [
      report.customers,
      report.mapping.customer_name ?? report.mapping.name,
      report.mapping.customer_last_name ?? report.mapping.last_name,
    ]
  }
  expect(
    await names('Order ID,Order Date,First Name,Last Name,Amount\n1,2026-01-13,Ann,Lee,1\n2,2026-01-13,Ann,Ray,1\n'),
  ).toEqual([2, 'First Name', 'Last Name'])
  expect(await names('Bestellnummer;Bestelldatum;Vorname;Nachname;Betrag\n1;13.01.2026;Ann;Lee;1\n')).toEqual([
    1,
    'Vorname',
    'Nachname',
  ])
  expect(await names('Record ID,First Name,Last Name,Email,Associated Company\n1,Ann,Lee,a@x.com,Acme\n')).toEqual([
    1,
    'First Name',
    'Last Name',
  ])
  expect(
    await names('Order ID,Order Date,Customer Name,First Name,Last Name,Amount\n1,2026-01-13,Acme,Ann,Lee,1\n'),
  ).toEqual([1, 'Customer Name', undefined])
})

test('one letter is a charge only beside other codes and numeric ones', async () => {
  const charges = async (...codes: string[]) =>
    (await read('Order ID,Order Date,SKU,Amount', ...codes.map(code => `1,2026-01-13,${code},1`))).notes.filter(note =>
      / by (its|their) code /.test(note),
    )
  expect(await charges('A', 'B', 'M', 'S')).toEqual([])
  expect(await charges('85123', 'M', 'S')).toEqual([
    "2 rows are charges, fees or corrections by their code (M, S), 2.00 in all: counted as in the file's own totals.",
  ])
  expect(await charges('ABC', 'POST')).toEqual([
    "1 row is a charge, fee or correction by its code (POST), 1.00 in all: counted as in the file's own totals.",
  ])
})
