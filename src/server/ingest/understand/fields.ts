import type { ImportKind } from '#contract'

export type Field = {
  field: string
  label: string
  type: 'text' | 'number' | 'date'
  required: boolean
  hint: string
  /** Column names that mean this field, the surest first, as `plainName` writes them. */
  names: string[]
}

const field = (
  name: string,
  label: string,
  type: Field['type'],
  hint: string,
  names: string,
  required = false,
): Field => ({
  field: name,
  label,
  type,
  required,
  hint,
  names: names.split(' '),
})

const orders: Field[] = [
  field(
    'date',
    'Order date',
    'date',
    'With or without a time of day.',
    'orderdate datetime ordereddate orderedat orderdatetime invoicedate purchasedate transactiondate saledate salesdate datesold orderdatetimestamp orderpurchasetimestamp createdat created createddate date datecreated timestamp bestelldatum auftragsdatum rechnungsdatum belegdatum datum datedecommande datecommande datefacture fechadepedido fechapedido fechafactura fecha dataordine datafattura data datadopedido besteldatum orderdatum zamowieniadata datazamowienia',
    true,
  ),
  field(
    'time',
    'Time of day',
    'text',
    'Where it stands in a column of its own.',
    'time ordertime saletime salestime transactiontime invoicetime purchasetime timeofday uhrzeit heure hora ora tijd czas',
  ),
  field(
    'order_id',
    'Order',
    'text',
    'Its number; lines with the same one are one order. Without it: one order per customer and moment.',
    'orderid orderno ordernumber ordernum ordernr order orderref orderreference invoiceno invoiceid invoicenumber invoice transactionid transactionnumber receiptid receiptnumber receiptno salesorder saleid billno bestellnummer auftragsnummer rechnungsnummer belegnummer numerodecommande numerocommande commande numerodepedido numeropedido pedido numeroordine ordine ordernummer bestelnummer numerzamowienia',
  ),
  field(
    'line_id',
    'Order line',
    'text',
    'The line’s own lasting number, where the source has one.',
    'lineid orderlineid lineitemid orderitemid orderdetailid positionid',
  ),
  field(
    'customer_id',
    'Customer number',
    'text',
    'Blank is allowed: such rows count in revenue, not in customer figures.',
    'customerid customerno customernumber customernr custid customerkey customercode clientid clientno clientnumber buyerid userid accountid accountnumber kundennummer kundennr kundenid numeroclient codeclient idcliente codigocliente numerocliente klantnummer customeremail email emailaddress buyeremail billingemail',
  ),
  field(
    'customer_name',
    'Customer',
    'text',
    'Name of the person or company.',
    'customername customer clientname client buyername buyer companyname company account accountname billingname kunde kundenname nomclient cliente nombrecliente nomecliente ragionesociale klant klantnaam shiptoname',
  ),
  field(
    'customer_last_name',
    'Customer’s last name',
    'text',
    'Where the customer’s name is in two columns.',
    'customerlastname',
  ),
  field(
    'product_id',
    'Product number',
    'text',
    'SKU or code.',
    'productid sku productsku productcode productno productnumber productkey stockcode itemid itemno itemcode itemnumber itemsku asin articleid articleno articlenumber articlecode artikelnummer artikelnr refproduit referenceproduit codigoproducto codigoproduto codiceprodotto artikelcode upc ean',
  ),
  field(
    'product_name',
    'Product',
    'text',
    'Its name.',
    'productname product productdescription producttitle itemname item itemdescription title description article artikel artikelname artikelbezeichnung bezeichnung produkt produktname produit nomproduit producto nombreproducto prodotto produto servicename service plan',
  ),
  field(
    'category',
    'Category',
    'text',
    'Of the product.',
    'category productcategory categoryname itemcategory producttype productline productgroup department kategorie warengruppe produktgruppe categorie categoria rubrik',
  ),
  field(
    'quantity',
    'Quantity',
    'number',
    '1 without it. Negative: a refund.',
    'quantity qty quantityordered orderquantity itemquantity units unitssold unitsold pieces count numberofitems itemssold cds menge anzahl stuckzahl stuck quantite qte cantidad unidades quantita quantidade aantal ilosc',
  ),
  field(
    'unit_price',
    'Unit price',
    'number',
    'Before discounts. Needed when there is no amount.',
    'unitprice priceeach priceperunit itemprice unitamount pricepereach saleprice sellingprice price rate einzelpreis stuckpreis preis prixunitaire prix preciounitario precio prezzounitario prezzo precounitario preco stukprijs prijs cena',
  ),
  field(
    'discount',
    'Discount',
    'number',
    'Of the line, as money or as a rate (0.2 or 20 %). Taken off only when the amount is computed.',
    'discount discountamount linediscount itemdiscount discountrate discountpercent discountpct rabatt nachlass remise descuento sconto desconto korting rabat',
  ),
  field(
    'order_discount',
    'Order discount',
    'number',
    'Of the whole order; spread over its lines.',
    'orderdiscount cartdiscount cartdiscountamount',
  ),
  field(
    'order_net',
    'Order net total',
    'number',
    'Of the whole order after discounts; what its lines exceed it by is spread over them as a discount.',
    'ordernet ordernettotal',
  ),
  field(
    'amount',
    'Amount',
    'number',
    'Net revenue of the line. Without it: quantity × unit price − discount.',
    'amount netamount lineamount linetotal lineitemtotal totalamount netsales sales salesamount salesvalue revenue netrevenue totalrevenue total totalprice totalsales extendedprice subtotal ordertotal ordervalue orderamount grandtotal dollars value betrag nettobetrag umsatz gesamtpreis gesamtbetrag summe montant montantht montanttotal total ht ventes chiffredaffaires importe ventas importo vendite valor valortotal vendas bedrag omzet kwota',
  ),
  field(
    'status',
    'Status',
    'text',
    'Completed without it.',
    'status orderstatus financialstatus invoicestatus paymentstatus state paymentstate transactionstatus fulfillmentstatus zahlungsstatus bestellstatus statut estado stato etat etatcommande statutcommande statutdelacommande etatdelacommande estadopedido estadodelpedido statusdopedido situacao statoordine auftragsstatus',
  ),
  field(
    'cancelled',
    'Cancelled',
    'text',
    'A day or yes: the order was cancelled.',
    'cancelledat canceledat cancelleddate canceldate cancelled canceled iscancelled iscanceled storniert',
  ),
  field('returned', 'Returned', 'text', 'Yes: the line was given back.', 'returned isreturned returnedyesno'),
  field(
    'row_type',
    'Kind of row',
    'text',
    'Sale, return, refund; fees and transfers are no sales.',
    'transactiontype eventtype documenttype',
  ),
  field(
    'region',
    'Region',
    'text',
    'Or country.',
    'region salesregion market territory area country shippingcountry shipcountry shiptocountry billingcountry countrycode countryregion shippingregion land pays pais paese kraj state province city',
  ),
  field(
    'channel',
    'Channel',
    'text',
    'Web, shop, marketplace …',
    'channel saleschannel orderchannel channelname sourcename source ordersource platform marketplace store storename outlet shop vertriebskanal kanal canal canale kanaal ordertype medium',
  ),
  field(
    'rep',
    'Sales representative',
    'text',
    '',
    'salesrep salesrepresentative rep repname salesperson salespersonname seller sellername salesagent agent accountmanager employee employeename staff verkaufer vendeur vendedor venditore verkoper',
  ),
  field(
    'segment',
    'Customer segment',
    'text',
    '',
    'segment customersegment customertype customergroup customercategory kundengruppe kundensegment segmento',
  ),
  field(
    'refund_date',
    'Refund date',
    'date',
    'The refund is booked on this day.',
    'refunddate refundedat refundeddate refundedon returndate returnedat datereturned',
  ),
  field(
    'refund_amount',
    'Refunded amount',
    'number',
    'Of the whole order.',
    'refundamount refundedamount amountrefunded orderrefundamount',
  ),
  field(
    'cost',
    'Unit cost',
    'number',
    'For margins.',
    'unitcost cost costprice costperunit standardcost unitcogs einkaufspreis kosten cout costo custo',
  ),
  field(
    'profit',
    'Profit',
    'number',
    'Of the line; gives the cost where no cost is.',
    'profit margin grossprofit gewinn deckungsbeitrag beneficio benefice profitto lucro winst',
  ),
  field(
    'currency',
    'Currency',
    'text',
    'All rows must have the same one.',
    'currency currencycode ordercurrency wahrung devise moneda valuta moeda waluta',
  ),
]

const customers: Field[] = [
  field(
    'id',
    'Customer number',
    'text',
    'Without it the name identifies the customer.',
    'customerid customerno customernumber custid accountid accountnumber clientid companyid recordid kundennummer kundenid id email emailaddress',
  ),
  field(
    'name',
    'Name',
    'text',
    '',
    'customername customer name fullname accountname account clientname client companyname company organization organisation kunde kundenname nom nombre nome klant',
  ),
  field('last_name', 'Last name', 'text', 'Where the name is in two columns.', 'customerlastname'),
  field(
    'company',
    'Company',
    'text',
    '',
    'company companyname organization organisation firma entreprise empresa azienda bedrijf',
  ),
  field('industry', 'Industry', 'text', '', 'industry sector branche secteur sectorindustria settore'),
  field('segment', 'Segment', 'text', '', 'segment customersegment customertype customergroup tier size kundengruppe'),
  field(
    'region',
    'Region',
    'text',
    'Or country.',
    'region country territory officelocation location market countryregion billingcountry shippingcountry land pays pais state province city',
  ),
  field(
    'acquisition_channel',
    'Acquisition channel',
    'text',
    'Where the customer came from.',
    'acquisitionchannel channel leadsource originalsource source acquisitionsource utmsource herkunft',
  ),
]

const products: Field[] = [
  field(
    'id',
    'Product number',
    'text',
    'Without it the name identifies the product.',
    'productid sku productsku productcode productno stockcode variantsku itemid itemcode artikelnummer articleid id handle',
  ),
  field(
    'name',
    'Name',
    'text',
    '',
    'productname product name title itemname item description artikel bezeichnung produit producto prodotto',
  ),
  field(
    'category',
    'Category',
    'text',
    '',
    'category productcategory categories series type producttype productline productgroup department kategorie warengruppe categorie categoria subcategory',
  ),
  field(
    'unit_price',
    'Unit price',
    'number',
    '',
    'unitprice salesprice price regularprice listprice saleprice retailprice variantprice msrp preis prix precio prezzo preco prijs',
  ),
  field('cost', 'Unit cost', 'number', '', 'unitcost cost costprice costperitem standardcost einkaufspreis cout costo'),
  field('active', 'Active', 'text', 'yes or no; yes without it.', 'active isactive status published enabled aktiv'),
]

const salesReps: Field[] = [
  field(
    'id',
    'Number',
    'text',
    'Without it the name identifies the representative.',
    'repid salesrepid employeeid employeenumber agentid userid ownerid salespersonid id email',
  ),
  field(
    'name',
    'Name',
    'text',
    '',
    'salesrep salesagent repname rep salesperson salesrepresentative agent employeename employee owner dealowner fullname name verkaufer vendeur vendedor',
  ),
  field('team', 'Team', 'text', '', 'team salesteam manager teamname group department'),
  field('region', 'Region', 'text', '', 'region regionaloffice territory office location country area'),
  field(
    'quota',
    'Quota',
    'number',
    'For a year.',
    'quota annualquota yearlyquota target annualtarget salestarget ziel',
  ),
  field(
    'hire_date',
    'Hired on',
    'date',
    '',
    'hiredate hiredon hired startdate joined joindate dateofhire eintrittsdatum',
  ),
]

const deals: Field[] = [
  field(
    'stage',
    'Stage',
    'text',
    'The source’s own words; won and lost are recognised.',
    'dealstage stage opportunitystage stagename salesstage pipelinestage phase etape etapa fase',
    true,
  ),
  field('id', 'Deal number', 'text', '', 'opportunityid dealid recordid leadid hsobjectid id'),
  field('name', 'Deal', 'text', '', 'dealname opportunityname name opportunity deal title dealtitle subject'),
  field(
    'customer_id',
    'Customer number',
    'text',
    '',
    'customerid accountid companyid associatedcompanyid clientid organizationid',
  ),
  field(
    'customer_name',
    'Customer',
    'text',
    'Blank: the unknown customer.',
    'accountname account associatedcompany company companyname customer customername organization organisation client clientname associatedcontact kunde',
  ),
  field('product', 'Product', 'text', '', 'product productname productid productinterest item'),
  field(
    'rep',
    'Owner',
    'text',
    '',
    'dealowner opportunityowner salesagent owner ownername salesrep rep assignedto salesperson accountowner',
  ),
  field(
    'amount',
    'Amount',
    'number',
    'Blank stays unknown.',
    'amountincompanycurrency amount closevalue dealamount dealvalue value opportunityamount amountconverted expectedamount totalvalue betrag montant importe',
  ),
  field(
    'probability',
    'Probability',
    'number',
    'In percent or 0–1.',
    'dealprobability probability stageprobability winprobability forecastprobability',
  ),
  field(
    'created',
    'Created on',
    'date',
    '',
    'createdate createddate created createdtime createdat creationdate opendate engagedate datecreated dealcreated addtime',
  ),
  field(
    'expected_close',
    'Expected close',
    'date',
    '',
    'expectedclosedate expectedclose expectedcloseon forecastclosedate estimatedclosedate targetclosedate',
  ),
  field(
    'closed',
    'Closed on',
    'date',
    'Of an open deal it counts as the expected close.',
    'closedate closeddate closedat closedon dateclosed actualclosedate closingdate dealclosedon closetime wontime wondate',
  ),
  field('lost', 'Lost on', 'date', 'Where the close date is only of won deals.', 'losttime lostdate loston'),
  field(
    'outcome',
    'Outcome',
    'text',
    'Won or lost, where the stage does not say.',
    'status dealstatus outcome wonlost result',
  ),
  field(
    'currency',
    'Currency',
    'text',
    'All rows must have the same one.',
    'currency currencycode currencyisocode dealcurrency currencyofvalue',
  ),
]

export const fieldsOf: Record<ImportKind, Field[]> = { orders, customers, products, sales_reps: salesReps, deals }

/** What a kind cannot do without, in words; each inner list needs one of its fields. */
export const needs: Record<ImportKind, { oneOf: string[]; words: string }[]> = {
  orders: [
    { oneOf: ['date'], words: 'the order date' },
    { oneOf: ['amount', 'unit_price'], words: 'the amount or the unit price' },
  ],
  customers: [{ oneOf: ['id', 'name'], words: 'the customer’s number or name' }],
  products: [{ oneOf: ['id', 'name'], words: 'the product’s number or name' }],
  sales_reps: [{ oneOf: ['id', 'name'], words: 'the representative’s number or name' }],
  deals: [
    { oneOf: ['stage'], words: 'the stage' },
    { oneOf: ['id', 'name'], words: 'the deal’s number or name' },
  ],
}
