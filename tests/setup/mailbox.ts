import { SMTPServer } from 'smtp-server'

type Mailed = { to: string; from: string; subject: string; text: string }

const unquoted = (text: string) =>
  Buffer.from(
    text
      .replace(/=\r?\n/g, '')
      .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  ).toString('utf8')

const read = (raw: string): Mailed => {
  const [head = '', ...body] = raw.split('\r\n\r\n')
  const field = (name: string) =>
    new RegExp(`^${name}: (.*(?:\\r\\n[ \\t].*)*)`, 'mi').exec(head)?.[1]?.replace(/\r\n[ \t]/g, ' ') ?? ''
  const text = body.join('\r\n\r\n')
  return {
    to: field('to'),
    from: field('from'),
    subject: field('subject'),
    text: (field('content-transfer-encoding') === 'quoted-printable' ? unquoted(text) : text).replaceAll('\r\n', '\n'),
  }
}

/** A server of mails on this machine that keeps what it is given. */
export const openMailbox = async (user = 'figures', password = 'p@ss/word') => {
  const letters: Mailed[] = []
  const waiting: (() => void)[] = []
  const server = new SMTPServer({
    authMethods: ['PLAIN', 'LOGIN'],
    allowInsecureAuth: true,
    disabledCommands: ['STARTTLS'],
    onAuth: ({ username, password: given }, _session, callback) =>
      username === user && given === password ? callback(null, { user }) : callback(new Error('535 who is that?')),
    onData: (stream, _session, callback) => {
      const parts: Buffer[] = []
      stream.on('data', (part: Buffer) => parts.push(part))
      stream.on('end', () => {
        letters.push(read(Buffer.concat(parts).toString('utf8')))
        callback()
        for (const tell of waiting.splice(0)) tell()
      })
    },
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.server.address() as { port: number }
  const urlWith = (secret: string) => `smtp://${user}:${encodeURIComponent(secret)}@127.0.0.1:${port}`
  /** The next one, which may have come already; letters are given out once. */
  const next = async (): Promise<Mailed> => {
    if (letters.length === 0) await new Promise<void>(resolve => waiting.push(resolve))
    return letters.shift()!
  }
  const close = () => new Promise<void>(resolve => server.close(() => resolve()))
  return { url: urlWith(password), urlWith, letters, next, close }
}
