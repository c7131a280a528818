import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'

/** Every TypeScript file of the repository, also those that are not committed yet. */
export const sourceFiles = (): string[] =>
  execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', 'src', 'bench', 'scripts', 'tests'], {
    encoding: 'utf8',
  })
    .split('\n')
    .filter(path => /\.tsx?$/.test(path) && existsSync(path))

const imports = /^(?:import|export)\s+[\w\s{},*$]+?\s+from\s+'([^']+)'|^import\s+'([^']+)'|\bimport\('([^']+)'\)/gm

/** What a file's text imports, type imports included, as it is written. */
export const targetsIn = (text: string): string[] =>
  [...text.matchAll(imports)].map(([, from, alone, dynamic]) => (from ?? alone ?? dynamic)!)

/** The file that an import leads to; undefined for a package. */
export const resolved = (from: string, target: string): string | undefined => {
  if (target === '#contract') return 'src/contract/index.ts'
  if (target.startsWith('#')) return `src/${target.slice(1)}`
  return target.startsWith('.') ? normalize(join(dirname(from), target)) : undefined
}

/** Who imports each file. */
export const importersOf = (files: string[]): Map<string, string[]> => {
  const importers = new Map<string, string[]>(files.map(path => [path, []]))
  for (const path of files)
    for (const target of targetsIn(readFileSync(path, 'utf8'))) importers.get(resolved(path, target) ?? '')?.push(path)
  return importers
}
