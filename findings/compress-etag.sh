#!/bin/sh
# @fastify/compress leaves a strong ETag as it is: the plain, the gzip and the br answer carry the same one, though RFC 9110
# (8.8.3) wants a strong one to be of one representation. The plain answer lacks the Vary: accept-encoding that the others have.
set -eu
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
cd "$room"
npm install --silent --no-audit --no-fund fastify@5.12.8 @fastify/compress@9.2.0
cat > look.mjs <<'JS'
import assert from 'node:assert/strict'
import Fastify from 'fastify'
import compress from '@fastify/compress'
const app = Fastify()
await app.register(compress, { threshold: 0 })
app.get('/', (_request, reply) => reply.header('etag', '"abc"').type('text/plain').send('hello '.repeat(500)))
const found = []
for (const encoding of ['identity', 'gzip', 'br']) {
  const { headers } = await app.inject({ url: '/', headers: { 'accept-encoding': encoding } })
  found.push([headers['content-encoding'], headers.etag, headers.vary])
}
await app.close()
console.log(found)
assert.deepEqual(found, [
  [undefined, '"abc"', undefined],
  ['gzip', '"abc"', 'accept-encoding'],
  ['br', '"abc"', 'accept-encoding'],
])
JS
node look.mjs
