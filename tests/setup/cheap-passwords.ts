// Tests sign in hundreds of times: here a password costs next to nothing. What it really costs, scrypt.test.ts holds against Node's scrypt.
import crypto from 'node:crypto'
import { syncBuiltinESMExports } from 'node:module'

const { scrypt } = crypto
const cheap: typeof scrypt = (...given: unknown[]) => {
  const [password, salt, length, , done] = given as Parameters<typeof scrypt>
  scrypt(password, salt, length, { N: 16, r: 1, p: 1 }, done)
}
if (scrypt.name !== cheap.name) {
  crypto.scrypt = cheap
  syncBuiltinESMExports()
}
