import { expect, test } from 'vitest'
import { type Case, given } from './test-cases.ts'

const cases: Case[] = [
  // square items
  [
    'square',
    'Date,Time,Time Zone,Category,Item,Qty,Price Point Name,SKU,Modifiers Applied,Gross Sales,Discounts,Net Sales,Tax,Transaction ID,Payment ID,Device Name,Notes,Details,Event Type,Location,Dining Option,Customer ID,Customer Name\n2026-08-13,10:00:00,Pacific Time (US & Canada),Food,Soup,2,Regular,S1,,$20.00,-$2.00,$18.00,$1.50,T1,P1,,,,Payment,Main,,,\n2026-08-14,10:00:00,Pacific Time (US & Canada),Food,Soup,-1,Regular,S1,,-$10.00,$0.00,-$10.00,-$0.80,T2,P2,,,,Refund,Main,,,\n',
    8,
  ],
  [
    'square transactions',
    'Date,Time,Time Zone,Gross Sales,Discounts,Service Charges,Net Sales,Gift Card Sales,Tax,Tip,Partial Refunds,Total Collected,Source,Card,Card Entry Methods,Cash,Square Gift Card,Other Tender,Other Tender Type,Tender Note,Fees,Net Total,Transaction ID,Payment ID,Card Brand,PAN Suffix,Device Name,Staff Name,Staff ID,Details,Description,Event Type,Location,Dining Option,Customer ID,Customer Name,Customer Reference ID,Device Nickname\n2026-08-13,10:00:00,PT,$20.00,-$2.00,$0.00,$18.00,$0.00,$1.50,$3.00,$0.00,$22.50,Point of Sale,$22.50,,$0.00,$0.00,$0.00,,,-$0.70,$21.80,T1,P1,,,,Sam,1,,Soup,Payment,Main,,,,,\n2026-08-14,10:00:00,PT,-$10.00,$0.00,$0.00,-$10.00,$0.00,-$0.80,$0.00,$0.00,-$10.80,Point of Sale,-$10.80,,$0.00,$0.00,$0.00,,,$0.00,-$10.80,T2,P2,,,,Sam,1,,Soup,Refund,Main,,,,,\n',
    8,
  ],
  // toast
  [
    'toast orders',
    'Location,Order Id,Order #,Checks,Opened,# of Guests,Tab Names,Server,Table,Revenue Center,Dining Area,Service,Dining Options,Discount Amount,Amount,Tax,Tip,Gratuity,Total,Voided,Paid,Closed,Duration (Opened to Paid),Order Source\nMain,1001,1,1,8/13/26 10:00 AM,2,,Sam,,,,,Dine In,2.00,18.00,1.50,3.00,0.00,22.50,false,8/13/26 11:00 AM,8/13/26 11:00 AM,,In store\nMain,1002,2,1,8/13/26 10:10 AM,2,,Sam,,,,,Dine In,0.00,30.00,2.50,0.00,0.00,32.50,true,,,,In store\n',
    18,
  ],
  [
    'clover orders',
    'Order ID,Order Date,Order Employee Name,Payment State,Order Total,Tax Amount,Tip,Discount,Refunds Total\nA1,13-Aug-2026 10:00 AM,Sam,Paid,10.88,0.88,0.00,0.00,0.00\nA2,13-Aug-2026 10:30 AM,Sam,Open,5.44,0.44,0.00,0.00,0.00\n',
    10.88,
  ],
  [
    'bigcommerce',
    'Order ID,Customer ID,Customer Name,Customer Email,Order Date,Order Time,Order Status,Subtotal (inc tax),Subtotal (ex tax),Tax Total,Shipping Cost (inc tax),Shipping Cost (ex tax),Order Total (inc tax),Order Total (ex tax),Payment Method,Total Quantity,Order Currency Code\n101,0,Ann Lee,ann@example.com,13/08/2026,10:00:00,Completed,121.00,100.00,21.00,0.00,0.00,121.00,100.00,Card,1,EUR\n102,5,Bo,bo@example.com,14/08/2026,10:00:00,Cancelled,121.00,100.00,21.00,0.00,0.00,121.00,100.00,Card,1,EUR\n',
    '100/1/0',
  ],
  [
    'qbo sales by customer detail',
    'Sales by Customer Detail\nAugust 2026\n\n,Date,Transaction Type,Num,Product/Service,Memo/Description,Qty,Sales Price,Amount,Balance\nAnn Lee,,,,,,,,,\n,08/13/2026,Invoice,1037,Design,,2.00,50.00,100.00,100.00\n,08/14/2026,Credit Memo,1038,Design,,-1.00,50.00,-50.00,50.00\nTotal for Ann Lee,,,,,,,,$50.00,\nBo Li,,,,,,,,,\n,08/13/2026,Invoice,1039,Design,,1.00,50.00,50.00,50.00\nTotal for Bo Li,,,,,,,,$50.00,\nTOTAL,,,,,,,,$100.00,\n',
    '100/2/2',
  ],
  [
    'qbo invoice list',
    'Date,Type,No.,Customer,Memo,Amount,Status\n08/13/2026,Invoice,1037,Ann Lee,,120.00,Paid\n08/14/2026,Credit Memo,12,Ann Lee,,20.00,Applied\n08/15/2026,Payment,,Ann Lee,,100.00,Closed\n08/16/2026,Estimate,5,Bo,,900.00,Pending\n08/17/2026,Invoice,1038,Bo,,50.00,Overdue on 09/01/2026\n',
    'asked',
  ],
  [
    'xero invoice export',
    '*ContactName,EmailAddress,*InvoiceNumber,Reference,*InvoiceDate,*DueDate,Total,InventoryItemCode,*Description,*Quantity,*UnitAmount,Discount,*AccountCode,*TaxType,TaxAmount,Currency\nAnn,a@example.com,INV-1,,13/08/2026,13/09/2026,120.00,D1,Design,2,50.00,,200,20% VAT,20.00,GBP\n',
    100,
  ],
  [
    'stripe payments old',
    'id,Description,Seller Message,Created (UTC),Amount,Amount Refunded,Currency,Converted Amount,Converted Amount Refunded,Fee,Tax,Converted Currency,Mode,Status,Statement Descriptor,Customer ID,Customer Description,Customer Email,Captured,Card ID\nch_1,Order 1,ok,2026-08-13 10:00,50.00,0.00,eur,50.00,0.00,1.0,0.00,eur,Live,Paid,,cus_1,,a@example.com,true,card_1\nch_2,Order 2,ok,2026-08-13 10:00,20.00,20.00,eur,20.00,20.00,1.0,0.00,eur,Live,Refunded,,cus_1,,a@example.com,true,card_1\nch_3,Order 3,ok,2026-08-13 10:00,30.00,0.00,eur,30.00,0.00,1.0,0.00,eur,Live,Failed,,cus_2,,b@example.com,false,card_1\n',
    50,
  ],
  [
    'etsy sold orders same',
    'Sale Date,Order ID,Buyer,Full Name,Number of Items,Order Value,Discount Amount,Shipping,Sales Tax,Order Total,Status\n08/13/26,1,ann,Ann,1,50.00,5.00,4.00,0.00,49.00,\n',
    45,
  ],
  [
    'mollie',
    'Datum,Betaalmethode,Valuta,Bedrag,Status,ID,Omschrijving,Consumentennaam,Bedrag terugbetaald\n2026-08-13 10:00:00,iDEAL,EUR,50.00,Betaald,tr_1,Bestelling 1,Ann,0.00\n2026-08-14 10:00:00,iDEAL,EUR,30.00,Verlopen,tr_2,Bestelling 2,Bo,0.00\n2026-08-14 10:00:00,iDEAL,EUR,30.00,Betaald,tr_3,Bestelling 3,Bo,10.00\n',
    70,
  ],
  [
    'klarna-like settlement',
    'type,capture_date,order_id,amount,fee,vat,currency\nSALE,2026-08-13,1,100.00,,,EUR\nFEE,2026-08-13,1,-3.00,,,EUR\nRETURN,2026-08-14,1,-20.00,,,EUR\nPAYOUT,2026-08-15,,-77.00,,,EUR\n',
    80,
  ],
  [
    'adyen-like',
    'Merchant Reference,Creation Date,Type,Gross Debit (NC),Gross Credit (NC),Net Debit (NC),Net Credit (NC),Commission (NC),Currency\nO1,2026-08-13 10:00:00,Settled,,100.00,,98.00,2.00,EUR\nO1,2026-08-14 10:00:00,Refunded,20.00,,20.00,,0.00,EUR\n',
    'asked',
  ],
  [
    'airbnb',
    'Date,Type,Confirmation Code,Start Date,Nights,Guest,Listing,Details,Reference,Currency,Amount,Paid Out,Host Fee,Cleaning Fee\n08/13/2026,Payout,,,,,,Transfer to bank,G-1,USD,,97.00,,\n08/13/2026,Reservation,HM1,08/12/2026,2,Ann,Loft,,,USD,97.00,,3.00,20.00\n',
    '97',
  ],
  [
    'gumroad',
    'Sale ID,Purchase Date,Item Name,Buyer Name,Buyer Email,Sale Price ($),Fees ($),Net Total ($),Tax Type,Tax Charged?,Refunded?,Partial Refund ($),Disputed?,Dispute Won?\nS1,2026-08-13,Book,Ann,a@example.com,10.00,1.00,9.00,,0,0,0,0,0\nS2,2026-08-13,Book,Bo,b@example.com,10.00,1.00,9.00,,0,1,0,0,0\n',
    10,
  ],
  [
    'wc analytics',
    'Date,Order #,Status,Customer,Customer type,Product(s),Items sold,Coupon(s),Net Sales,Attribution\n2026-08-13 10:00:00,1,processing,Ann,new,Soap,2,,20,Direct\n2026-08-13 10:00:00,2,refunded,Ann,new,Soap,2,,20,Direct\n',
    20,
  ],
  [
    'german pos',
    'Bon-Nr;Datum;Uhrzeit;Vorgang;Artikel;Menge;Einzelpreis;Betrag;Kassierer\n1;13.08.2026;10:00;Verkauf;Kaffee;2;2,50;5,00;Sam\n2;13.08.2026;10:05;Rückgabe;Kaffee;1;2,50;2,50;Sam\n3;13.08.2026;10:06;Bonstorno;Kaffee;1;2,50;2,50;Sam\n',
    'asked',
  ],
  [
    'odoo invoices',
    'Number,Invoice Partner Display Name,Invoice/Bill Date,Due Date,Type,Untaxed Amount Signed,Total Signed,Payment Status,Status\nINV/1,Ann,2026-08-13,2026-09-13,Customer Invoice,100.00,121.00,Paid,Posted\nRINV/1,Ann,2026-08-14,,Customer Credit Note,-20.00,-24.20,Not Paid,Posted\nBILL/1,Paper,2026-08-14,,Vendor Bill,-50.00,-60.50,Not Paid,Posted\nINV/2,Bo,2026-08-15,2026-09-15,Customer Invoice,70.00,84.70,Not Paid,Draft\n',
    80,
  ],
  [
    'sage style',
    'Type,Date,Ref,Account,Details,Net Amount,Tax Amount\nSI,13/08/2026,1,ANN,Goods,100.00,20.00\nSC,14/08/2026,2,ANN,Return,20.00,4.00\nPI,14/08/2026,9,SUP,Paper,50.00,10.00\n',
    'asked',
  ],
  [
    'freshbooks',
    'Client Name,Invoice #,Date Issued,Invoice Status,Date Paid,Item Name,Item Description,Rate,Quantity,Discount Percentage,Line Subtotal,Tax 1 Type,Tax 1 Amount,Line Total,Currency\nAnn,1,2026-08-13,paid,2026-08-20,Design,,50.00,2,10.0,90.00,VAT,18.00,108.00,EUR\nBo,2,2026-08-13,overdue,,Design,,50.00,1,0,50.00,VAT,10.00,60.00,EUR\nBo,3,2026-08-13,draft,,Design,,50.00,1,0,50.00,VAT,10.00,60.00,EUR\n',
    140,
  ],
  [
    'zoho invoices',
    'Invoice Date,Invoice ID,Invoice Number,Invoice Status,Customer Name,Due Date,Item Name,Quantity,Item Price,Discount,Item Total,Item Tax Amount,SubTotal,Total,Balance,Currency Code\n2026-08-13,11,INV-1,Closed,Ann,2026-09-13,Desk,2,50,0,100,20,130,156,0,EUR\n2026-08-13,11,INV-1,Closed,Ann,2026-09-13,Lamp,1,30,0,30,6,130,156,0,EUR\n2026-08-14,12,INV-2,Void,Bo,2026-09-13,Lamp,1,30,0,30,6,30,36,0,EUR\n2026-08-14,13,INV-3,Overdue,Bo,2026-09-13,Lamp,1,30,0,30,6,30,36,36,EUR\n',
    160,
  ],
]

test.each(cases)('%s', async (_, text, gives) => {
  expect(await given(text, gives)).toBe(String(gives))
})
