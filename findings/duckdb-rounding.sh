#!/bin/sh
# DuckDB rounds halves in two ways: round(2.5::double) is 3 (away from zero), 2.5::double::int is 2 (to even). PostgreSQL's
# double precision rounds to even in both; only numeric goes away from zero.
set -eu
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
cd "$room"
npm install --silent --no-audit --no-fund @duckdb/node-api@1.5.6-r.1 @electric-sql/pglite@0.5.16
cat > look.mjs <<'JS'
import assert from 'node:assert/strict'
import { DuckDBInstance } from '@duckdb/node-api'
import { PGlite } from '@electric-sql/pglite'
const question = `
  select round(cast(2.5 as double precision)) as rounded, cast(cast(2.5 as double precision) as int) as cast,
    round(cast(2.5 as numeric(3, 1))) as exact
`
const duck = await (await DuckDBInstance.create()).connect()
const [duckdb] = (await duck.runAndReadAll(question)).getRowObjectsJson()
const db = await PGlite.create()
const { rows: [postgres] } = await db.query(question)
await db.close()
const numbers = row => [row.rounded, row.cast, row.exact].map(Number)
console.log('rounded, cast, exact decimal. DuckDB:', numbers(duckdb), 'PostgreSQL:', numbers(postgres))
assert.deepEqual([numbers(duckdb), numbers(postgres)], [[3, 2, 3], [2, 2, 3]])
JS
node look.mjs
