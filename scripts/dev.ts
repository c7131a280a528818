// Server and screens with reload while you edit: the API on PORT (5001), the screens on http://localhost:5173.
import { spawn } from 'node:child_process'
import { join } from 'node:path'

const children = [
  spawn(process.execPath, ['--watch', 'src/server/main.ts', ...process.argv.slice(2)], { stdio: 'inherit' }),
  spawn(process.execPath, [join('node_modules', 'vite', 'bin', 'vite.js'), '--host', '127.0.0.1'], {
    stdio: 'inherit',
  }),
]
const stop = () => {
  for (const child of children) child.kill('SIGTERM')
}
for (const child of children) child.on('exit', stop)
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, stop)
