#!/bin/sh
# '+03:00' is three hours east of Greenwich for Intl in Node 24 and three hours WEST for PostgreSQL's `at time zone`, which reads
# it as a POSIX zone; `at time zone interval '3 hours'` is east. Six hours apart, without an error. (PGlite is PostgreSQL's code.)
set -eu
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
cd "$room"
npm install --silent --no-audit --no-fund @electric-sql/pglite@0.5.16
cat > look.mjs <<'JS'
import assert from 'node:assert/strict'
import { PGlite } from '@electric-sql/pglite'
const db = await PGlite.create()
const at = '2026-03-10T12:00:00Z'
const { rows: [found] } = await db.query(`
  select version(), to_char($1::timestamptz at time zone '+03:00', 'HH24:MI') as text,
    to_char($1::timestamptz at time zone interval '3 hours', 'HH24:MI') as interval
`, [at])
const javascript = new Intl.DateTimeFormat('sv-SE', { timeZone: '+03:00', timeStyle: 'short' }).format(new Date(at))
console.log({ ...found, javascript, node: process.version })
await db.close()
assert.deepEqual([javascript, found.text, found.interval], ['15:00', '09:00', '15:00'])
JS
node look.mjs
