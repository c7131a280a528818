import { sentence } from '../../format.ts'

/** Words of the server as a sentence: with a capital, a full stop, and days as everywhere on screen. */
export const asSentence = (words: string) => {
  const said = sentence(words.trim())
  return `${said.charAt(0).toLocaleUpperCase()}${said.slice(1)}${/[.!?]$/.test(said) ? '' : '.'}`
}
