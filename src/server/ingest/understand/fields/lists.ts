import { type Field, words } from './field.ts'

export const customerFields: Field[] = [
  {
    field: 'id',
    label: 'Customer number',
    type: 'text',
    required: false,
    hint: 'Without it the name identifies the customer.',
    names: words(`
      customerid customerno customernumber custid accountid accountnumber clientid companyid recordid
      kundennummer kundenid id email emailaddress
    `),
  },
  {
    field: 'name',
    label: 'Name',
    type: 'text',
    required: false,
    hint: '',
    names: words(`
      customername customer name fullname accountname account clientname client companyname company
      organization organisation kunde kundenname nom nombre nome klant
    `),
  },
  {
    field: 'last_name',
    label: 'Last name',
    type: 'text',
    required: false,
    hint: 'Where the name is in two columns.',
    names: words('customerlastname'),
  },
  {
    field: 'company',
    label: 'Company',
    type: 'text',
    required: false,
    hint: '',
    names: words('company companyname organization organisation firma entreprise empresa azienda bedrijf'),
  },
  {
    field: 'industry',
    label: 'Industry',
    type: 'text',
    required: false,
    hint: '',
    names: words('industry sector branche secteur sectorindustria settore'),
  },
  {
    field: 'segment',
    label: 'Segment',
    type: 'text',
    required: false,
    hint: '',
    names: words('segment customersegment customertype customergroup tier size kundengruppe'),
  },
  {
    field: 'region',
    label: 'Region',
    type: 'text',
    required: false,
    hint: 'Or country.',
    names: words(`
      region country territory officelocation location market countryregion billingcountry shippingcountry
      land pays pais state province city
    `),
  },
  {
    field: 'acquisition_channel',
    label: 'Acquisition channel',
    type: 'text',
    required: false,
    hint: 'Where the customer came from.',
    names: words('acquisitionchannel channel leadsource originalsource source acquisitionsource utmsource herkunft'),
  },
]

export const productFields: Field[] = [
  {
    field: 'id',
    label: 'Product number',
    type: 'text',
    required: false,
    hint: 'Without it the name identifies the product.',
    names: words(`
      productid sku productsku productcode productno stockcode variantsku itemid itemcode artikelnummer
      articleid id handle
    `),
  },
  {
    field: 'name',
    label: 'Name',
    type: 'text',
    required: false,
    hint: '',
    names: words(`
      productname product name title itemname item description artikel bezeichnung produit producto
      prodotto
    `),
  },
  {
    field: 'category',
    label: 'Category',
    type: 'text',
    required: false,
    hint: '',
    names: words(`
      category productcategory categories series type producttype productline productgroup department
      kategorie warengruppe categorie categoria subcategory
    `),
  },
  {
    field: 'unit_price',
    label: 'Unit price',
    type: 'number',
    required: false,
    hint: '',
    names: words(`
      unitprice salesprice price regularprice listprice saleprice retailprice variantprice msrp preis prix
      precio prezzo preco prijs
    `),
  },
  {
    field: 'cost',
    label: 'Unit cost',
    type: 'number',
    required: false,
    hint: '',
    names: words('unitcost cost costprice costperitem standardcost einkaufspreis cout costo'),
  },
  {
    field: 'active',
    label: 'Active',
    type: 'text',
    required: false,
    hint: 'yes or no; yes without it.',
    names: words('active isactive status published enabled aktiv'),
  },
]

export const repFields: Field[] = [
  {
    field: 'id',
    label: 'Number',
    type: 'text',
    required: false,
    hint: 'Without it the name identifies the representative.',
    names: words('repid salesrepid employeeid employeenumber agentid userid ownerid salespersonid id email'),
  },
  {
    field: 'name',
    label: 'Name',
    type: 'text',
    required: false,
    hint: '',
    names: words(`
      salesrep salesagent repname rep salesperson salesrepresentative agent employeename employee owner
      dealowner fullname name verkaufer vendeur vendedor
    `),
  },
  {
    field: 'team',
    label: 'Team',
    type: 'text',
    required: false,
    hint: '',
    names: words('team salesteam manager teamname group department'),
  },
  {
    field: 'region',
    label: 'Region',
    type: 'text',
    required: false,
    hint: '',
    names: words('region regionaloffice territory office location country area'),
  },
  {
    field: 'quota',
    label: 'Quota',
    type: 'number',
    required: false,
    hint: 'For a year.',
    names: words('quota annualquota yearlyquota target annualtarget salestarget ziel'),
  },
  {
    field: 'hire_date',
    label: 'Hired on',
    type: 'date',
    required: false,
    hint: '',
    names: words('hiredate hiredon hired startdate joined joindate dateofhire eintrittsdatum'),
  },
]
