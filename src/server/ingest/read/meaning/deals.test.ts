import { expect, test } from 'vitest'
import { readText } from '../../test-files.ts'
import { type Case, given } from './test-cases.ts'

const cases: Case[] = [
  // deals
  [
    'hubspot de',
    'Datensatz-ID,Deal-Name,Deal-Phase,Abschlussdatum,Betrag,Erstelldatum\n1,A,Abgeschlossen und gewonnen,2026-08-01,100,2026-07-01\n2,B,Abgeschlossen und verloren,2026-08-02,50,2026-07-01\n',
    'deals lost:1:50 won:1:100',
  ],
  [
    'pipedrive',
    'Deal - ID,Deal - Title,Deal - Value,Deal - Stage,Deal - Status,Deal - Won time,Deal - Lost time,Deal - Deal created,Deal - Organization\n1,A,100,Negotiation,Won,2026-08-01 10:00:00,,2026-07-01 10:00:00,Acme\n2,B,50,Proposal,Lost,,2026-08-02 10:00:00,2026-07-01 10:00:00,Beta\n3,C,20,Proposal,Open,,,2026-07-01 10:00:00,Beta\n4,D,20,Proposal,Deleted,,,2026-07-01 10:00:00,Beta\n',
    'deals lost:1:50 open:1:20 won:1:100',
  ],
  [
    'zoho',
    'Record Id,Deal Name,Amount,Stage,Closing Date,Account Name,Deal Owner,Created Time\n1,A,100,Closed Won,2026-08-01,Acme,Jo,2026-07-01 10:00:00\n2,B,50,Closed Lost to Competition,2026-08-02,Beta,Jo,2026-07-01 10:00:00\n3,C,20,Qualification,2026-12-02,Beta,Jo,2026-07-01 10:00:00\n',
    'deals lost:1:50 open:1:20 won:1:100',
  ],
  [
    'dynamics',
    '(Do Not Modify) Opportunity,Topic,Potential Customer,Est. Close Date,Est. Revenue,Actual Close Date,Actual Revenue,Status,Status Reason,Created On\n1,A,Acme,8/1/2026,120,8/13/2026,100,Won,Won,7/21/2026\n2,B,Beta,8/2/2026,50,8/14/2026,0,Lost,Canceled,7/21/2026\n3,C,Gamma,12/13/2026,20,,,Open,In Progress,7/21/2026\n',
    'deals lost:1:50 open:1:20 won:1:100',
  ],
  [
    'close',
    'id,lead_name,status_label,status_type,value,date_created,date_won,date_lost,user_name\n1,A,Signed,won,100,2026-07-01,2026-08-01,,Jo\n2,B,Nope,lost,50,2026-07-01,,2026-08-02,Jo\n3,C,Talking,active,20,2026-07-01,,,Jo\n',
    'deals lost:1:50 open:1:20 won:1:100',
  ],
  [
    'danish',
    'Navn;Virksomhed;Fase;Værdi;Oprettet;Lukket\nA;Acme;Vundet;100;21-07-2026;13-08-2026\nB;Beta;Tabt;50;21-07-2026;14-08-2026\n',
    'deals lost:1:50 won:1:100',
  ],
  [
    'french',
    'Nom de la transaction,Étape,Montant,Date de création,Date de fermeture,Entreprise\nA,Signé,100,2026-07-01,2026-08-01,Acme\nB,Perdu,50,2026-07-01,2026-08-02,Beta\nC,Devis envoyé,20,2026-07-01,,Beta\n',
    'deals lost:1:50 open:1:20 won:1:100',
  ],
  [
    'spanish',
    'Nombre del negocio,Etapa del negocio,Importe,Fecha de creación,Fecha de cierre,Empresa\nA,Cierre ganado,100,2026-07-01,2026-08-01,Acme\nB,Cierre perdido,50,2026-07-01,2026-08-02,Beta\n',
    'deals lost:1:50 won:1:100',
  ],
  [
    'japanese',
    '商談名,会社名,フェーズ,金額,作成日,完了予定日\nA,Acme,受注,100,2026-07-01,2026-08-01\nB,Beta,失注,50,2026-07-01,2026-08-02\nC,Gamma,提案,20,2026-07-01,2026-12-02\n',
    'asked',
  ],
  [
    'chinese',
    '商机名称,客户名称,销售阶段,商机金额,创建时间,预计成交日期\nA,Acme,赢单,100,2026-07-01,2026-08-01\nB,Beta,输单,50,2026-07-01,2026-08-02\n',
    'asked',
  ],
  [
    'russian',
    'Название сделки;Компания;Этап;Сумма;Дата создания;Дата закрытия\nA;Acme;Успешно реализовано;100;01.07.2026;13.08.2026\nB;Beta;Закрыто и не реализовано;50;01.07.2026;14.08.2026\n',
    'deals lost:1:50 won:1:100',
  ],
  [
    'polish',
    'Nazwa szansy;Firma;Etap;Wartość;Utworzono;Data zamknięcia\nA;Acme;Wygrana;100;01.07.2026;13.08.2026\nB;Beta;Przegrana;50;01.07.2026;14.08.2026\n',
    'deals lost:1:50 won:1:100',
  ],
  [
    'turkish',
    'Fırsat Adı;Şirket;Aşama;Tutar;Oluşturma Tarihi;Kapanış Tarihi\nA;Acme;Kazanıldı;100;01.07.2026;13.08.2026\nB;Beta;Kaybedildi;50;01.07.2026;14.08.2026\n',
    'deals lost:1:50 won:1:100',
  ],
  [
    'swedish',
    'Affärsnamn;Företag;Fas;Värde;Skapad;Stängd\nA;Acme;Vunnen;100;2026-07-01;2026-08-13\nB;Beta;Förlorad;50;2026-07-01;2026-08-14\n',
    'deals lost:1:50 won:1:100',
  ],
  [
    'churned',
    'Deal,Stage,Value,Created,Closed\nA,Renewed,100,2026-07-01,2026-08-13\nB,Churned,50,2026-07-01,2026-08-13\nC,Declined,50,2026-07-01,2026-08-13\n',
    'deals lost:2:100 won:1:100',
  ],
  [
    'won flag only',
    'Opportunity,Account,Amount,Stage,Close Date,Won\nA,Acme,100,Done,2026-08-01,1\nB,Beta,50,Done,2026-08-01,0\nC,Beta,20,Talk,2026-12-01,0\n',
    'asked',
  ],
  [
    'status only',
    'Deal Name,Company,Value,Status,Created Date,Close Date\nA,Acme,100,Won,2026-07-01,2026-08-01\nB,Beta,50,Lost,2026-07-01,2026-08-01\nC,Gamma,20,Open,2026-07-01,2026-12-01\n',
    'deals lost:1:50 open:1:20 won:1:100',
  ],
  [
    'kanban pipeline',
    'Title,Pipeline,Column,Worth,Started,Finished\nA,Sales,Won,100,2026-07-01,2026-08-01\nB,Sales,Lost,50,2026-07-01,2026-08-01\nC,Sales,Qualified,20,2026-07-01,\n',
    'deals lost:1:50 open:1:20 won:1:100',
  ],
  [
    'order with status won?',
    'Order ID,Order Date,Customer,Status,Total\n1,2026-08-01,Acme,Completed,100\n2,2026-08-01,Beta,Cancelled,50\n',
    100,
  ],
  [
    'quotes list',
    'Quote No,Quote Date,Customer,Status,Total\n1,2026-08-01,Acme,Accepted,100\n2,2026-08-01,Beta,Declined,50\n',
    'asked',
  ],
  [
    'purchase orders list',
    'PO Number,PO Date,Supplier,Item,Qty,Unit Cost,Total\n1,2026-08-01,Acme,Desk,1,100,100\n',
    'asked',
  ],
  ['expenses list', 'Date,Vendor,Category,Amount\n2026-08-01,Acme,Fuel,100\n', 'asked'],
  ['supplier invoices', 'Invoice No,Invoice Date,Supplier,Net,VAT,Gross\n1,2026-08-01,Acme,100,20,120\n', 'asked'],
  [
    'bank statement',
    'Date,Description,Debit,Credit,Balance\n2026-08-01,Shop,,100,1100\n2026-08-02,Fuel,40,,1060\n',
    'asked',
  ],
  ['product list de', 'Artikelnummer;Bezeichnung;Warengruppe;Preis;Lagerbestand\nA1;Kerze;Deko;10,00;5\n', 'products'],
  ['customers de', 'Kundennummer;Firma;Ort;Telefon\n1;Acme;Berlin;123\n', 'customers'],
]

test.each(cases)('%s', async (_, text, gives) => {
  expect(await given(text, gives)).toBe(String(gives))
})

const flagged =
  'Opportunity,Account,Amount,Stage,Close Date,Won\nA,Acme,100,Done,2026-08-01,1\nB,Beta,50,Done,2026-08-01,0\nC,Beta,20,Talk,2026-12-01,0\n'
const bare =
  'Deal,Company,Value,Created,Closed,IsWon\nA,Acme,100,2026-07-01,2026-08-01,true\nB,Beta,50,2026-07-01,2026-08-14,false\nC,Gamma,20,2026-07-01,,false\n'

test.each([
  [flagged, 'Won', 'lost', 'lost:1:50 open:1:20 won:1:100'],
  [flagged, 'Won', 'open', 'open:2:70 won:1:100'],
  [bare, 'IsWon', 'lost', 'lost:1:50 open:1:20 won:1:100'],
])('what a deal is that is not won and closed is asked: %#', async (text, column, answer, gives) => {
  const asked = (await readText(text)).report.questions
  expect(asked.map(({ column: key, options }) => [key, options.map(({ value }) => value)])).toEqual([
    [`${column}: no`, ['lost', 'open']],
  ])
  const { report } = await readText(text, { styles: { [`${column}: no`]: answer } })
  expect([report.questions, report.problems]).toEqual([[], []])
  expect(
    report.byStatus
      .map(({ status, rows, amount }) => `${status}:${rows}:${amount}`)
      .sort()
      .join(' '),
  ).toBe(gives)
})

test('where lost deals say so, a deal that is not won and has a close date is open', async () => {
  const text = flagged.replace('B,Beta,50,Done', 'D,Beta,5,Lost,2026-08-02,0\nB,Beta,50,Talk')
  expect(await given(text, '')).toBe('deals lost:1:5 open:2:70 won:1:100')
})
