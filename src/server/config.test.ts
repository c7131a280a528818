import { describe, expect, it } from 'vitest'
import { readConfig } from './config.ts'

describe('the environment', () => {
  it('has a default for everything, and an empty value is no value', () => {
    expect(readConfig({ DATABASE_URL: '' })).toEqual({
      port: 5001,
      host: '127.0.0.1',
      dataDir: './data',
      databaseUrl: undefined,
      logLevel: 'warn',
      backups: undefined,
    })
  })

  it.each([
    [{ PORT: 'abc' }, /PORT: expected a number/],
    [{ PORT: '70000' }, /PORT: expected a number from 0 to 65535/],
    [{ DATABASE_URL: 'mysql://x' }, /DATABASE_URL: expected postgres:\/\//],
    [{ LOG_LEVEL: 'loud' }, /LOG_LEVEL: expected/],
    [{ BACKUP_KEEP: '0' }, /BACKUP_KEEP: expected a whole number from 1 to 1000/],
    [{ BACKUP_EVERY_HOURS: 'daily' }, /BACKUP_EVERY_HOURS: expected a number of hours/],
    [{ HOST: '0.0.0.0' }, /HOST: only 127\.0\.0\.1/],
  ])('refuses %j with a sentence', (env, sentence) => {
    expect(() => readConfig(env)).toThrow(sentence)
  })

  it('listens elsewhere only inside a container', () => {
    expect(readConfig({ HOST: '0.0.0.0', INSIDE_CONTAINER: 'true' }).host).toBe('0.0.0.0')
  })
})
