import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { api, type Endpoint } from '#contract'
import { testDatabase } from '../../../tests/setup/database.ts'
import { now } from '../../../tests/setup/shop.ts'
import { buildApp } from '../app.ts'
import type { Database } from '../db/database.ts'

type Parameter = { name: string; in: string; required?: boolean; schema: object }
type Operation = {
  summary: string
  tags: string[]
  parameters?: Parameter[]
  responses: Record<string, { content: Record<string, { schema: { properties?: object } }> }>
}

const endpoints = Object.values(api).flatMap(room => Object.values(room) as Endpoint[])

let database: Database
let app: FastifyInstance
beforeAll(async () => {
  database = await testDatabase()
  app = await buildApp({ database, now })
})
afterAll(async () => {
  await app.close()
  await database.close()
})

describe('/api/openapi.json', () => {
  let document: { openapi: string; info: object; paths: Record<string, Record<string, Operation>> }
  beforeAll(async () => {
    const response = await app.inject({ url: '/api/openapi.json' })
    expect(response.headers['content-type']).toMatch(/^application\/json/)
    document = response.json()
  })

  test('is OpenAPI 3.1 and has exactly the endpoints of the contract, the export, the audit log, the backup and the stream', () => {
    expect(document).toMatchObject({
      openapi: '3.1.0',
      info: { title: 'Analytics Dashboard', version: expect.stringMatching(/^\d+\.\d+\.\d+$/) },
    })
    const described = Object.entries(document.paths).flatMap(([path, operations]) =>
      Object.keys(operations).map(method => `${method.toUpperCase()} ${path}`),
    )
    const declared = endpoints.map(({ method, path }) => `${method} ${path.replace(/:(\w+)/g, '{$1}')}`)
    expect(described.sort()).toEqual(
      [...declared, 'GET /api/audit/file', 'GET /api/backup', 'GET /api/export', 'GET /api/live'].sort(),
    )
  })

  test.each(endpoints.map(endpoint => ({ method: endpoint.method, path: endpoint.path, endpoint })))(
    '$method $path has its parameters and its answer',
    ({ endpoint }) => {
      const operation = document.paths[endpoint.path.replace(/:(\w+)/g, '{$1}')]?.[endpoint.method.toLowerCase()]
      expect(operation?.summary).toBe(endpoint.summary)
      const names = (schema: z.ZodType) => (schema instanceof z.ZodObject ? Object.keys(schema.shape) : [])
      const parameters = operation?.parameters ?? []
      const inBody = endpoint.personal && endpoint.method !== 'GET'
      const body = (operation as { requestBody?: { content: Record<string, { schema: { properties?: object } }> } })
        ?.requestBody
      expect(Object.keys(body?.content['application/json']?.schema.properties ?? {}).sort()).toEqual(
        inBody ? names(endpoint.query).sort() : endpoint.body ? names(endpoint.body).sort() : [],
      )
      expect(parameters.map(parameter => `${parameter.in} ${parameter.name}`).sort()).toEqual(
        [
          ...(inBody ? [] : names(endpoint.query).map(name => `query ${name}`)),
          ...names(endpoint.params).map(name => `path ${name}`),
        ].sort(),
      )
      for (const { schema } of parameters) expect(Object.keys(schema).length).toBeGreaterThan(0)
      expect(parameters.filter(parameter => parameter.in === 'path' && parameter.required !== true)).toEqual([])
      expect(
        Object.keys(operation?.responses['200']?.content['application/json']?.schema.properties ?? {}).sort(),
      ).toEqual(['data', 'meta'])
    },
  )

  test('every operation says how it fails, and what it is sent', () => {
    const operations = Object.values(document.paths).flatMap(Object.values) as (Operation & {
      requestBody?: { content: Record<string, { schema: { properties: object; required: string[] } }> }
    })[]
    for (const { responses } of operations)
      expect(Object.keys(responses.default?.content['application/json']?.schema.properties ?? {})).toEqual(['error'])
    expect(Object.keys(document.paths['/api/revenue/kpis']?.get?.responses ?? {})).toEqual(['200', '304', 'default'])
    const sent = operations.flatMap(({ requestBody }) =>
      Object.entries(requestBody?.content ?? {}).map(([type, { schema }]) => ({
        type,
        names: Object.keys(schema.properties).sort(),
        required: schema.required,
      })),
    )
    // what is said of accounts stands above
    const rows = sent.filter(({ names }) => names.includes('rows') || names.includes('file'))
    expect(rows.map(({ type, names, required }) => [type, names, required])).toEqual([
      ['application/json', ['rows'], ['rows']],
      ['application/json', ['rows'], ['rows']],
      ['multipart/form-data', ['file', ...Object.keys((api.data.import.query as z.ZodObject).shape)].sort(), ['file']],
    ])
  })

  test('every reference leads somewhere', () => {
    const at = (pointer: string) =>
      pointer
        .slice(2)
        .split('/')
        .reduce<unknown>((place, key) => (place as Record<string, unknown>)?.[key.replaceAll('~1', '/')], document)
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map(([, pointer = '']) => pointer)
    expect(references.filter(pointer => at(pointer) === undefined)).toEqual([])
  })
})

describe('/api/docs', () => {
  let html: string
  beforeAll(async () => {
    const response = await app.inject({ url: '/api/docs' })
    expect([response.statusCode, response.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8'])
    html = response.body
  })

  test('describes every endpoint with its parameters', () => {
    for (const { method, path, query } of endpoints) {
      const [, article = ''] = html.split(`<article id="${path}"><h3><code>${method} ${path}</code></h3>`)
      expect(article, `${method} ${path}`).not.toBe('')
      const own = article.split('</article>')[0]
      for (const name of query instanceof z.ZodObject ? Object.keys(query.shape) : [])
        expect(own, path).toContain(`<dt><code>${name}</code>`)
    }
    for (const path of ['/api/export', '/api/live', '/api/openapi.json']) expect(html).toContain(path)
  })

  test('has no script and no style of its own, and its tags are balanced', () => {
    expect(html).not.toMatch(/<script|<style|\sstyle=|\son\w+=|javascript:/i)
    for (const tag of ['main', 'section', 'article', 'h1', 'h2', 'h3', 'dl', 'dt', 'dd', 'p', 'pre', 'code', 'a']) {
      expect([tag, html.match(new RegExp(`<${tag}[ >]`, 'g'))?.length ?? 0]).toEqual([
        tag,
        html.match(new RegExp(`</${tag}>`, 'g'))?.length ?? 0,
      ])
    }
  })

  test('its style sheet is served', async () => {
    const [, path = ''] = html.match(/<link rel="stylesheet" href="([^"]+)">/) ?? []
    const response = await app.inject({ url: path })
    expect([response.statusCode, response.headers['content-type']]).toEqual([200, 'text/css; charset=utf-8'])
  })
})
