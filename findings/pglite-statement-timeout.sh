#!/bin/sh
# statement_timeout can be set in PGlite and is shown, but no statement is ever stopped by it.
set -eu
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
cd "$room"
npm install --silent --no-audit --no-fund @electric-sql/pglite@0.5.16
cat > look.mjs <<'JS'
import assert from 'node:assert/strict'
import { PGlite } from '@electric-sql/pglite'
const db = await PGlite.create()
await db.query(`set statement_timeout = '20ms'`)
const { rows: [shown] } = await db.query('show statement_timeout')
const began = performance.now()
const { rows } = await db.query('select count(*)::int as n from generate_series(1, 1000000)')
const took = performance.now() - began
console.log('statement_timeout', shown.statement_timeout, 'a statement ran', Math.round(took), 'ms and answered', rows)
await db.close()
assert.deepEqual([shown.statement_timeout, rows[0].n], ['20ms', 1_000_000])
assert(took > 40)
JS
node look.mjs
