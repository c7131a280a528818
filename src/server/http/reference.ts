import swagger from '@fastify/swagger'
import type { FastifyInstance } from 'fastify'
import { jsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { api, type Endpoint } from '#contract'
import type { Right } from '#contract/rights.ts'
import { failure } from '#contract/shapes.ts'

const endpoints = Object.values(api).flatMap(room => Object.values(room) as Endpoint[])

type Parameter = { name: string; required: boolean; words: string }
type Described = {
  room: string
  right: Right
  /** Its parameters stand in a JSON body. */
  inBody: boolean
  method: string
  path: string
  summary: string
  parameters: Parameter[]
  answer: string
}

type Json = { [key: string]: unknown }

/** A JSON schema in a few readable words: `"day" | "week"`, `number 1–1000`, `{ date, revenue }[]`. */
const inWords = (schema: Json, depth = 0): string => {
  const options = (schema.anyOf ?? schema.oneOf) as Json[] | undefined
  if (options) return [...new Set(options.map(option => inWords(option, depth)))].join(' | ')
  if (Array.isArray(schema.enum)) return schema.enum.map(value => JSON.stringify(value)).join(' | ')
  if ('const' in schema) return JSON.stringify(schema.const)
  if (schema.type === 'array') {
    const item = inWords(schema.items as Json, depth)
    return item.includes(' | ') ? `(${item})[]` : `${item}[]`
  }
  if (schema.type === 'object' && schema.properties) {
    const fields = Object.entries(schema.properties as Record<string, Json>)
    if (depth >= 2) return `{ ${fields.map(([name]) => name).join(', ')} }`
    return `{ ${fields.map(([name, field]) => `${name}: ${inWords(field, depth + 1)}`).join(', ')} }`
  }
  if (schema.format === 'date') return 'YYYY-MM-DD'
  if (schema.format === 'date-time') return 'instant'
  const { minimum, maximum } = schema as { minimum?: number; maximum?: number }
  if (minimum !== undefined && maximum !== undefined && maximum < Number.MAX_SAFE_INTEGER)
    return `${String(schema.type)} ${minimum}–${maximum}`
  return Array.isArray(schema.type) ? schema.type.join(' | ') : String(schema.type ?? 'text')
}

const jsonSchema = (schema: z.ZodType, io: 'input' | 'output'): Json =>
  z.toJSONSchema(schema, { io, unrepresentable: 'any', reused: 'inline' }) as Json

const parametersOf = (schema: z.ZodType): Parameter[] => {
  const { properties = {}, required = [] } = jsonSchema(schema, 'input') as {
    properties?: Record<string, Json>
    required?: string[]
  }
  return Object.entries(properties).map(([name, value]) => ({
    name,
    required: required.includes(name),
    words: `${inWords(value)}${value.default === undefined ? '' : `, by default ${JSON.stringify(value.default)}`}`,
  }))
}

/** Every endpoint of the contract, described for people. */
export const describeEndpoints = (): Described[] =>
  Object.entries(api).flatMap(([room, endpoints]) =>
    (Object.values(endpoints) as Endpoint[]).map(
      ({ method, path, right, personal, summary, query, params, body, file, data }) => ({
        room,
        right,
        inBody: personal === true && method !== 'GET',
        method,
        path,
        summary,
        parameters: [
          ...parametersOf(params),
          ...parametersOf(query),
          ...(body ? parametersOf(body).map(one => ({ ...one, words: `in a JSON body: ${one.words}` })) : []),
          ...(file ? [{ name: 'file', required: true, words: `in a multipart body. ${file}` }] : []),
        ],
        answer: inWords(jsonSchema(data, 'output')),
      }),
    ),
  )

const escaped = (text: string) => text.replace(/[&<>"]/g, sign => `&#${sign.charCodeAt(0)};`)

const inList = ({ name, required, words }: Described['parameters'][number]) =>
  `<dt><code>${name}</code>${required ? ' (required)' : ''}</dt><dd>${escaped(words)}</dd>`

const page = () => {
  const rooms = Map.groupBy(describeEndpoints(), endpoint => endpoint.room)
  const sections = [...rooms].map(
    ([room, endpoints]) =>
      `<section><h2>${room}</h2>${endpoints
        .map(
          ({ method, path, right, inBody, summary, parameters, answer }) =>
            `<article id="${escaped(path)}"><h3><code>${method} ${escaped(path)}</code></h3><p>${escaped(summary)} Needs the right <em>${right}</em>.${inBody ? ' Its parameters stand in a JSON body.' : ''}</p>
${parameters.length ? `<dl>${parameters.map(inList).join('')}</dl>` : '<p>No parameters.</p>'}
<p>Answer: <code>{ "data": …, "meta": … }</code> with data</p><pre>${escaped(answer)}</pre></article>`,
        )
        .join('')}</section>`,
  )
  return `<!doctype html><html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width"><title>API of Analytics Dashboard</title>
<link rel="stylesheet" href="/api/docs.css"></head>
<body><main><h1>API of Analytics Dashboard</h1><p>Every answer is JSON <code>{ "data": …, "meta": … }</code>,
every error <code>{ "error": { "code", "message", "requestId" } }</code>.
Machine-readable: <a href="/api/openapi.json">OpenAPI 3.1</a>.
Changes of the data are told at <code>GET /api/live</code>
(server-sent events <code>data</code>, <code>models</code>, <code>progress</code>, <code>ping</code>).
<code>GET /api/export?page=…&amp;format=…</code> takes the page's own parameters and gives a file.</p>
${sections.join('')}</main></body></html>`
}

const style = `:root{color-scheme:light dark}
body{font:15px/1.55 system-ui,sans-serif;margin:0}
main{max-width:60rem;margin:0 auto;padding:2rem 1.25rem}
h2{margin-top:3rem;text-transform:capitalize}
article{border-top:1px solid color-mix(in srgb,currentColor 18%,transparent);padding:1rem 0}
h3{margin:0;font-size:1rem}
dl{display:grid;grid-template-columns:minmax(8rem,auto) 1fr;gap:.25rem 1rem}
dd{margin:0}
pre{white-space:pre-wrap;overflow-wrap:anywhere;background:color-mix(in srgb,currentColor 6%,transparent);
padding:.75rem;border-radius:.5rem}`

const json = (schema: Json) => ({ 'application/json': { schema } })

/** Beside what routes declare of themselves: errors, an unchanged answer, and a file's body. */
const complete = (document: Json): Json => {
  const failed = { description: 'What was expected and what came.', content: json(jsonSchema(failure, 'output')) }
  for (const [path, operations] of Object.entries(
    document.paths as Record<string, Record<string, { responses: Json; requestBody?: Json }>>,
  )) {
    for (const [method, operation] of Object.entries(operations)) {
      operation.responses.default = failed
      const endpoint = endpoints.find(
        one => one.method === method.toUpperCase() && one.path.replace(/:(\w+)/g, '{$1}') === path,
      )
      if (endpoint?.method === 'GET' && !endpoint.personal)
        operation.responses[304] = { description: 'As the ETag in If-None-Match has it.' }
      if (!endpoint?.file) continue
      const properties = {
        file: { type: 'string', format: 'binary', description: endpoint.file },
        ...(jsonSchema(endpoint.query, 'input').properties as Json),
      }
      operation.requestBody = {
        required: true,
        content: { 'multipart/form-data': { schema: { type: 'object', properties, required: ['file'] } } },
      }
    }
  }
  return document
}

/** OpenAPI 3.1 at /api/openapi.json and a page for people at /api/docs, both from the contract. */
export const describeApi = async (app: FastifyInstance) => {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Analytics Dashboard', version: '0.1.0', description: 'Every number reproducible from rows.' },
    },
    transform: jsonSchemaTransform,
    transformObject: document =>
      complete(jsonSchemaTransformObject(document) as Json) as ReturnType<typeof jsonSchemaTransformObject>,
  })
  const hidden = { config: { right: 'read', ofRule: true }, schema: { hide: true } } as const
  app.get('/api/openapi.json', hidden, async () => app.swagger())
  app.get('/api/docs', hidden, async (_request, reply) => reply.type('text/html; charset=utf-8').send(page()))
  app.get('/api/docs.css', hidden, async (_request, reply) => reply.type('text/css; charset=utf-8').send(style))
}
