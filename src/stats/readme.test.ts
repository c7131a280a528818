import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const readme = readFileSync(join(import.meta.dirname, 'README.md'), 'utf8')
const block = (kind: string) => new RegExp(`\`\`\`${kind}\\n(.*?)\`\`\``, 's').exec(readme)![1]!

test("the README's example prints what the README says", () => {
  const printed = execFileSync(process.execPath, ['--input-type=module', '--eval', block('ts')], { cwd: join(import.meta.dirname, '../..'), encoding: 'utf8' })
  expect(printed).toBe(block('text'))
})
