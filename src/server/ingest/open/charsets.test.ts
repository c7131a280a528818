import { expect, test } from 'vitest'
import { fileOf } from '../test-files.ts'
import { headerWeight } from '../understand/mapping.ts'
import { charsets, decoderOf, singleByte } from './charsets.ts'
import { sniffEncoding, textOf } from './encoding.ts'

/** The bytes of a text, by asking the decoder what each one or two of them are. */
const bytesOf = (text: string, label: string): Buffer => {
  const decoder = decoderOf(label)
  const codes = new Map<string, number[]>()
  const add = (...bytes: number[]) => {
    const letter = decoder.decode(Uint8Array.from(bytes))
    if ([...letter].length === 1 && letter !== '\ufffd' && !codes.has(letter)) codes.set(letter, bytes)
  }
  for (let first = 0; first < 256; first++) add(first)
  if (!singleByte.some(one => one.label === label))
    for (let first = 0x81; first < 255; first++) for (let second = 0x40; second < 255; second++) add(first, second)
  return Buffer.from(
    [...text].flatMap(letter => {
      const code = codes.get(letter)
      if (!code) throw new Error(`${label} has no ${letter}`)
      return code
    }),
  )
}

const table = (header: string, names: string) => {
  const delimiter = header.includes(';') ? ';' : ','
  const list = names.split('|')
  const rows = Array.from({ length: 12 }, (_, i) =>
    [1000 + i, `2026-08-${13 + i}`, list[i % list.length], list[(i + 1) % list.length], 10 + i].join(delimiter),
  )
  return `${[header, ...rows].join('\n')}\n`
}

const texts = {
  german: table(
    'Bestellnummer;Bestelldatum;Kunde;Artikel;Betrag',
    'Müller GmbH|Größe Süß|Jörg Weiß|Bücher für Österreich',
  ),
  french: table(
    'N° commande;Date commande;Client;Article;Montant',
    'Hélène Lefèvre|Pâté à l’ancienne|Crème brûlée|Garçon naïf',
  ),
  oldFrench: table('Commande;Date;Client;Article;Montant', 'Hélène Lefèvre|Pâté à la crème|Crème brûlée|Garçon naïf'),
  polish: table(
    'Numer zamówienia;Data zamówienia;Klient;Towar;Kwota',
    'Łukasz Wiśniewski|Źdźbło|Gdańsk|Żółta łódź|Książka',
  ),
  czech: table('Číslo objednávky;Datum;Zákazník;Zboží;Celkem', 'Jiří Dvořák|Růžová|Čeněk Šťastný|Žluťoučký kůň'),
  turkish: table('Sipariş No;Sipariş Tarihi;Müşteri;Ürün;Tutar', 'Ayşe Yılmaz|Çağrı Şimşek|İstanbul|Öğretmen'),
  lithuanian: table('Numeris;Data;Klientas;Prekė;Suma', 'Jonas Žukauskas|Šviestuvas|Ąžuolas|Eglė'),
  russian: table('Номер заказа;Дата заказа;Клиент;Товар;Сумма', 'Иван Петров|Москва|Книга|Лампа настольная'),
  greek: table('Αριθμός;Ημερομηνία;Πελάτης;Προϊόν;Ποσό', 'Γιώργος Παπαδόπουλος|Αθήνα|Βιβλίο|Ελένη'),
  hebrew: table('מספר,תאריך,לקוח,מוצר,סכום', 'דוד כהן|מנורה|תל אביב'),
  arabic: table('رقم الطلب,التاريخ,العميل,المنتج,المبلغ', 'محمد علي|مصباح|القاهرة'),
  thai: table('เลขที่,วันที่,ลูกค้า,สินค้า,ยอด', 'สมชาย|โคมไฟ|กรุงเทพ'),
  japanese: table('注文番号,注文日,顧客名,商品名,金額', '山田太郎|ランプ|東京都|佐藤花子'),
  simplified: table('订单号,下单时间,客户,商品名称,金额', '张伟|台灯|北京市|王芳'),
  traditional: table('訂單號,下單時間,客戶,商品名稱,總價', '張偉|檯燈|台北市|王小明'),
  korean: table('주문번호,주문일,고객명,상품명,금액', '김철수|램프|서울특별시|이영희'),
}

test.each([
  ['german', 'windows-1252 ibm850 ibm437 macintosh'],
  ['french', 'windows-1252'],
  ['oldFrench', 'ibm850 macintosh'],
  ['polish', 'windows-1250 iso-8859-2 ibm852'],
  ['czech', 'windows-1250 iso-8859-2 ibm852'],
  ['turkish', 'windows-1254'],
  ['lithuanian', 'windows-1257'],
  ['russian', 'windows-1251 koi8-r ibm866 iso-8859-5'],
  ['greek', 'windows-1253 iso-8859-7'],
  ['hebrew', 'windows-1255'],
  ['arabic', 'windows-1256'],
  ['thai', 'windows-874'],
  ['japanese', 'shift_jis euc-jp'],
  ['simplified', 'gb18030'],
  ['traditional', 'big5'],
  ['korean', 'euc-kr'],
] as const)('%s is read in %s', async (language, labels) => {
  const wrong: string[] = []
  for (const label of labels.split(' ')) {
    const path = fileOf(bytesOf(texts[language], label))
    const sniffed = await sniffEncoding(path, headerWeight)
    let text = ''
    for await (const piece of textOf(path, sniffed)) text += piece.text
    if (text !== texts[language] || sniffed.others.length) wrong.push(`${label} as ${sniffed.name}`)
  }
  expect(wrong).toEqual([])
})

test.each(['utf-16le', 'utf-16be'])('%s without a mark, of any script', async label => {
  const little = Buffer.from(texts.japanese, 'utf16le')
  const sniffed = await sniffEncoding(fileOf(label === 'utf-16le' ? little : little.swap16()), headerWeight)
  expect(sniffed.label).toBe(label)
})

test('where two fit, both are told with the same names; what was said counts', async () => {
  const path = fileOf(bytesOf('Order ID,Order Date,Customer,Total\n1,2026-08-13,Ana Muñoz,5\n', 'windows-1252'))
  const { label, words, others } = await sniffEncoding(path, headerWeight)
  expect([label, words, others.map(({ encoding, words: read }) => [encoding.label, read])]).toEqual([
    'windows-1252',
    'Muñoz',
    [['windows-1250', 'Muńoz']],
  ])
  expect(await sniffEncoding(path, headerWeight, 'Windows-1250')).toMatchObject({ label: 'windows-1250', others: [] })
  await expect(sniffEncoding(path, headerWeight, 'latin')).rejects.toThrow(
    `encoding: expected one of ${charsets.map(one => one.label).join(', ')}, got "latin"`,
  )
})
