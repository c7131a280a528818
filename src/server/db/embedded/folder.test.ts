import fs from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { embeddedFolder } from '../../../../tests/setup/database.ts'
import { openDatabase } from '../open.ts'

type Harm = { what: string; harm: (database: string) => void; words: string }

const harms: Harm[] = [
  {
    what: 'files but no database',
    harm: path => fs.rmSync(join(path, 'PG_VERSION')),
    words: 'holds files but no database. Move them away, or set DATA_DIR to another folder.',
  },
  {
    what: 'a database of another engine version',
    harm: path => fs.writeFileSync(join(path, 'PG_VERSION'), '17\n'),
    words: 'was made by version 17 of the database engine, this program has 18.',
  },
  {
    what: 'a damaged database',
    harm: path => fs.truncateSync(join(path, 'global', 'pg_control'), 0),
    words:
      'could not be opened: could not read file "global/pg_control": read 0 of 296. Restore a backup, or move the folder away to begin anew.',
  },
]

test.for(harms)('$what is refused in a sentence and left as it is', async ({ harm, words }) => {
  const dir = embeddedFolder()
  onTestFinished(() => fs.rmSync(dir, { recursive: true, force: true }))
  const path = join(dir, 'database')
  harm(path)
  const listed = () => fs.readdirSync(path).filter(name => name !== 'postmaster.pid')
  const files = listed()
  await expect(openDatabase({ dir })).rejects.toThrow(words)
  // the same again: the first refusal holds no lock
  await expect(openDatabase({ dir })).rejects.toThrow(words)
  expect(listed()).toStrictEqual(files)
})

test('a folder that cannot be made is refused in a sentence', async () => {
  const dir = embeddedFolder()
  onTestFinished(() => fs.rmSync(dir, { recursive: true, force: true }))
  await expect(openDatabase({ dir: join(dir, 'database', 'PG_VERSION') })).rejects.toThrow(
    /^The data folder .* cannot be used: ENOTDIR.* set DATA_DIR to another folder\.$/,
  )
})
