import { meaningBy, type WordTable } from './table.ts'

/** Numbers and names that stand for nobody in particular. */
export const guestTable: WordTable<'guest'> = [
  [
    'guest',
    `=0, =00, =000, =0000, =00000, =0 0, =guest, =guests, =guest customer, =guest user, =guest checkout, =guest account, =walk in, =walkin, =walk in customer, =walk ins, =cash customer,
    =cash sale, =cash sales, =counter sale, =anonymous, =anonymous customer, =unknown, =unknown customer, =no customer, =not specified, =default customer, =one time customer, =retail customer, =pos customer,
    =gast, =gaste, =gastkunde, =gastbestellung, =laufkunde, =laufkundschaft, =barverkauf, =barkunde, =diverse, =unbekannt, =anonym, =invite, =client invite, =client de passage, =client comptoir, =passage,
    =anonyme, =inconnu, =invitado, =cliente invitado, =publico en general, =publico general, =consumidor final, =cliente mostrador, =mostrador, =cliente generico, =anonimo, =desconocido, =ospite, =cliente occasionale, =cliente generico,
    =cliente anonimo, =sconosciuto, =convidado, =cliente avulso, =cliente balcao, =visitante, =desconhecido, =gastklant, =losse klant, =passant, =onbekend, =anoniem, =gosc, =klient detaliczny, =klient anonimowy, =nieznany,
    =gast kund, =kontantkund, =gastkund, =okand, =misafir, =misafir musteri, =perakende musteri, =bilinmeyen, =гость, =розничный покупатель, =частное лицо, =аноним, =неизвестно, =ゲスト, =ゲスト様, =一般客, =非会員,
    =匿名, =游客, =遊客, =访客, =訪客, =散客, =游客用户, =비회원, =게스트, =손님, =미회원`,
  ],
]
const guest = meaningBy(guestTable, 100_000)
const longest = 30

export const isGuest = (idOrName: string): boolean => {
  if (idOrName === '' || idOrName.length > longest) return false
  if (/[1-9]/.test(idOrName)) return idOrName.startsWith('-') && /^-\s?\d+(?:[.,]0+)?$/.test(idOrName)
  return guest(idOrName) === 'guest'
}
