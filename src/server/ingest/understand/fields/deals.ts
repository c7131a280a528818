import { type Field, words } from './field.ts'

export const dealFields: Field[] = [
  {
    field: 'stage',
    label: 'Stage',
    type: 'text',
    required: true,
    hint: 'The source’s own words; won and lost are recognised.',
    names: words('dealstage stage opportunitystage stagename salesstage pipelinestage phase etape etapa fase'),
  },
  {
    field: 'id',
    label: 'Deal number',
    type: 'text',
    required: false,
    hint: '',
    names: words('opportunityid dealid recordid leadid hsobjectid id'),
  },
  {
    field: 'name',
    label: 'Deal',
    type: 'text',
    required: false,
    hint: '',
    names: words('dealname opportunityname name opportunity deal title dealtitle subject'),
  },
  {
    field: 'customer_id',
    label: 'Customer number',
    type: 'text',
    required: false,
    hint: '',
    names: words('customerid accountid companyid associatedcompanyid clientid organizationid'),
  },
  {
    field: 'customer_name',
    label: 'Customer',
    type: 'text',
    required: false,
    hint: 'Blank: the unknown customer.',
    names: words(`
      accountname account associatedcompany company companyname customer customername organization
      organisation client clientname associatedcontact kunde
    `),
  },
  {
    field: 'product',
    label: 'Product',
    type: 'text',
    required: false,
    hint: '',
    names: words('product productname productid productinterest item'),
  },
  {
    field: 'rep',
    label: 'Owner',
    type: 'text',
    required: false,
    hint: '',
    names: words(`
      dealowner opportunityowner salesagent owner ownername salesrep rep assignedto salesperson
      accountowner
    `),
  },
  {
    field: 'amount',
    label: 'Amount',
    type: 'number',
    required: false,
    hint: 'Blank stays unknown.',
    names: words(`
      amountincompanycurrency amount closevalue dealamount dealvalue value opportunityamount
      amountconverted expectedamount totalvalue betrag montant importe
    `),
  },
  {
    field: 'probability',
    label: 'Probability',
    type: 'number',
    required: false,
    hint: 'In percent or 0–1.',
    names: words('dealprobability probability stageprobability winprobability forecastprobability'),
  },
  {
    field: 'created',
    label: 'Created on',
    type: 'date',
    required: false,
    hint: '',
    names: words(`
      createdate createddate created createdtime createdat creationdate opendate engagedate datecreated
      dealcreated addtime
    `),
  },
  {
    field: 'expected_close',
    label: 'Expected close',
    type: 'date',
    required: false,
    hint: '',
    names: words(`
      expectedclosedate expectedclose expectedcloseon forecastclosedate estimatedclosedate targetclosedate
    `),
  },
  {
    field: 'closed',
    label: 'Closed on',
    type: 'date',
    required: false,
    hint: 'Of an open deal it counts as the expected close.',
    names: words(`
      closedate closeddate closedat closedon dateclosed actualclosedate closingdate dealclosedon closetime
      wontime wondate
    `),
  },
  {
    field: 'lost',
    label: 'Lost on',
    type: 'date',
    required: false,
    hint: 'Where the close date is only of won deals.',
    names: words('losttime lostdate loston'),
  },
  {
    field: 'modified',
    label: 'Last changed on',
    type: 'date',
    required: false,
    hint: 'When a later import shows a deal changed, it changed then.',
    names: words(`
      lastmodifieddate lastmodified modifieddate modifiedtime modifiedon lastmodifiedtime updatetime updatedat
      lastupdated dateupdated lastupdate
    `),
  },
  {
    field: 'outcome',
    label: 'Outcome',
    type: 'text',
    required: false,
    hint: 'Won or lost, where the stage does not say.',
    names: words('status dealstatus outcome wonlost result'),
  },
  {
    field: 'currency',
    label: 'Currency',
    type: 'text',
    required: false,
    hint: 'All rows must have the same one.',
    names: words('currency currencycode currencyisocode dealcurrency currencyofvalue'),
  },
]
