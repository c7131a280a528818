/** What columns mean by what stands in them: types and states by their words, flags by yes and no, numbers of orders by being there. */
import { dateEvidence } from './dates.ts'
import { find, type Mapping, plainName } from './column-names.ts'
import { fieldsOf } from './fields.ts'
import { wordsOf } from './header-words.ts'
import { shareOf, type Survey } from './survey.ts'
import { flagOf, isReason } from './words/answers.ts'
import { moneyRole } from './words/money-roles.ts'
import { wordKind } from './words/row-kinds.ts'
import { statusOf } from './words/states.ts'

const namesOf = (field: string) => fieldsOf.orders.find(known => known.field === field)?.names ?? []
const mostWords = 20

/** Names that may say of a row what it is, or something else of it. */
const maybeType = new Set(
  `type typ art kind tipo soort rodzaj тип вид 種類 種別 区分 タイプ 类型 類型 类别 유형 구분 종류 category reportingcategory movement movementtype vorgang nature event action
  operation vorfall geschaftsvorfall saletype salestype ordertype invoicetype paymenttype receipttype tickettype artdervorgangs bewegungsart bewegung kategorie categorie categoria typ
  typdoklad tur turu islem hareket hareketturu статья операция 交易 业务 名称 거래`
    .split(/\s+/)
    .map(plainName),
)

const kindsIn = (words: Iterable<string>) =>
  new Set([...words].map(wordKind).filter(kind => kind !== null && kind !== 'method'))
const sold = ['sale', 'order', 'invoice', 'paid', 'line', 'bought', 'credit']
const isNoSale = (kind: string) => !sold.includes(kind)

/** Types of something else than the row. */
const otherType =
  /\b(tax|product|item|customer|client|card|payment|account|user|unit|discount|shipping|company|contact|address|price|address|guest|vehicle|room|file|device|listings?|coupon)\b/
const bareTypes = new Set(
  ['type', 'typ', 'art', 'tipo', 'soort', 'rodzaj', 'тип', '種別', '区分', '类型', '類型', '유형', '구분'].map(
    plainName,
  ),
)
const stateName =
  /\b(status|state|statut|etat|stato|estado|situacao|durum)\b|\w+status\b|статус|состояни|ステータス|状態|状态|狀態|상태/
/** Fewer say nothing, more are names of goods. */
const bareWords = { fewest: 2, most: 8 }

/** A column of types: by a name that says so, by a name that may and some of its words, or by nearly all of its words. */
const typeColumn = (survey: Survey, mapping: Mapping): string | undefined => {
  const elsewhere = ['channel', 'category', 'segment', 'product_name']
  const fixed = Object.entries(mapping).flatMap(([field, column]) => (elsewhere.includes(field) ? [] : [column]))
  const all = survey.columns.filter(column => !fixed.includes(column) && !stateName.test(wordsOf(column)))
  const taken = new Set(Object.values(mapping))
  const free = all.filter(column => !taken.has(column))
  const words = (column: string) => survey.of(column).words
  const isFew = (column: string) => words(column).size > 0 && words(column).size <= mostWords
  const known = (column: string) => shareOf(survey.of(column), word => wordKind(word) !== null)
  const kinds = (column: string) => [...kindsIn(words(column).keys())] as string[]
  const named = find(free, namesOf('row_type'), new Set())
  if (named && (isFew(named) || known(named) > 0.5)) return named
  const isType = (column: string) =>
    maybeType.has(plainName(column)) ||
    (/\b(type|typ|art|kind)$/.test(wordsOf(column)) && !otherType.test(wordsOf(column)))
  const tellsApart = (column: string) => kinds(column).some(isNoSale) && kinds(column).some(kind => !isNoSale(kind))
  // of several the one that tells most apart
  const best = (columns: string[]) => columns.toSorted((a, b) => kinds(b).length - kinds(a).length)[0]
  const maybe = all.filter(
    column =>
      isType(column) &&
      isFew(column) &&
      known(column) >= 0.5 &&
      (taken.has(column) ? tellsApart(column) : kinds(column).length > 0),
  )
  const telling = all.filter(
    column => isFew(column) && survey.of(column).numbers === null && known(column) >= 0.9 && tellsApart(column),
  )
  const bare = free.filter(
    column =>
      bareTypes.has(plainName(column)) &&
      words(column).size >= bareWords.fewest &&
      words(column).size <= bareWords.most,
  )
  return best(maybe) ?? best(telling) ?? bare[0]
}

/** Columns called so may hold provinces or anything else: what stands there decides. */
const weakStates = new Set(
  ['state', 'estado', 'stato', 'etat', 'situacion', 'situacao', 'durum', '状態', '状态', '상태'].map(plainName),
)
const looksLikeState = (survey: Survey, column: string) =>
  shareOf(survey.of(column), word => statusOf(word) !== null) >= 0.6 &&
  ![...survey.of(column).words.keys()].some(word => /^new \p{L}/iu.test(word))
/** No place is called so. */
const holdsKinds = (survey: Survey, column: string) => kindsIn(survey.of(column).words.keys()).size > 0

const withoutFalseStates = (survey: Survey, mapping: Mapping): void => {
  const { status } = mapping
  if (!status || survey.of(status).filled === 0) return
  if (!weakStates.has(plainName(status)) || looksLikeState(survey, status) || holdsKinds(survey, status)) return
  delete mapping.status
  if (!mapping.region && survey.of(status).numbers === null) mapping.region = status
}

const flags = ['cancelled', 'returned', 'deleted', 'test', 'live', 'draft']
/** Few words that are no numbers are asked, if not known. */
const mostFlagWords = 5
const isFlag = (survey: Survey, column: string) => {
  const { filled, numbers, words } = survey.of(column)
  if (filled === 0 || isReason(column) || shareOf(survey.of(column), word => flagOf(word) !== null) >= 0.9) return true
  return numbers === null && words.size <= mostFlagWords
}

/** Yes and no, or a day; where sums stand, what was given back. */
const withFlags = (survey: Survey, mapping: Mapping): void => {
  for (const field of flags) {
    const taken = new Set(Object.values(mapping).filter(column => column !== mapping[field]))
    const columns = namesOf(field).flatMap(name => find(survey.columns, [name], taken) ?? [])
    const flag = [...new Set(columns)].find(column => isFlag(survey, column))
    const sums = columns.find(column => survey.of(column).numbers !== null && !isFlag(survey, column))
    if (flag) mapping[field] = flag
    else delete mapping[field]
    if (
      field === 'returned' &&
      sums &&
      !mapping.refund_amount &&
      /refund|erstattet|rembours|reembols|rimbors/.test(plainName(sums))
    )
      mapping.refund_amount = sums
  }
}

/** An almost empty column numbers no orders beside one that is filled. */
const withFilledNumber = (survey: Survey, mapping: Mapping, candidates: string[]): void => {
  const { order_id: id } = mapping
  if (!id) return
  const share = (column: string) => survey.of(column).filled / (survey.rows || 1)
  if (share(id) >= 0.5) return
  const others = candidates.filter(column => column !== id && !Object.values(mapping).includes(column))
  const filled = others.find(column => share(column) > 0.9 && share(column) > 2 * share(id))
  if (filled) mapping.order_id = filled
}

/** Days of something else than the sale. */
const otherDay =
  /\b(due|ship\w*|deliver\w*|birth\w*|expir\w*|valid\w*|refund\w*|return\w*|updat\w*|modif\w*|chang\w*|end|last|first|regist\w*|expected|estimated|arriv\w*|available)\b|fallig|lieferdatum|echeance|vencimiento|scadenza/

/** Where no name says the day, the first column of days. */
const withDate = (survey: Survey, mapping: Mapping): void => {
  if (mapping.date) return
  const taken = new Set(Object.values(mapping))
  const isDay = (column: string) =>
    shareOf(survey.of(column), word => !['none', 'excel', 'unix', 'dm', 'month'].includes(dateEvidence(word))) >= 0.9
  const found = survey.columns.find(column => !taken.has(column) && !otherDay.test(wordsOf(column)) && isDay(column))
  if (found) mapping.date = found
}

/** What was given back of a row, by its name and its sums. */
const isRefundSum = (survey: Survey, column: string): boolean =>
  moneyRole(column) === 'refund' &&
  !/\b(qty|quantity|count|units|items|adjusted|tax|vat|shipping|fee|menge|anzahl|stuck|quantite|cantidad|aantal|ilosc)\b|数量|수량/.test(
    wordsOf(column),
  ) &&
  survey.of(column).numbers !== null

export const byValues = (survey: Survey, mapping: Mapping): void => {
  if (survey.rows === 0) return
  delete mapping.row_type
  const type = typeColumn(survey, mapping)
  if (type) {
    for (const [field, column] of Object.entries(mapping)) if (column === type) delete mapping[field]
    mapping.row_type = type
  }
  withDate(survey, mapping)
  withoutFalseStates(survey, mapping)
  withFlags(survey, mapping)
  withoutFalseRates(survey, mapping)
  const refunds = survey.columns.find(column => !Object.values(mapping).includes(column) && isRefundSum(survey, column))
  if (refunds && !mapping.refund_amount) mapping.refund_amount = refunds
  const numbers = namesOf('order_id').flatMap(name => find(survey.columns, [name], new Set()) ?? [])
  withFilledNumber(survey, mapping, [...new Set(numbers)])
}

/** Words are no rates: a course of lessons is a Kurs, too. */
const withoutFalseRates = (survey: Survey, mapping: Mapping): void => {
  const { exchange_rate: rate } = mapping
  if (rate && survey.of(rate).filled > 0 && survey.of(rate).numbers === null) delete mapping.exchange_rate
}

/** Collects the words of a column over all rows, such as types or currencies. */
export const columnWords = (columns: string[], column: string | undefined) => {
  const at = column === undefined ? -1 : columns.indexOf(column)
  const words = new Set<string>()
  return {
    watch: (row: string[]) => {
      const word = row[at]
      if (word && !words.has(word) && words.size < 1_000) words.add(Buffer.from(word, 'utf8').toString('utf8'))
    },
    words: words as ReadonlySet<string>,
  }
}

export const holdsRefunds = (words: Iterable<string>): boolean => kindsIn(words).has('refund')
