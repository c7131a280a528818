import { type Field, words } from './field.ts'

export const dealFields: Field[] = [
  {
    field: 'stage',
    label: 'Stage',
    type: 'text',
    required: false,
    hint: 'The source’s own words; won and lost are recognised. Needed where no column says whether a deal was won.',
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
    names: words('dealname opportunityname name leadname opportunity deal title dealtitle subject'),
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
    field: 'rep_id',
    label: 'Owner’s number',
    type: 'text',
    required: false,
    hint: 'Where no name stands: as in the file of representatives.',
    names: words(`
      ownerid dealownerid opportunityownerid hubspotownerid salesrepid salesrepno repid salespersonid salesagentid
      agentid employeeid assignedtoid assigneduserid accountownerid userid
    `),
  },
  {
    field: 'amount',
    label: 'Amount',
    type: 'number',
    required: false,
    hint: 'Blank stays unknown.',
    names: words(`
      amountincompanycurrency amount actualrevenue actualvalue closevalue dealamount dealvalue value opportunityamount
      amountconverted expectedamount totalvalue betrag montant importe
    `),
  },
  {
    field: 'expected_amount',
    label: 'Expected amount',
    type: 'number',
    required: false,
    hint: 'Of deals without an amount of their own.',
    names: words(
      'estrevenue estimatedrevenue estimatedvalue estvalue expectedrevenue expectedvalue expectedamount estimatedamount',
    ),
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
      wontime wondate datewon
    `),
  },
  {
    field: 'lost',
    label: 'Lost on',
    type: 'date',
    required: false,
    hint: 'Where the close date is only of won deals.',
    names: words('losttime lostdate loston datelost'),
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
    field: 'is_won',
    label: 'Is won',
    type: 'text',
    required: false,
    hint: 'Yes or no; surer than the stage’s words.',
    names: words(
      'iswon won isclosedwon closedwon dealwon istgewonnen gewonnen estgagne gagne esganada ganada ganado evinta vinta ganho vunnen vundet wygrana kazanildi выиграна 受注済 已赢单 성공여부',
    ),
  },
  {
    field: 'is_closed',
    label: 'Is closed',
    type: 'text',
    required: false,
    hint: 'Yes or no: closed and not won is lost.',
    names: words(
      'isclosed isdealclosed dealclosed dealisclosed istgeschlossen geschlossen estferme ferme cerrada chiusa fechada gesloten stangd lukket zamknieta закрыта クローズ済 已关闭 종료여부',
    ),
  },
  {
    field: 'lost_reason',
    label: 'Reason it was lost',
    type: 'text',
    required: false,
    hint: 'Where one stands, the deal is lost.',
    names: words(
      'lostreason lossreason closedlostreason reasonlost lossreasondescription verlustgrund absagegrund raisondelaperte motifdeperte motivodeperdida motivoperdita motivoperda redenverlies powodprzegranej forlustorsak kaybetmenedeni причинапроигрыша причинаотказа 失注理由 丢单原因 실패사유',
    ),
  },
  {
    field: 'active',
    label: 'Active',
    type: 'text',
    required: false,
    hint: 'No: archived; with a reason it is lost, without one it is left out.',
    names: words('active isactive aktiv actif activo attivo ativo actief aktywna активна'),
  },
  {
    field: 'deleted',
    label: 'Deleted',
    type: 'text',
    required: false,
    hint: 'Yes: the deal is left out.',
    names: words(
      'deleted isdeleted deletedat deletetime archived isarchived geloscht archiviert supprime archive eliminado archivado eliminato archiviato excluido verwijderd usunieta удалена 削除 已删除 삭제',
    ),
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
