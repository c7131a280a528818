import { type Field, words } from './field.ts'

/** What an order's rows say of when, who, what and where. */
export const orderFacts: Field[] = [
  {
    field: 'date',
    label: 'Order date',
    type: 'date',
    required: true,
    hint: 'With or without a time of day.',
    names: words(`
      orderdate datetime ordereddate orderedat orderdatetime invoicedate purchasedate transactiondate
      saledate salesdate datesold orderdatetimestamp orderpurchasetimestamp createdat created createddate
      date datecreated timestamp bestelldatum auftragsdatum rechnungsdatum belegdatum datum datedecommande
      datecommande datefacture fechadepedido fechapedido fechafactura fecha dataordine datafattura data
      datadopedido besteldatum orderdatum zamowieniadata datazamowienia
    `),
  },
  {
    field: 'time',
    label: 'Time of day',
    type: 'text',
    required: false,
    hint: 'Where it stands in a column of its own.',
    names: words(`
      time ordertime saletime salestime transactiontime invoicetime purchasetime timeofday uhrzeit heure
      hora ora tijd czas
    `),
  },
  {
    field: 'order_id',
    label: 'Order',
    type: 'text',
    required: false,
    hint: 'Its number; lines with the same one are one order. Without it: one order per customer and moment.',
    names: words(`
      orderid orderno ordernumber ordernum ordernr order orderref orderreference invoiceno invoiceid
      invoicenumber invoice transactionid transactionnumber receiptid receiptnumber receiptno salesorder
      saleid billno bestellnummer auftragsnummer rechnungsnummer belegnummer numerodecommande
      numerocommande commande numerodepedido numeropedido pedido numeroordine ordine ordernummer
      bestelnummer numerzamowienia
    `),
  },
  {
    field: 'line_id',
    label: 'Order line',
    type: 'text',
    required: false,
    hint: 'The line’s own lasting number, where the source has one.',
    names: words('lineid orderlineid lineitemid orderitemid orderdetailid positionid'),
  },
  {
    field: 'customer_id',
    label: 'Customer number',
    type: 'text',
    required: false,
    hint: 'Blank is allowed: such rows count in revenue, not in customer figures.',
    names: words(`
      customerid customerno customernumber customernr custid customerkey customercode clientid clientno
      clientnumber buyerid userid accountid accountnumber kundennummer kundennr kundenid numeroclient
      codeclient idcliente codigocliente numerocliente klantnummer customeremail email emailaddress
      buyeremail billingemail
    `),
  },
  {
    field: 'customer_name',
    label: 'Customer',
    type: 'text',
    required: false,
    hint: 'Name of the person or company.',
    names: words(`
      customername customer clientname client buyername buyer companyname company account accountname
      billingname kunde kundenname nomclient cliente nombrecliente nomecliente ragionesociale klant
      klantnaam shiptoname
    `),
  },
  {
    field: 'customer_last_name',
    label: 'Customer’s last name',
    type: 'text',
    required: false,
    hint: 'Where the customer’s name is in two columns.',
    names: words('customerlastname'),
  },
  {
    field: 'product_id',
    label: 'Product number',
    type: 'text',
    required: false,
    hint: 'SKU or code.',
    names: words(`
      productid sku productsku productcode productno productnumber productkey stockcode itemid itemno
      itemcode itemnumber itemsku asin articleid articleno articlenumber articlecode artikelnummer
      artikelnr refproduit referenceproduit codigoproducto codigoproduto codiceprodotto artikelcode upc
      ean
    `),
  },
  {
    field: 'product_name',
    label: 'Product',
    type: 'text',
    required: false,
    hint: 'Its name.',
    names: words(`
      productname product productdescription producttitle itemname item itemdescription title description
      article artikel artikelname artikelbezeichnung bezeichnung produkt produktname produit nomproduit
      producto nombreproducto prodotto produto servicename service plan
    `),
  },
  {
    field: 'category',
    label: 'Category',
    type: 'text',
    required: false,
    hint: 'Of the product.',
    names: words(`
      category productcategory categoryname itemcategory producttype productline productgroup department
      kategorie warengruppe produktgruppe categorie categoria rubrik
    `),
  },
  {
    field: 'status',
    label: 'Status',
    type: 'text',
    required: false,
    hint: 'Completed without it.',
    names: words(`
      status orderstatus financialstatus invoicestatus paymentstatus state paymentstate transactionstatus
      fulfillmentstatus zahlungsstatus bestellstatus statut estado stato etat etatcommande statutcommande
      statutdelacommande etatdelacommande estadopedido estadodelpedido statusdopedido situacao statoordine
      auftragsstatus
    `),
  },
  {
    field: 'payment_status',
    label: 'Second status',
    type: 'text',
    required: false,
    hint: 'Where payment and order have a status each: what was given back or cancelled by either is.',
    names: words(
      'financialstatus paymentstatus paymentstate zahlungsstatus statutpaiement estadodelpago statopagamento statusdopagamento betaalstatus betalstatus',
    ),
  },
  {
    field: 'cancelled',
    label: 'Cancelled',
    type: 'text',
    required: false,
    hint: 'A day or yes: the order was cancelled.',
    names: words(`
      cancelledat canceledat cancelleddate canceldate cancelled canceled iscancelled iscanceled cancelledon cancelreason cancelledreason canceledreason cancellationreason stornogrund motifannulation motivocancelacion motivoannullamento motivocancelamento voided isvoided
      void isvoid voidedat isvoid ordervoided storniert storno istorno isstorno stornokennzeichen stornodatum annule annulee
      dateannulation datedannulation anulado anulada fechaanulacion cancelado cancelada annullato annullata geannuleerd anulowano
      anulowane makulerad annullerad iptal iptaledildi отменен отменено аннулирован キャンセル 取消 キャンセル日 已取消 作废 是否作废 취소 취소여부
    `),
  },
  {
    field: 'returned',
    label: 'Returned',
    type: 'text',
    required: false,
    hint: 'Yes: the line was given back.',
    names: words(`
      returned isreturned returnedyesno isreturn return refunded isrefunded isrefund refund refundflag returnflag retoure
      istretoure retourniert erstattet istgutschrift gutschrift iscreditnote creditnote rembourse estremboursement retourne avoir
      devuelto devolucion reembolsado esdevolucion reso restituito rimborsato devolvido devolucao reembolsado geretourneerd
      terugbetaald zwrot zwrocono retur returnerad aterbetald iade iadeedildi возврат возвращен 返品 返金 退货 退款 是否退货 是否退款 반품 환불 반품여부
    `),
  },
  {
    field: 'deleted',
    label: 'Deleted',
    type: 'text',
    required: false,
    hint: 'Yes: the row is left out.',
    names: words(`
      deleted isdeleted deletedat isarchived removed geloscht istgeloscht supprime eliminado borrado eliminato excluido
      verwijderd usuniete usunieto raderad borttagen silindi удален удалено 削除 削除済 已删除 是否删除 삭제 삭제여부
    `),
  },
  {
    field: 'test',
    label: 'Test',
    type: 'text',
    required: false,
    hint: 'Yes: the row is left out.',
    names: words(`
      test istest testorder testmode istestorder testtransaction testbestellung probebestellung commandetest pedidodeprueba prueba
      ordinediprova testbestelling zamowienietestowe testorder testsiparisi тест тестовый テスト テスト注文 测试 测试订单 테스트
    `),
  },
  {
    field: 'live',
    label: 'Live',
    type: 'text',
    required: false,
    hint: 'No: a test, which is left out.',
    names: words('livemode islive live'),
  },
  {
    field: 'draft',
    label: 'Draft',
    type: 'text',
    required: false,
    hint: 'Yes: not yet a sale.',
    names: words(
      'draft isdraft draftorder entwurf istentwurf brouillon borrador bozza rascunho concept szkic utkast taslak черновик 下書き 草稿 임시',
    ),
  },
  {
    field: 'row_type',
    label: 'Kind of row',
    type: 'text',
    required: false,
    hint: 'Sale, return, refund; fees and transfers are no sales.',
    names: words(`
      transactiontype eventtype documenttype doctype recordtype entrytype rowtype linetype typeoftransaction typeofdocument saleorreturn
      belegtyp belegart buchungstyp buchungsart vorgangsart vorgangstyp transaktionstyp transaktionsart umsatzart dokumentart
      dokumenttyp sollhabenkennzeichen typedocument typededocument typedetransaction typetransaction typedoperation typeoperation
      typedepiece typepiece natureoperation naturedeloperation tipodocumento tipodedocumento tipodetransaccion tipotransaccion
      tipomovimiento tipodemovimiento tipodeoperacion tipooperacion clasededocumento tipodecomprobante tipocomprobante tipoditransazione
      tipotransazione tipomovimento tipodimovimento tipooperazione tipodidocumento tipodetransacao tipotransacao tipodeoperacao
      soorttransactie transactiesoort transactietype soortdocument documentsoort boekingstype typdokumentu rodzajdokumentu typtransakcji
      rodzajtransakcji rodzajoperacji verifikationstyp transaktionstyp islemtipi islemturu belgeturu belgetipi faturatipi типдокумента
      виддокумента типоперации видоперации типтранзакции 取引種別 取引タイプ 取引種類 トランザクションの種類 伝票区分 売上区分 取引区分 交易类型
      交易類型 单据类型 單據類型 业务类型 账单类型 거래유형 거래구분 거래종류 전표유형 매출구분
    `),
  },
  {
    field: 'region',
    label: 'Region',
    type: 'text',
    required: false,
    hint: 'Or country.',
    names: words(`
      region salesregion market territory area country shippingcountry shipcountry shiptocountry
      billingcountry countrycode countryregion shippingregion land pays pais paese kraj state province
      city
    `),
  },
  {
    field: 'channel',
    label: 'Channel',
    type: 'text',
    required: false,
    hint: 'Web, shop, marketplace …',
    names: words(`
      channel saleschannel orderchannel channelname sourcename source ordersource platform marketplace
      store storename outlet shop vertriebskanal kanal canal canale kanaal ordertype medium
    `),
  },
  {
    field: 'rep',
    label: 'Sales representative',
    type: 'text',
    required: false,
    hint: '',
    names: words(`
      salesrep salesrepresentative rep repname salesperson salespersonname seller sellername salesagent
      agent accountmanager employee employeename orderemployeename staff cashier cashiername servedby verkaufer kassierer mitarbeiter
      bearbeiter sachbearbeiter vendeur caissier vendedor cajero venditore cassiere verkoper kassamedewerker medewerker sprzedawca kasjer
      saljare satici kasiyer продавец кассир 担当者 担当 販売員 レジ担当 销售员 销售人员 收银员 업무담당 담당자 판매원
    `),
  },
  {
    field: 'rep_id',
    label: 'Sales representative’s number',
    type: 'text',
    required: false,
    hint: 'Where no name stands: as in the file of representatives.',
    names: words(`
      salesrepid salesrepno salesrepnumber repid salespersonid salespersonno salesagentid sellerid agentid employeeid
      employeeno staffid cashierid ownerid hubspotownerid verkaufernr verkaufernummer mitarbeiternr mitarbeiternummer
    `),
  },
  {
    field: 'segment',
    label: 'Customer segment',
    type: 'text',
    required: false,
    hint: '',
    names: words(`
      segment customersegment customertype customergroup customercategory kundengruppe kundensegment
      segmento
    `),
  },
]
