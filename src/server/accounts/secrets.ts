import { symmetricDecrypt, symmetricEncrypt } from 'better-auth/crypto'
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { sql } from 'kysely'
import type { Db } from '../db/database.ts'

/** 256 random bits, as text for addresses and headers. */
export const newSecret = () => randomBytes(32).toString('base64url')

/** What is kept of a random secret: nobody finds it again from there, however fast the hash. */
export const hashOf = (secret: string) => createHash('sha256').update(secret).digest('hex')

export const isSame = (one: string, other: string) =>
  timingSafeEqual(Buffer.from(hashOf(one)), Buffer.from(hashOf(other)))

/** Signs sessions and encrypts second factors where SECRET_KEY is not set; made once, and kept with the data. */
const keptSecret = async (db: Db): Promise<string> => {
  await sql`insert into secret_key (key) values (${newSecret()}) on conflict do nothing`.execute(db)
  const { rows } = await sql<{ key: string }>`select key from secret_key`.execute(db)
  return rows[0]!.key
}

/** SECRET_KEY, else the one that is kept with the data. */
export const secretOf = (db: Db, secretKey: string | undefined) =>
  secretKey ? Promise.resolve(secretKey) : keptSecret(db)

/** What a second factor is encrypted with, too. */
export const seal = (key: string, data: string) => symmetricEncrypt({ key, data })

/** null: it was sealed with another key. */
export const unseal = (key: string, data: string) => symmetricDecrypt({ key, data }).catch(() => null)
