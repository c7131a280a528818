// The forms of SQL that a Citus cluster refuses, kept out of what the server asks. Migrations run before tables are spread, and a released one
// is never edited.
import { readFileSync } from 'node:fs'
import { refusedIn } from './cluster-rules.ts'
import { sourceFiles } from './imports.ts'

const files = sourceFiles().filter(
  path => path.startsWith('src/server/') && !path.endsWith('.test.ts') && !path.startsWith('src/server/db/migrations/'),
)
let problems = 0
for (const path of files)
  for (const { line, problem } of refusedIn(readFileSync(path, 'utf8'))) {
    problems++
    process.stdout.write(`${path}:${line}: ${problem}\n`)
  }
process.stdout.write(`${files.length} files, ${problems} statements that Citus refuses\n`)
process.exitCode = problems ? 1 : 0
