// Makes a fresh clone ready: packages, the built web, for tests a browser and a PostgreSQL server. No dependencies; any
// Node from 18 on.
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const at = (...parts) => join(root, ...parts)
// on standard error: some commands print data on standard output
const say = words => process.stderr.write(`${words}\n`)

const run = (words, command, args) =>
  new Promise((resolve, reject) => {
    const began = Date.now()
    const seconds = () => Math.round((Date.now() - began) / 1000)
    say(`${words} …`)
    const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    child.stdout.on('data', text => (output += text))
    child.stderr.on('data', text => (output += text))
    const beat = setInterval(() => say(`  ${words}: ${seconds()} s`), 10_000)
    child.on('error', reject)
    child.on('close', code => {
      clearInterval(beat)
      if (code === 0) resolve(say(`  done in ${seconds()} s`))
      else reject(new Error(`${words} failed (${command} ${args.join(' ')}, exit ${code})\n${output.slice(-4000)}`))
    })
  })

const hashOf = paths => {
  const hash = createHash('sha256')
  const add = path => {
    if (!existsSync(path)) return
    if (statSync(path).isDirectory()) for (const name of readdirSync(path).sort()) add(join(path, name))
    else hash.update(path.slice(root.length)).update(readFileSync(path))
  }
  paths.forEach(add)
  return hash.digest('hex')
}

const stamp = (file, value) => {
  mkdirSync(join(file, '..'), { recursive: true })
  writeFileSync(file, JSON.stringify(value))
}
const stamped = file => (existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {})

/** node_modules matches the lock file; what only tests need is left out of a plain start. */
const packages = async withTests => {
  const file = at('node_modules', '.ensured.json')
  const lock = hashOf([at('package-lock.json'), at('package.json')])
  const before = stamped(file)
  if (before.lock === lock && (before.withTests || !withTests)) return
  const npm = process.env.npm_execpath
  const args = [
    'install',
    '--no-save',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
    ...(withTests || before.withTests ? [] : ['--omit=dev']),
  ]
  // not `npm ci`, which would begin from nothing when tests follow a plain start; other versions of npm write the lock
  // in other words, so it is not saved
  await run('Installing packages', npm ? process.execPath : 'npm', npm ? [npm, ...args] : args)
  stamp(file, {
    lock: hashOf([at('package-lock.json'), at('package.json')]),
    withTests: Boolean(withTests || before.withTests),
  })
}

/** The Node that npm scripts find first; it runs TypeScript as it is. */
const runtime = () => {
  const own = at('node_modules', '.bin', process.platform === 'win32' ? 'node.cmd' : 'node')
  const command = existsSync(own) ? own : 'node'
  const version =
    spawnSync(command, ['--version'], { encoding: 'utf8', shell: process.platform === 'win32' }).stdout?.trim() ??
    'none'
  if (Number(version.slice(1).split('.')[0]) < 24)
    throw new Error(
      `Node 24 or newer is needed and no prebuilt package brought it for ${process.platform}-${process.arch}; found ${version}. Install it from nodejs.org.`,
    )
  return command
}

const web = async node => {
  const file = at('dist', 'web', '.built.json')
  const sources = hashOf(
    ['src/web', 'src/contract', 'index.html', 'vite.config.ts', 'package-lock.json'].map(path => at(path)),
  )
  if (stamped(file).sources === sources) return
  await run('Building the screens', node, [at('node_modules', 'vite', 'bin', 'vite.js'), 'build', '--logLevel', 'warn'])
  stamp(file, { sources })
}

/** A Chrome or Chromium of the system, or Playwright's own download; undefined when there is none. */
export const findBrowser = () => {
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome']
  const folders = [...(process.env.PATH ?? '').split(':'), '/Applications/Google Chrome.app/Contents/MacOS']
  for (const folder of folders)
    for (const name of [...names, 'Google Chrome']) if (existsSync(join(folder, name))) return join(folder, name)
  const home = process.env.PLAYWRIGHT_BROWSERS_PATH ?? join(process.env.HOME ?? '', '.cache', 'ms-playwright')
  if (!existsSync(home)) return undefined
  return readdirSync(home)
    .filter(name => name.startsWith('chromium-'))
    .map(name => join(home, name, 'chrome-linux', 'chrome'))
    .find(existsSync)
}

const debian = async packageNames => {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) throw new Error('not root on a Debian system')
  process.env.DEBIAN_FRONTEND = 'noninteractive'
  await run('Reading the package lists', 'apt-get', ['update', '-qq'])
  await run(`Installing ${packageNames.join(', ')}`, 'apt-get', ['install', '-y', '-qq', ...packageNames])
}

const browser = async () => {
  if (findBrowser()) return
  const downloads = [
    () =>
      run('Downloading Chromium for the browser tests', process.execPath, [
        at('node_modules', '@playwright', 'test', 'cli.js'),
        'install',
        'chromium',
      ]),
    () => debian(['chromium']),
  ]
  for (const download of downloads) {
    await download().catch(error => say(`  ${error.message.split('\n')[0]}`))
    if (findBrowser()) return
  }
  throw new Error('No browser for the tests: install Chrome or Chromium and run this again.')
}

/** Tests run on PostgreSQL too when a server's binaries can be had; the test run itself says loudly when not. */
const postgres = async () => {
  const home = '/usr/lib/postgresql'
  if (existsSync(home) && readdirSync(home).some(version => Number(version) >= 15)) return
  if (spawnSync('postgres', ['--version']).status === 0) return
  await debian(['postgresql']).catch(error =>
    say(`  No PostgreSQL server for the tests: ${error.message.split('\n')[0]}`),
  )
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const forTests = process.argv[2] === 'test'
  try {
    await packages(forTests)
    const node = runtime()
    await web(node)
    if (forTests) {
      await browser()
      await postgres()
    }
  } catch (error) {
    process.stderr.write(`${error.message}\n`)
    process.exit(1)
  }
}
