import { expect, test } from 'vitest'
import { given } from '../../read/meaning/test-cases.ts'
import { fixture, readPath, readText } from '../../test-files.ts'
import { fittingPresets } from '../mapping.ts'
import { presets } from '../presets.ts'

/** Exports as the program writes them, by hand from its documented columns, and what each must give. */
const programs: [preset: string, gives: string, text: string][] = [
  [
    'Square items',
    '32',
    `Date,Time,Time Zone,Category,Item,Qty,Price Point Name,SKU,Modifiers Applied,Gross Sales,Discounts,Net Sales,Tax,Transaction ID,Payment ID,Device Name,Notes,Details,Event Type,Location,Dining Option,Customer ID,Customer Name,Customer Reference ID,Unit,Count,GTIN,Itemization Type,Commission,Employee,Fulfillment Note,Channel,Token,Card Brand,PAN Suffix
2026-10-05,10:15:00,Eastern Time (US & Canada),Nails,Gel,2,Regular,G1,,$36.00,-$4.00,$32.00,$2.56,T1,P1,iPad,,https://x,Payment,Main,,C1,Ann Lee,,ea,2,,Physical Good,,Sam,,Main,tok,Visa,1111
2026-10-05,10:15:00,Eastern Time (US & Canada),Nails,Oil,1,Regular,O1,,$8.00,$0.00,$8.00,$0.64,T1,P1,iPad,,https://x,Payment,Main,,C1,Ann Lee,,ea,1,,Physical Good,,Sam,,Main,tok,Visa,1111
2026-10-06,11:15:00,Eastern Time (US & Canada),Nails,Oil,-1,Regular,O1,,-$8.00,$0.00,-$8.00,-$0.64,T2,P2,iPad,,https://x,Refund,Main,,C1,Ann Lee,,ea,-1,,Physical Good,,Sam,,Main,tok,Visa,1111
2026-10-06,12:15:00,Eastern Time (US & Canada),None,Gift Card,1,,,,$50.00,$0.00,$50.00,$0.00,T3,P3,iPad,,https://x,Payment,Main,,,,,ea,1,,Gift Card,,Sam,,Main,tok,Visa,1111
`,
  ],
  [
    'Toast items',
    '30',
    `Location,Order Id,Order #,Sent Date,Order Date,Check Id,Server,Table,Dining Area,Service,Dining Option,Item Selection Id,Item Id,Master Id,SKU,PLU,Menu Item,Menu Subgroup(s),Menu Group,Menu,Sales Category,Gross Price,Discount,Net Price,Qty,Tax,Void?,Deferred,Tax Exempt,Tax Inclusion Option,Dining Option Tax,Tab Name
Main,13001,1,10/18/26 5:18 PM,10/18/26 5:17 PM,501,Kim,4,Room,Dinner,Dine In,9001,71,81,,,Wings,,Chicken,All Day,Food,29.50,2.50,27.00,2.0,2.16,false,false,false,TAX EXCLUSIVE,,
Main,13001,1,10/18/26 5:18 PM,10/18/26 5:17 PM,501,Kim,4,Room,Dinner,Dine In,9002,72,82,,,Tea,,Drinks,All Day,Drinks,3.00,0.00,3.00,1.0,0.24,false,false,false,TAX EXCLUSIVE,,
Main,13002,2,10/18/26 6:18 PM,10/18/26 6:17 PM,502,Kim,4,Room,Dinner,Dine In,9003,72,82,,,Tea,,Drinks,All Day,Drinks,3.00,0.00,3.00,1.0,0.24,true,false,false,TAX EXCLUSIVE,,
`,
  ],
  [
    'Toast orders',
    '42',
    `Location,Order Id,Order #,Checks,Opened,# of Guests,Tab Names,Server,Table,Revenue Center,Dining Area,Service,Dining Options,Discount Amount,Amount,Tax,Tip,Gratuity,Total,Voided,Paid,Closed,Duration (Opened to Paid),Order Source
Main,13001,1,1,10/18/26 5:17 PM,2,,Kim,4,,Room,Dinner,Dine In,2.50,30.00,2.40,6.00,0.00,38.40,false,10/18/26 6:17 PM,10/18/26 6:20 PM,1:00:00,In store
Main,13002,2,1,10/18/26 6:17 PM,1,,Kim,4,,Room,Dinner,Dine In,0.00,3.00,0.24,0.00,0.00,3.24,true,,10/18/26 6:20 PM,0:03:00,In store
Main,13003,3,1,10/19/26 6:17 PM,1,,Bo,4,,Room,Dinner,Take Out,0.00,12.00,0.96,0.00,0.00,12.96,false,10/19/26 6:20 PM,10/19/26 6:20 PM,0:03:00,Online
`,
  ],
  [
    'BigCommerce orders',
    '125',
    `Order ID,Customer ID,Customer Name,Customer Email,Customer Phone,Order Date,Order Status,Subtotal (inc tax),Subtotal (ex tax),Tax Total,Shipping Cost (inc tax),Shipping Cost (ex tax),Ship Method,Handling Cost (inc tax),Handling Cost (ex tax),Store Credit Redeemed,Gift Certificate Amount Redeemed,Gift Certificate Code,Gift Certificate Expiration Date,Coupon Details,Refund Amount,Order Total (inc tax),Order Total (ex tax),Payment Method,Total Quantity,Total Shipped,Date Shipped,Order Currency Code,Exchange Rate,Order Notes,Customer Message,Billing First Name,Billing Last Name,Billing Company,Billing Country,Shipping Country
101,7,Ann Lee,ann@example.com,,13/08/2026,Shipped,88.00,80.00,8.80,8.80,8.00,Flat,0.00,0.00,0.00,0.00,,,,0.00,96.80,88.00,Card,2,2,14/08/2026,AUD,1.0,,,Ann,Lee,,Australia,Australia
102,8,Bo Li,bo@example.com,,14/08/2026,Awaiting Fulfillment,55.00,50.00,5.00,0.00,0.00,Flat,0.00,0.00,0.00,0.00,,,"Coupon Code: TEN, Coupon Value: 5.00",0.00,49.50,45.00,Card,1,0,,AUD,1.0,,,Bo,Li,,Australia,Australia
103,8,Bo Li,bo@example.com,,14/08/2026,Incomplete,11.00,10.00,1.00,0.00,0.00,Flat,0.00,0.00,0.00,0.00,,,,0.00,11.00,10.00,Card,1,0,,AUD,1.0,,,Bo,Li,,Australia,Australia
104,9,Cy No,cy@example.com,,15/08/2026,Cancelled,22.00,20.00,2.00,0.00,0.00,Flat,0.00,0.00,0.00,0.00,,,,0.00,22.00,20.00,Card,1,0,,AUD,1.0,,,Cy,No,,Australia,Australia
`,
  ],
  [
    'WooCommerce orders',
    '40',
    `order_id,order_number,order_date,paid_date,status,shipping_total,shipping_tax_total,fee_total,fee_tax_total,tax_total,cart_discount,order_discount,discount_total,order_total,order_subtotal,order_currency,payment_method,customer_id,customer_email,billing_first_name,billing_last_name,billing_country,line_item_1
501,501,2026-08-13 10:02:11,2026-08-13,processing,5.00,1.00,0.00,0.00,9.00,0.00,0.00,0.00,54.00,40.00,EUR,stripe,0,ann@example.com,Ann,Lee,DE,name:Soap|quantity:2|total:40.00
502,502,2026-08-14 10:02:11,,pending,5.00,1.00,0.00,0.00,3.00,0.00,0.00,0.00,18.00,10.00,EUR,stripe,0,bo@example.com,Bo,Li,DE,name:Soap|quantity:1|total:10.00
`,
  ],
  [
    'Etsy orders',
    '47',
    `Sale Date,Order ID,Buyer User ID,Full Name,First Name,Last Name,Number of Items,Payment Method,Date Shipped,Street 1,Street 2,Ship City,Ship State,Ship Zipcode,Ship Country,Currency,Order Value,Coupon Code,Coupon Details,Discount Amount,Shipping Discount,Shipping,Sales Tax,Order Total,Status,Card Processing Fees,Order Net,Adjusted Order Total,Adjusted Card Processing Fees,Adjusted Net Order Amount,Buyer,Order Type,Payment Type,InPerson Discount,InPerson Location,SKU
09/13/26,1,a,Ann,A,N,1,CC,,,,,,,,EUR,"20,00",,,"0,00","0,00","4,00","0,00","24,00",,"1,00","23,00","0,00","0,00","0,00",a,,,,,
09/14/26,2,b,Bo,B,O,2,CC,,,,,,,,EUR,"30,00",X,,"3,00","0,00","4,00","0,00","31,00",,"1,00","30,00","0,00","0,00","0,00",b,,,,,
`,
  ],
  [
    'Clover items',
    '10',
    `Line Item Date,Order Date,Order ID,Order Employee ID,Order Employee Name,Item ID,Item Name,Item Product Code,Item SKU,Note,Printed,Currency,Item Revenue,Modifiers Revenue,Total Revenue,Discounts,Tax Amount,Item Total,Payment State,Refunded,Exchanged
13-Aug-2026 10:02 AM,13-Aug-2026 10:02 AM,A1,E1,Sam,I1,Soup,,S1,,FALSE,USD,10.00,0.00,10.00,0.00,0.80,10.80,Paid,FALSE,FALSE
13-Aug-2026 10:12 AM,13-Aug-2026 10:12 AM,A2,E1,Sam,I2,Tea,,S2,,FALSE,USD,4.00,0.00,4.00,0.00,0.32,4.32,Open,FALSE,FALSE
`,
  ],
  [
    'Shopify payouts',
    '110',
    `Transaction Date,Type,Order,Card Brand,Card Source,Payout Status,Payout Date,Payout ID,Available On,Amount,Fee,Net,Checkout,Payment Method Name,Presentment Amount,Presentment Currency,Currency,VAT
2026-08-13 10:00:00 -0400,charge,#1,visa,online,paid,2026-08-15,90,2026-08-15,110.00,3.49,106.51,c1,card,110.00,USD,USD,0.00
2026-08-14 10:00:00 -0400,chargeback,#1,visa,online,paid,2026-08-15,90,2026-08-15,-110.00,15.00,-125.00,c1,card,-110.00,USD,USD,0.00
2026-08-20 10:00:00 -0400,chargeback won,#1,visa,online,paid,2026-08-25,91,2026-08-25,110.00,0.00,110.00,c1,card,110.00,USD,USD,0.00
`,
  ],
  [
    'Sage 50 transactions',
    '140',
    `Type,Account Reference,Nominal A/C Ref,Department Code,Date,Reference,Details,Net Amount,Tax Code,Tax Amount,Exchange Rate,Extra Reference,User Name,Project Refn,Cost Code Refn
SI,ANN001,4000,0,13/08/2026,1001,Lamps,100.00,T1,20.00,1,,MANAGER,,
SI,BO001,4000,0,14/08/2026,1002,Cups,50.00,T1,10.00,1,,MANAGER,,
SC,BO001,4000,0,15/08/2026,1003,Cup back,10.00,T1,2.00,1,,MANAGER,,
PI,SUP001,5000,0,15/08/2026,77,Glass,400.00,T1,80.00,1,,MANAGER,,
SR,ANN001,1200,0,20/08/2026,BACS,Payment,120.00,T9,0.00,1,,MANAGER,,
`,
  ],
  [
    'Zoho deals',
    'deals lost:1:700 open:1:900 won:1:5000',
    `Record Id,Deal Owner.id,Deal Owner,Amount,Deal Name,Closing Date,Account Name.id,Account Name,Stage,Type,Probability (%),Expected Revenue,Next Step,Lead Source,Campaign Source.id,Campaign Source,Contact Name.id,Contact Name,Created By.id,Created By,Modified By.id,Modified By,Created Time,Modified Time,Description
zcrm_101,zcrm_1,Kim,5000,A-1,2026-08-13,zcrm_21,Acme,Closed Won,New Business,100,5000,,Web,,,zcrm_31,Ann,zcrm_1,Kim,zcrm_1,Kim,2026-07-01 10:02:11,2026-08-13 10:02:11,
zcrm_102,zcrm_1,Kim,700,B-1,2026-08-14,zcrm_22,Beta,Closed-Lost to Competition,New Business,0,0,,Web,,,zcrm_32,Bo,zcrm_1,Kim,zcrm_1,Kim,2026-07-02 10:02:11,2026-08-14 10:02:11,
zcrm_103,zcrm_2,Lee,900,C-1,2026-12-14,zcrm_23,Gamma,Negotiation/Review,New Business,90,810,,Web,,,zcrm_33,Cy,zcrm_2,Lee,zcrm_2,Lee,2026-07-03 10:02:11,2026-08-14 10:02:11,
`,
  ],
  [
    'Dynamics opportunities',
    'deals lost:1:5000 open:1:7000 won:1:11500',
    `(Do Not Modify) Opportunity,(Do Not Modify) Row Checksum,(Do Not Modify) Modified On,Topic,Potential Customer,Est. Close Date,Est. Revenue,Probability,Rating,Status,Status Reason,Actual Revenue,Actual Close Date,Owner,Created On
9a1,x1=,8/20/2026 10:00,A-1,Acme,8/25/2026,"$12,000.00",60,Hot,Won,Won,"$11,500.00",8/20/2026,Kim Lee,7/15/2026 9:00
9a2,x2=,8/20/2026 10:00,B-1,Beta,8/25/2026,"$5,000.00",20,Cold,Lost,Out-Sold,$0.00,8/21/2026,Kim Lee,7/15/2026 9:00
9a3,x3=,8/20/2026 10:00,C-1,Gamma,12/25/2026,"$7,000.00",40,Warm,Open,In Progress,,,Kim Lee,7/15/2026 9:00
`,
  ],
  [
    'Salesforce opportunities',
    'deals lost:1:500 open:1:700 won:1:1200',
    `Opportunity Name,Account Name,Stage,Amount,Close Date,Created Date,Opportunity Owner,Closed,Won
A-1,Acme,Kickoff done,1200,2026-08-13,2026-07-01,Kim,1,1
B-1,Beta,Went dark,500,2026-08-14,2026-07-01,Kim,1,0
C-1,Gamma,Talks,700,2026-12-14,2026-07-01,Kim,0,0
`,
  ],
  [
    'HubSpot deals',
    'deals lost:1:500 open:1:700 won:1:1200',
    `Record ID,Deal Name,Deal Stage,Close Date,Deal owner,Amount,Pipeline,Create Date,Is Closed Won,Is Deal Closed?
1,A-1,Kickoff,2026-08-13 10:02,Kim,1200,Main,2026-07-01 10:02,true,true
2,B-1,Went dark,2026-08-14 10:02,Kim,500,Main,2026-07-01 10:02,false,true
3,C-1,Talks,2026-12-14 10:02,Kim,700,Main,2026-07-01 10:02,false,false
`,
  ],
  [
    'Close opportunities',
    'deals lost:1:500 open:1:700 won:1:1200.5',
    `id,lead_id,lead_name,contact_id,contact_name,user_id,user_name,status_id,status_label,status_type,pipeline_id,pipeline_name,note,confidence,value,value_currency,value_period,value_formatted,date_created,date_updated,date_won,date_lost
oppo_1,lead_1,Acme,cont_1,Ann,user_1,Kim,stat_1,Signed up,won,pipe_1,Sales,,100,120000,USD,one_time,"$1,200.50",2026-07-01,2026-08-13,2026-08-13,
oppo_2,lead_2,Beta,cont_2,Bo,user_1,Kim,stat_2,Ghosted,lost,pipe_1,Sales,,0,50000,USD,one_time,$500,2026-07-01,2026-08-14,,2026-08-14
oppo_3,lead_3,Gamma,cont_3,Cy,user_1,Kim,stat_3,Talking,active,pipe_1,Sales,,50,70000,USD,one_time,$700,2026-07-01,2026-08-14,,
`,
  ],
  [
    'Pipedrive deals',
    'deals lost:1:500 open:1:700 won:1:1200',
    `Deal - ID,Deal - Title,Deal - Value,Deal - Currency of Value,Deal - Organization,Deal - Owner,Deal - Pipeline,Deal - Stage,Deal - Status,Deal - Deal created,Deal - Update time,Deal - Won time,Deal - Lost time,Deal - Lost reason,Deal - Deal closed on,Deal - Expected close date,Deal - Probability
1,A-1,1200,EUR,Acme,Kim,Sales,Demo,Won,2026-07-01 10:02:11,2026-08-13 10:02:11,2026-08-13 10:02:11,,,2026-08-13 10:02:11,,
2,B-1,500,EUR,Beta,Kim,Sales,Demo,Lost,2026-07-01 10:02:11,2026-08-13 10:02:11,,2026-08-14 10:02:11,Price,2026-08-14 10:02:11,,
3,C-1,700,EUR,Gamma,Kim,Sales,Demo,Open,2026-07-01 10:02:11,2026-08-13 10:02:11,,,,,2026-12-14,40
`,
  ],
]

test.each(programs)('%s give %s', async (preset, gives, text) => {
  const { report } = await readText(text)
  expect({ preset: report.preset, gives: await given(text, gives) }).toEqual({ preset, gives })
})

/** Which preset the columns of each export fit; null: they are of no program that we know. */
const exports: Record<string, string | null> = {
  'amazon-de-date-range.csv': 'Amazon settlement',
  'amazon-settlement-v2.txt': 'Amazon settlement',
  'clover-line-items.csv': 'Clover items',
  'datev-buchungsstapel.csv': 'DATEV bookings',
  'ebay-orders.csv': 'eBay orders',
  'etsy-items.csv': 'Etsy items',
  'etsy-orders.csv': 'Etsy orders',
  'guests-zero.csv': null,
  'hubspot-deals.csv': 'HubSpot deals',
  'lexoffice-belege.csv': 'lexoffice vouchers',
  'lightspeed-lines.csv': 'Lightspeed lines',
  'odoo-crm.csv': 'Odoo opportunities',
  'odoo-sale-orders.csv': 'Odoo sales orders',
  'paypal-activity.csv': 'PayPal activity',
  'paypal-de-short.csv': 'PayPal activity',
  'paypal-invoices.csv': 'PayPal activity',
  'qbo-transaction-list.csv': 'QuickBooks transaction list',
  'sf-dataloader.csv': 'Salesforce data loader',
  'shopify-payouts.csv': 'Shopify payouts',
  'shopify-tax-included.csv': 'Shopify orders',
  'shopify-transactions.csv': 'Shopify transactions',
  'stripe-balance-history.csv': 'Stripe balance',
  'stripe-balance-itemized.csv': 'Stripe balance',
  'vend-sales.csv': 'Vend sales',
  'wix-orders.csv': 'Wix orders',
  'wix-single.csv': 'Wix orders',
  'woo-csv-export-plugin.csv': 'WooCommerce orders',
  'xero-invoices-download.csv': 'Xero invoices',
}
const namesOf = (columns: string[]) => [...new Set(fittingPresets(columns).map(({ name }) => name))]

test.each(Object.entries(exports))('%s fits %s and no other preset', async (file, preset) => {
  const { report } = await readPath(fixture(`exports/${file}`))
  expect(namesOf(report.columns.map(({ name }) => name))).toEqual(preset === null ? [] : [preset])
})

test.each(programs)('the columns of %s fit no other preset', (preset, _, text) => {
  expect(namesOf((text.split('\n')[0] ?? '').split(','))).toEqual([preset])
})

test.each(presets)('what $name are known by is known of no other program', ({ name, has }) => {
  expect(namesOf(has.map(names => names.split('|')[0] ?? ''))).toEqual([name])
})

test.each(presets)('$name say what counts as revenue', ({ notes }) => {
  expect(notes.length).toBeGreaterThan(0)
})
