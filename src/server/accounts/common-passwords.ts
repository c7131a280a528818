import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'

/** Of those that are long enough, whatever their case: scripts/common-passwords.ts. */
export const commonPasswords = new URL('common-passwords.bin', import.meta.url)

const bytes = 6

export const fingerprint = (password: string) =>
  createHash('sha256').update(password.normalize('NFKC').toLowerCase()).digest().subarray(0, bytes)

let kept: Set<string> | undefined
const read = () => {
  const all = readFileSync(commonPasswords)
  return new Set(Array.from({ length: all.length / bytes }, (_, i) => all.toString('hex', i * bytes, (i + 1) * bytes)))
}

/** Whether it is among those that many people have chosen. */
export const isCommon = (password: string) => (kept ??= read()).has(fingerprint(password).toString('hex'))
