// A process that takes the lock of a folder (argument 1) when its standard input closes, says how that went, and holds
// it until killed.
import { text } from 'node:stream/consumers'
import { setLockUrl, takeLock } from '../../src/server/db/lock.ts'

const [dir = '', url] = process.argv.slice(2)
process.stdout.write('here\n')
await text(process.stdin)
try {
  await takeLock(dir, () => {})
  if (url) setLockUrl(dir, url)
  process.stdout.write('taken\n')
  setInterval(() => {}, 1_000)
} catch {
  process.stdout.write('refused\n')
}
