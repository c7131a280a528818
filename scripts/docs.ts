// docs/api.md and docs/metrics.md, written from the contract. `--check` fails when they are out of date.
import { readFileSync, writeFileSync } from 'node:fs'
import { definitions } from '#contract/definitions.ts'
import { describeEndpoints } from '../src/server/http/reference.ts'

const cell = (text: string) => text.replaceAll('|', '\\|')

const apiText = () => {
  const rooms = Map.groupBy(describeEndpoints(), endpoint => endpoint.room)
  const sections = [...rooms].map(([room, endpoints]) => {
    const parts = endpoints.map(({ method, path, right, inBody, summary, parameters, answer }) => {
      const table = parameters.map(
        ({ name, required, words }) => `| \`${name}\`${required ? ' (required)' : ''} | ${cell(words)} |`,
      )
      return [
        `### ${method} ${path}`,
        `${summary} Right: \`${right}\`.${inBody ? ' Its parameters stand in a JSON body.' : ''}`,
        table.length ? ['| parameter | takes |', '|---|---|', ...table].join('\n') : 'No parameters.',
        `\`data\`: \`${answer}\``,
      ].join('\n\n')
    })
    return `## ${room}\n\n${parts.join('\n\n')}`
  })
  return `# The HTTP API

Written by \`npm run docs\` from \`src/contract/\`. A running server shows the same at /api/docs, and OpenAPI 3.1 at /api/openapi.json.

Every answer is JSON \`{ "data": …, "meta": … }\`; every error \`{ "error": { "code", "message", "requestId" } }\`. \`meta\` carries the resolved dates of both windows,
the time of the newest row behind the answer, the filters, the rows that counted and those that did not with the reason, and notes. Repeated parameters are alternatives.
An answer has an ETag; asked again with If-None-Match it costs a 304. \`GET /api/live\` is a stream of server-sent events: \`data\` (the data changed), \`models\` (what a model found has come, which answers had to do without), \`progress\`, \`ping\`.
\`GET /api/export?page=…&format=…\` takes the page's own parameters and gives a file: [exports.md](exports.md).

Each endpoint names the right it needs (docs/security.md); without an owner, on the machine itself, nobody is asked. Programs send \`Authorization: Bearer KEY\`.

${sections.join('\n\n')}
`
}

const metricsText = () => `# What every number means

Written by \`npm run docs\` from \`src/contract/definitions.ts\`, the same words that stand behind each "?" on screen.

| number | meaning |
|---|---|
${Object.values(definitions)
  .map(({ name, text }) => `| ${cell(name)} | ${cell(text)} |`)
  .join('\n')}
`

const files: [string, string][] = [
  ['docs/api.md', apiText()],
  ['docs/metrics.md', metricsText()],
]
const check = process.argv.includes('--check')
for (const [path, text] of files) {
  if (!check) writeFileSync(path, text)
  else {
    let there = ''
    try {
      there = readFileSync(path, 'utf8')
    } catch {}
    if (there !== text) {
      process.stdout.write(`${path} is not what the contract says: run npm run docs\n`)
      process.exitCode = 1
    }
  }
}
