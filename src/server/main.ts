import module from 'node:module'
import { fileURLToPath } from 'node:url'

// what was compiled is kept beside the packages, also for the processes and threads that are started from here
process.env.NODE_COMPILE_CACHE ??= fileURLToPath(new URL('../../node_modules/.cache/compiled', import.meta.url))
module.enableCompileCache(process.env.NODE_COMPILE_CACHE)
await import('./serve.ts')
