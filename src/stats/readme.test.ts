import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const readme = readFileSync(join(import.meta.dirname, 'README.md'), 'utf8')
const block = (kind: string) => new RegExp(`\`\`\`${kind}\\n(.*?)\`\`\``, 's').exec(readme)![1]!

test("the README's example prints what the README says", () => {
  const printed = execFileSync(process.execPath, ['--input-type=module', '--eval', block('ts')], {
    cwd: join(import.meta.dirname, '../..'),
    encoding: 'utf8',
  })
  const words = (text: string) => text.replaceAll(/[\d.]+/g, '#')
  const numbers = (text: string) => text.match(/[\d.]+/g)!.map(Number)
  expect(words(printed)).toBe(words(block('text')))
  numbers(printed).forEach((v, i) => expect(v / numbers(block('text'))[i]!).toBeCloseTo(1, 1)) // a refined model may move them a little
})
