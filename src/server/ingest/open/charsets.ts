import { dosPages } from './dos-pages.ts'

/** `name` is for the report and the person's choice, `label` for the decoder. */
export type Encoding = { name: string; label: string }

const listed = (text: string): Encoding[] =>
  text
    .trim()
    .split('\n')
    .map(line => {
      const [label = '', ...name] = line.trim().split(' ')
      return { label, name: name.join(' ') }
    })

/** One byte a letter; of those that read a file alike the first counts. */
export const singleByte = listed(`
  windows-1252 Windows-1252
  windows-1250 Windows-1250
  windows-1251 Windows-1251
  windows-1254 Windows-1254
  windows-1253 Windows-1253
  windows-1257 Windows-1257
  windows-1255 Windows-1255
  windows-1256 Windows-1256
  windows-1258 Windows-1258
  windows-874 Windows-874
  iso-8859-15 ISO-8859-15
  iso-8859-2 ISO-8859-2
  iso-8859-5 ISO-8859-5
  iso-8859-7 ISO-8859-7
  koi8-r KOI8-R
  ibm850 DOS 850
  ibm437 DOS 437
  ibm852 DOS 852
  ibm866 DOS 866
  macintosh Mac Roman
`)

/** Two bytes and more a character. */
export const multiByte = listed(`
  shift_jis Shift_JIS
  euc-jp EUC-JP
  gb18030 GB18030
  big5 Big5
  euc-kr EUC-KR
`)

export const unicode = listed(`
  utf-8 UTF-8
  utf-16le UTF-16 little endian
  utf-16be UTF-16 big endian
`)

export const charsets: readonly Encoding[] = [...unicode, ...singleByte, ...multiByte]

export type Decoder = { decode: (bytes?: Uint8Array, options?: { stream?: boolean }) => string }

export const decoderOf = (label: string, fatal = false): Decoder => {
  const page = dosPages[label]
  if (!page) return new TextDecoder(label, { fatal })
  return {
    decode: bytes => {
      let text = ''
      for (const byte of bytes ?? []) text += byte < 0x80 ? String.fromCharCode(byte) : page[byte - 0x80]
      return text
    },
  }
}
