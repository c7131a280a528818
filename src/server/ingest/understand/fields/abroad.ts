import type { ImportKind } from '#contract'
import { words } from './field.ts'

/** More column names in the languages that exports are written in, after each field's own: French, Spanish, Italian, Portuguese, Dutch, Polish, Swedish, Turkish, Russian, Japanese, Chinese, Korean. */
const orders = {
  date: `
    datumuhrzeit dateheure fechayhora fechahora dataora datahora dataeora creationdate creationdatetime createdutc createddateutc createdatutc transactiondatetime dateandtime saledateandtime
    posteddate posteddatetime ordercreated ordercreateddate ordercreatedat orderedtime invoicedon issuedate issuedon dateissued documentdate
    datetransaction datedetransaction dateoperation datedevente datevente fechadeventa fechaventa fechatransaccion fechadecompra dataacquisto datavendita datatransazione datadavenda datatransacao
    verkoopdatum factuurdatum transactiedatum datasprzedazy datatransakcji datafaktury bestallningsdatum fakturadatum forsaljningsdatum kopdatum transaktionsdatum siparistarihi faturatarihi satistarihi islemtarihi tarih
    датазаказа датапродажи датаоплаты датаоперации дата 注文日 注文日時 受注日 受注日時 売上日 取引日 購入日 購入日時 請求日 日付 日時 販売日 伝票日付 订单日期 訂單日期 下单时间 下單時間 订单时间 订单创建时间 付款时间 交易时间 交易日期 销售日期 日期 时间 開票日期
    주문일 주문일자 주문일시 거래일 거래일자 판매일 판매일자 결제일 결제일시 매출일 일자 날짜 paidat paiddate datepaid paidondate opened openedat opendate openeddate capturedate capturedat bookingdate settlementdate valuedate datewritten day`,
  order_id: `
    belegfeld1 receiptid ticketno ticketnumber billnumber checknumber docnumber documentnumber numerodocumento numerodedocumento numerocomprobante numeroscontrino nrdokumentu verifikationsnr belgeno num number
    numerocommande ncommande nodecommande refcommande referencecommande numerofacture nfacture numerodefacture npedido numpedido numerofactura nfactura numerodefactura nordine numordine numerofattura nfattura numerodopedido numeronota
    factuurnummer ordernr bestelnr nrzamowienia numerfaktury nrfaktury nrparagonu bestallningsnummer bestallningsnr fakturanummer fakturanr kvittonummer siparisno siparisnumarasi faturano faturanumarasi fisno номерзаказа заказ номерсчета номердокумента номерчека
    注文番号 受注番号 注文id 伝票番号 請求書番号 取引id 取引番号 オーダー番号 订单号 訂單號 订单编号 訂單編號 订单id 单号 單號 发票号 交易号 交易订单号 商户订单号 주문번호 주문id 거래번호 전표번호 송장번호 영수증번호`,
  customer_id: `
    idclient numclient nclient idcliente codcliente ncliente codicecliente idcliente klantid klantnr idklienta numerklienta kundnummer kundnr kundid musterino musteriid musterikodu кодклиента idклиента номерклиента
    顧客番号 顧客id 顧客コード 会員番号 会員id 得意先コード 客户编号 客戶編號 客户id 会员id 会员编号 买家id 고객번호 고객id 회원번호 회원id 거래처코드`,
  customer_name: `
    invoicepartnerdisplayname partnername partner contactperson billto soldto nomduclient raisonsociale acheteur destinataire nombredelcliente nombrecliente comprador razonsocial nomedelcliente acquirente intestatario nomedocliente comprador razaosocial naamklant klantnaam koper nazwaklienta klient nabywca kontrahent kund kundnamn kopare
    musteri musteriadi musteriunvani alici cari carihesap клиент покупатель контрагент имяклиента заказчик 顧客 顧客名 お客様名 購入者 購入者名 氏名 得意先 得意先名 注文者 注文者名 取引先 取引先名 客户 客戶 客户名称 客戶名稱 客户姓名 买家 買家 买家昵称 收货人 顾客 고객 고객명 구매자 구매자명 주문자 주문자명 거래처 거래처명 회원명`,
  product_id: `
    codeproduit codearticle referencearticle refarticle reference codigodeproducto codigoarticulo codarticolo codiceprodotto codicearticolo codigodoproduto productnummer artikelnr kodproduktu indeks symbol artikelnummer artnr urunkodu stokkodu barkod артикул кодтовара
    商品番号 商品コード 品番 型番 商品id jan 商品编号 商品編號 商品编码 商品代码 货号 貨號 款号 商品id 상품번호 상품코드 품번 품목코드 상품id`,
  product_name: `
    nomduproduit libelle designation nomproduit nombredelproducto articulo descripcion nomeprodotto articolo descrizione nomedoproduto descricao productnaam omschrijving nazwaproduktu nazwatowaru towar produktnamn benamning artikelnamn urun urunadi urunismi malzeme stokadi
    товар наименование наименованиетовара номенклатура продукт 商品 商品名 品名 製品名 項目 摘要 アイテム 商品名称 商品名稱 产品 产品名称 產品名稱 品名 宝贝标题 项目 상품 상품명 제품명 품목 품목명 품명`,
  category: `familleproduit famille rayon familia categoriaprodotto rubro categorie productcategorie grupa kategoria kategori produktkategori urunkategorisi категория группатоваров カテゴリ カテゴリー 分類 部門 类别 類別 分类 品类 카테고리 분류 상품분류`,
  quantity: `
    qtecommandee nombre quantitevendue cantidadvendida uds qta pezzi qtd qtde hoeveelheid stuks liczba iloscsztuk antal miktar adet количество колво кол 数量 個数 注文数 販売数 数 件数 購買数量 购买数量 销售数量 수량 개수 주문수량 판매수량`,
  unit_price: `
    puht prixunitaireht pu preciouni precioudad preciounidad prezzounit prezzounitario valorunitario precounit eenheidsprijs stukprijs prijsperstuk cenajednostkowa cenajedn enhetspris styckpris apris birimfiyat birimfiyati fiyat цена ценазаединицу
    単価 価格 販売単価 商品単価 税抜単価 单价 單價 价格 價格 售价 단가 판매가 가격 상품단가 상품가격 판매단가`,
  discount: `reduction rabais ristourne dto rebaja scontoriga abatimento korting rabatt prisavdrag indirim iskonto indirimtutari скидка 割引 割引額 値引 値引額 値引き クーポン割引 折扣 优惠 优惠金额 折扣金额 할인 할인금액 할인액`,
  amount: `
    totalht montanttotalht prixtotal totalligne ingresosporproductos ingresosporproductosars ingresos importeneto baseimponible totallinea subtotal importenetto totaleriga imponibile valorliquido subtotal totaldalinha totaalbedrag bedragexclbtw nettobedrag regelbedrag wartoscnetto wartosc kwotanetto suma belopp nettobelopp radbelopp summa totalt
    satistutari siparistutari faturatutari tutar toplam toplamtutar nettutar aratoplam geneltoplam сумма стоимость суммабезндс итого выручка 金額 合計 合計金額 小計 売上 売上金額 税抜金額 税抜合計 請求金額 支払金額 商品合計 販売金額 金额 金額 总价 總價 小计 实付金额 實付金額 订单金额 訂單金額 销售额 应付金额 商品金额 总金额
    금액 합계 합계금액 결제금액 매출 매출액 판매금액 주문금액 총금액 공급가액 실결제금액 총액 총주문금액 총결제금액 상품금액`,
  status: `
    statutcommande statutdelacommande estadopedido situacion statoordine statoordine situacaodopedido orderstatus bestelstatus statuszamowienia status bestallningsstatus orderstatus durum siparisdurumu siparisstatusu statu statusu статус статусзаказа состояние
    ステータス 注文ステータス 注文状況 状態 状況 处理状态 订单状态 訂單狀態 状态 狀態 交易状态 상태 주문상태 처리상태 결제상태`,
  region: `region pays paisdestino regione nazione provincia estado uf pais regio land wojewodztwo kraj region land ulke sehir bolge il регион страна город область 地域 都道府県 国 エリア 地区 地區 省份 国家 國家 区域 省 城市 지역 국가 시도 배송지역`,
  channel: `canalvente canaldevente canaldeventa canalventa canaledivendita canaldevenda verkoopkanaal kanalsprzedazy zrodlo forsaljningskanal satiskanali kanal каналпродаж канал источник チャネル 販売チャネル 販路 店舗 店舗名 モール 渠道 销售渠道 店铺 店鋪 门店 平台 채널 판매채널 쇼핑몰 매장 점포`,
  currency: `devise divisa divisa valuta moeda waluta valuta parabirimi doviz валюта 通貨 币种 幣種 货币 貨幣 통화`,
  cost: `coutunitaire prixdachat costounitario preciodecosto costounitario costodiacquisto custounitario kostprijs inkoopprijs kosztzakupu cenazakupu inkopspris kostnad maliyet alisfiyati себестоимость 原価 仕入単価 成本 进价 成本价 원가 매입단가`,
  profit: `marge benefice ganancia utilidad margine utile margem lucro marge winst zysk marza vinst tackningsbidrag kar karlilik прибыль 粗利 利益 利润 利潤 毛利 이익 매출이익`,
}

const deals = {
  stage: `
    etape phase etapadelnegocio etapadelaoportunidad fasedelaoportunidad etapa fasediopportunita faseopportunita stadio etapadonegocio fasedonegocio estagio dealfase fase verkoopfase etaplejka etap faza steg fas affarsfas asama firsatasamasi этап стадия этапсделки стадиясделки этапворонки
    フェーズ ステージ 商談フェーズ 案件フェーズ 進捗 阶段 階段 商机阶段 销售阶段 단계 영업단계 딜단계 pipelinestep step pipelinestatus saleprocessstage dealphase`,
  name: `
    nomdelatransaction nomdelaffaire nomdelopportunite nazwaszansy affarens navn affaire opportunite transaction nombredelnegocio negocio oportunidad nombredelaoportunidad nomeopportunita trattativa opportunita nomedonegocio oportunidade negocio naamdeal dealnaam kans verkoopkans nazwatransakcji szansa szansasprzedazy affar affarsnamn
    affarsmojlighet firsat firsatadi anlasma сделка названиесделки название 商談 商談名 案件 案件名 取引名 商机 商機 商机名称 项目名称 영업기회 기회명 딜 딜명 안건명`,
  customer_name: `entreprise societe compte client empresa cuenta cliente azienda cliente account empresa conta bedrijf klant firma klient kontrahent foretag kund musteri sirket firma компания клиент контрагент 会社名 取引先 顧客 企業名 公司 客户 客戶 客户名称 회사 회사명 고객 고객사 거래처`,
  amount: `montant valeur importe valor monto importo valore valor waarde bedrag wartosc kwota varde belopp tutar deger сумма бюджет 金額 見込金額 受注金額 予算 金额 預計金額 预计金额 商机金额 금액 예상금액 거래금액`,
  created: `datedecreation creele fechadecreacion creadoel datadicreazione creatoil datadecriacao criadoem aangemaaktop datumaangemaakt datautworzenia utworzono skapad skapades skapaddatum olusturmatarihi olusturulma датасоздания создана создано 作成日 登録日 创建时间 创建日期 建立日期 생성일 등록일`,
  closed: `closed closing datedecloture datedefermeture fechadecierre fechacierre datadichiusura datachiusura datadefechamento fechadoem sluitingsdatum afgeslotenop datazamkniecia zamknieto stangd avslutsdatum stangningsdatum kapanistarihi kapanis датазакрытия закрыта クローズ日 完了日 受注日 结束日期 关闭日期 成交日期 종료일 마감일 완료일`,
  expected_close: `estimatedclosing expectedclosing expectedclosingdate datedecloturepreve datadechiusuraprevista fechaprevistadecierre fechadecierreprevista previsaodefechamento verwachtesluitingsdatum przewidywanadatazamkniecia forvantatavslut tahminikapanis планируемаядата 完了予定日 受注予定日 预计成交日期 预计结束日期 예상종료일 예상마감일`,
  rep: `proprietaire commercial responsable propietario vendedor comercial proprietario responsabile venditore responsavel eigenaar verkoper wlasciciel handlowiec opiekun agare saljare ansvarig sahibi satistemsilcisi ответственный менеджер 担当者 所有者 营业担当 负责人 負責人 所有人 销售 담당자 소유자`,
  probability: `probabilite probabilidad probabilita probabilidade waarschijnlijkheid kans prawdopodobienstwo sannolikhet olasilik вероятность 確度 成約確率 可能性 概率 赢率 확률 성공확률`,
  outcome: `statut estado stato situacao uitkomst resultaat wynik rezultat utfall resultat durum sonuc статус результат ステータス 結果 状态 狀態 结果 상태 결과`,
}

const customers = {
  name: `nomduclient raisonsociale razonsocial nombredelcliente ragionesociale nomecliente nomedocliente klantnaam naam nazwa nazwaklienta kundnamn namn musteriadi unvan имя наименование клиент 顧客名 氏名 会社名 客户名称 客戶名稱 姓名 名称 고객명 이름 회사명`,
  region: `pays region pais nazione regione kraj ulke sehir страна регион 国 都道府県 国家 地区 국가 지역`,
}

const products = {
  id: `codeproduit codearticle codigo codiceprodotto codigodoproduto artikelnummer kodproduktu urunkodu stokkodu артикул 商品番号 商品コード 品番 商品编号 商品编码 상품코드 품목코드`,
  name: `nomduproduit libelle designation nombreproducto nomeprodotto nomedoproduto productnaam nazwaproduktu produktnamn urunadi наименование товар 商品名 品名 商品名称 产品名称 상품명 품목명`,
  category: `famille categorie categoria kategoria kategori категория カテゴリ 分類 类别 分类 카테고리 분류`,
  unit_price: `prixdevente prixunitaire preciodeventa prezzodivendita precodevenda verkoopprijs cena fiyat birimfiyat цена 単価 価格 販売価格 单价 价格 售价 단가 가격 판매가`,
}

const listed = (texts: Record<string, string>): Record<string, string[]> =>
  Object.fromEntries(Object.entries(texts).map(([field, text]) => [field, words(text)]))

export const namesAbroad: Record<ImportKind, Record<string, string[]>> = {
  orders: listed(orders),
  deals: listed(deals),
  customers: listed(customers),
  products: listed(products),
  sales_reps: {},
  rates: {},
}
