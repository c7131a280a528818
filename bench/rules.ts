// What a rule for rows costs: its first answer, its memory, and what a change of the data adds.
//   node bench/rules.ts --lines 200000      made order lines, embedded
//   node bench/rules.ts --demo              the demo company
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { sql } from 'kysely'
import { buildApp } from '../src/server/app.ts'
import { bringDemo } from '../src/server/db/demo/bring.ts'
import { openDatabase } from '../src/server/db/open.ts'
import { rebuild } from '../src/server/db/rollup.ts'
import { markLines, write } from '../src/server/db/write.ts'
import { firstQuestions } from '../src/server/state/warm.ts'
import { addPerson, type Browser, makeOwner } from '../tests/setup/people.ts'
import { makeRows, now } from './speed/rows.ts'

const { values } = parseArgs({
  options: { lines: { type: 'string', default: '200000' }, demo: { type: 'boolean', default: false } },
})
const say = (words: string) => process.stdout.write(`${words}\n`)

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void
/** Of the server's own thread: rows and answers in memory. The database has its own, which does not grow with rules. */
const megabytes = () => {
  collect()
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return (heapUsed + arrayBuffers) / 1e6
}

const dir = mkdtempSync(join(tmpdir(), 'analytics-rules-'))
const database = await openDatabase({ dir })
if (values.demo) await bringDemo(database, now, () => {})
else {
  await makeRows(database.bulk, Number(values.lines), () => {})
  await rebuild(database)
  await write(database, async () => {})
}
const app = await buildApp({ database, now: () => now, requestsPerMinute: 10_000_000, patience: 60_000 })
const owner = await makeOwner(app)

const ask = async (who: Browser, url: string) => {
  const began = performance.now()
  const { statusCode, body } = await who.get(url)
  if (statusCode !== 200 && statusCode !== 422) throw new Error(`${url}: ${statusCode} ${body.slice(0, 200)}`)
  return performance.now() - began
}
const first = '/api/dashboard/summary'
const everything = async (who: Browser) => {
  const began = performance.now()
  for (const url of firstQuestions) await ask(who, url)
  return (performance.now() - began) / 1000
}

const report = async (name: string, who: Browser) => {
  const before = megabytes()
  const answer = await ask(who, first)
  const again = await ask(who, `${first}?compare=none`)
  const all = await everything(who)
  say(
    `${name}: first answer ${(answer / 1000).toFixed(2)} s, another then ${again.toFixed(0)} ms, the first pages' ${firstQuestions.length} questions ${all.toFixed(1)} s, then ${(megabytes() - before).toFixed(0)} MB more`,
  )
}

await report('all rows', owner)
const regions = (await owner.get('/api/data/dimensions')).json().data.region as string[]
const viewers: Browser[] = []
for (const [i, region] of regions.slice(0, 3).entries()) {
  const { id } = (
    await owner.post('/api/rules', { name: region, regions: [region], segments: null, reps: null })
  ).json().data
  const viewer = await addPerson(app, owner, 'viewer', `viewer${i}@example.com`)
  const { people } = (await owner.get('/api/people')).json().data
  const person = people.find(({ email }: { email: string }) => email === `viewer${i}@example.com`)
  await owner.send({ method: 'PATCH', url: `/api/people/${person.id}`, payload: { rule: id } })
  viewers.push(viewer)
  await report(`only ${region}`, viewer)
}

const one = sql`t.id = (select max(id) from transactions)`
await write(database, async tx => {
  await markLines(tx, one)
  await sql`update transactions t set amount = amount + 1 where ${one}`.execute(tx)
  await markLines(tx, one)
})
const after: string[] = []
for (const who of [owner, ...viewers]) after.push((await ask(who, first)).toFixed(0))
say(`after a change of one line, the summary: all rows ${after[0]} ms; each rule ${after.slice(1).join(', ')} ms`)

await app.close()
await database.close()
rmSync(dir, { recursive: true, force: true })
