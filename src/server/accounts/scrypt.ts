import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto'

/** OWASP Password Storage Cheat Sheet (2025), the one of its settings that needs least memory: 16 MB. */
const cost = { N: 2 ** 14, r: 8, p: 5 }
const name = `scrypt-${cost.N}-${cost.r}-${cost.p}`

const derived = (password: string, salt: Buffer) =>
  new Promise<Buffer>((resolve, reject) =>
    scrypt(password.normalize('NFKC'), salt, 32, cost, (error, key) => (error ? reject(error) : resolve(key))),
  )

/** `scrypt-16384-8-5:salt:hash`. */
export const hashPassword = async (password: string): Promise<string> => {
  const salt = randomBytes(16)
  return [name, salt.toString('hex'), (await derived(password, salt)).toString('hex')].join(':')
}

export const verifyPassword = async ({ hash, password }: { hash: string; password: string }): Promise<boolean> => {
  const [how, salt = '', key = ''] = hash.split(':')
  if (how !== name) throw new Error('a password was hashed in a way that this version does not know')
  return timingSafeEqual(await derived(password, Buffer.from(salt, 'hex')), Buffer.from(key, 'hex'))
}
