import { describe, expect, it } from 'vitest'
import { readConfig } from './config.ts'

describe('the environment', () => {
  it('has a default for everything, and an empty value is no value', () => {
    expect(readConfig({ DATABASE_URL: '' })).toEqual({
      port: 5001,
      network: { host: '127.0.0.1', base: undefined, proxies: [], tls: undefined, hstsSubdomains: false },
      secretKey: undefined,
      dataDir: './data',
      databaseUrl: undefined,
      logLevel: 'warn',
      backups: undefined,
    })
  })

  it.each([
    [{ PORT: 'abc' }, /PORT: expected a number/],
    [{ PORT: '70000' }, /PORT: expected a number from 0 to 65535/],
    [{ PORT: '80.5' }, /PORT: expected a number from 0 to 65535/],
    [{ DATABASE_URL: 'mysql://x' }, /DATABASE_URL: expected postgres:\/\//],
    [{ LOG_LEVEL: 'loud' }, /LOG_LEVEL: expected/],
    [{ BACKUP_KEEP: '0' }, /BACKUP_KEEP: expected a whole number from 1 to 1000/],
    [{ BACKUP_EVERY_HOURS: 'daily' }, /BACKUP_EVERY_HOURS: expected a number of hours/],
    [
      { HOST: '0.0.0.0' },
      /HOST: to be reached from other computers it needs the address they use\. BASE_URL: expected/,
    ],
    [{ HOST: '0.0.0.0', BASE_URL: 'http://bi.example.com' }, /BASE_URL: expected .*http:\/\/ only for localhost/],
    [{ BASE_URL: 'https://bi.example.com/figures' }, /BASE_URL: expected .* without a path/],
    [{ BASE_URL: 'https://anna:secret@bi.example.com' }, /BASE_URL: expected/],
    [{ BASE_URL: 'bi.example.com' }, /BASE_URL: expected/],
    [{ TRUST_PROXY: 'true' }, /TRUST_PROXY: expected the addresses of your proxies/],
    [{ TRUST_PROXY: '10.0.0.2, everybody' }, /TRUST_PROXY: expected/],
    [{ TRUST_PROXY: '0.0.0.0/0' }, /TRUST_PROXY: expected/],
    [{ TLS_CERT: 'cert.pem' }, /TLS_CERT, TLS_KEY: expected both files or neither/],
    [
      { TLS_CERT: '/nowhere/cert.pem', TLS_KEY: '/nowhere/key.pem' },
      /TLS_CERT: \/nowhere\/cert\.pem could not be read/,
    ],
    [{ SMTP_URL: 'mail.example.com' }, /SMTP_URL: expected smtp:\/\/user:password@host:587/],
    [{ SMTP_URL: 'smtp://u:hush@mail.example.com' }, /SMTP_URL, MAIL_FROM: expected both or neither/],
    [
      { SMTP_URL: 'smtp://u:hush@mail.example.com', MAIL_FROM: 'figures@example.com' },
      /SMTP_URL: needs BASE_URL, the address that links in mails lead to/,
    ],
    [{ MAIL_FROM: 'figures' }, /MAIL_FROM: expected an address/],
    [{ OIDC_ISSUER: 'http://login.example.com' }, /OIDC_ISSUER: expected the address of the provider/],
    [
      { OIDC_ISSUER: 'https://login.example.com' },
      /OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET: expected all three/,
    ],
    [
      { OIDC_ISSUER: 'https://login.example.com', OIDC_CLIENT_ID: 'figures', OIDC_CLIENT_SECRET: 'hush' },
      /OIDC_ISSUER: needs BASE_URL/,
    ],
    [{ OIDC_DOMAINS: 'example.com' }, /OIDC_DOMAINS: expected domains of addresses and a role/],
    [{ OIDC_DOMAINS: 'example.com=owner' }, /OIDC_DOMAINS: expected .*; owners are invited/],
    [{ HSTS_SUBDOMAINS: 'yes' }, /HSTS_SUBDOMAINS: expected true or false/],
    [{ SECRET_KEY: 'secret' }, /SECRET_KEY: expected at least 32 characters/],
  ])('refuses %j with a sentence', (env, sentence) => {
    expect(() => readConfig(env)).toThrow(sentence)
    expect(() => readConfig(env)).not.toThrow(/hush/)
  })

  it('listens elsewhere where it is told how people reach it', () => {
    const { network } = readConfig({
      HOST: '0.0.0.0',
      BASE_URL: 'https://bi.example.com',
      TRUST_PROXY: '10.0.0.2, 172.16.0.0/12',
    })
    expect(network).toEqual({
      host: '0.0.0.0',
      base: new URL('https://bi.example.com'),
      proxies: ['10.0.0.2', '172.16.0.0/12'],
      tls: undefined,
      hstsSubdomains: false,
    })
  })

  it('knows who sends its mail, and where else people sign in', () => {
    const { mail, provider } = readConfig({
      BASE_URL: 'https://bi.example.com',
      SMTP_URL: 'smtps://figures:p%40ss@mail.example.com:465',
      MAIL_FROM: 'Figures <figures@example.com>',
      OIDC_ISSUER: 'https://login.example.com',
      OIDC_CLIENT_ID: 'figures',
      OIDC_CLIENT_SECRET: 'between the two of them',
      OIDC_DOMAINS: 'Example.com=viewer, sales.example.com=editor',
    })
    expect(mail).toEqual({
      url: 'smtps://figures:p%40ss@mail.example.com:465',
      from: 'Figures <figures@example.com>',
    })
    expect(provider).toEqual({
      issuer: 'https://login.example.com',
      clientId: 'figures',
      clientSecret: 'between the two of them',
      name: 'your company',
      domains: [
        { domain: 'example.com', role: 'viewer' },
        { domain: 'sales.example.com', role: 'editor' },
      ],
    })
  })
})
