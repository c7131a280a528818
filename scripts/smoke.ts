// What the Dockerfile does, without an engine for containers: its COPY and RUN lines in a clean folder, which nobody may
// write to afterwards; its CMD (with --empty, as the demo data takes long), as another user when root runs this, with a
// data folder of its own; its HEALTHCHECK until it says yes; a stop. Listens on 127.0.0.1 only. Takes a minute or more:
// `node scripts/smoke.ts`.
import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { chmodSync, chownSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

const nobody = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {}
const port = '5917'
const say = (words: string) => process.stdout.write(`${words}\n`)

type Line = { word: string; rest: string }
const lines: Line[] = readFileSync('Dockerfile', 'utf8')
  .replace(/\\\n\s*/g, '')
  .split('\n')
  .filter(line => /^[A-Z]/.test(line))
  .map(line => ({ word: line.split(' ')[0]!, rest: line.slice(line.indexOf(' ') + 1) }))
const secondStage = lines.findLastIndex(({ word }) => word === 'FROM')
const build = lines.slice(0, secondStage)
const last = (word: string) => lines.findLast(one => one.word === word)?.rest ?? ''
const commandOf = (text: string) => JSON.parse(/\[.*\]/.exec(text)?.[0] ?? '[]') as string[]

const home = mkdtempSync(join(tmpdir(), 'analytics-smoke-'))
const [app, data] = [join(home, 'app'), join(home, 'data')]
chmodSync(home, 0o755)
for (const folder of [app, data]) mkdirSync(folder)
if (nobody.uid) chownSync(data, nobody.uid, nobody.gid)

const environment = {
  ...process.env,
  ...Object.fromEntries(
    last('ENV')
      .split(' ')
      .map(pair => pair.split(/=(.*)/s).slice(0, 2)),
  ),
  HOST: '127.0.0.1',
  PORT: port,
  BASE_URL: `http://localhost:${port}`,
  DATA_DIR: data,
  DATABASE_URL: '',
  HOME: data,
}

const copy = (rest: string) => {
  const words = rest.split(' ')
  const to = join(app, words.at(-1)!)
  for (const from of words.slice(0, -1)) {
    const target = words.length > 2 ? join(to, from) : to
    mkdirSync(dirname(target), { recursive: true })
    cpSync(from, target, { recursive: true })
  }
}

/** Whether anything in the folder of the program can be written to by whoever runs it. */
const isWritable = () => spawnSync('touch', [join(app, 'src', 'written')], { ...nobody, stdio: 'ignore' }).status === 0

try {
  for (const { word, rest } of build) {
    if (word === 'COPY') copy(rest)
    if (word === 'RUN') {
      say(`RUN ${rest}`)
      execFileSync('sh', ['-c', rest], { cwd: app, stdio: ['ignore', 'ignore', 'inherit'] })
    }
  }
  execFileSync('chmod', ['-R', 'a-w,a+rX', app])
  if (isWritable() && nobody.uid) throw new Error('the folder of the program can be written to')

  const [command = '', ...words] = commandOf(last('CMD'))
  say(`CMD ${command} ${words.join(' ')}`)
  const node = command === 'node' ? process.execPath : command
  const server = spawn(node, [...words, '--empty'], {
    cwd: app,
    env: environment,
    ...nobody,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = new Promise<number | null>(resolve => server.once('close', resolve))
  try {
    const [, ...check] = commandOf(last('HEALTHCHECK')).map(word => word.replace(':5001/', `:${port}/`))
    const began = Date.now()
    while (spawnSync(process.execPath, check, { env: environment, stdio: 'ignore' }).status !== 0) {
      if (server.exitCode !== null || Date.now() - began > 900_000) throw new Error('the server did not become healthy')
      await pause(1000)
    }
    say(`healthy after ${Math.round((Date.now() - began) / 1000)} s`)
    const page = await (await fetch(`http://localhost:${port}/`)).text()
    if (!page.includes('<div id="root">')) throw new Error('the screens are not served')
  } finally {
    server.kill('SIGTERM')
  }
  const code = await ended
  if (code !== 0) throw new Error(`the server ended with ${code}`)
  say('it started, answered, and stopped when it was told to')
} finally {
  execFileSync('chmod', ['-R', 'u+w', app])
  rmSync(home, { recursive: true, force: true })
}
