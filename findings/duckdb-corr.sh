#!/bin/sh
# corr() over a column that never changes is null in PostgreSQL and NaN in DuckDB: coalesce() does not catch it.
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
  select cast(corr(x, y) as text) as found, coalesce(corr(x, y), 0) = 0 as caught
  from (values (1.0, 2.0), (1.0, 3.0)) as t (x, y)
`
const duck = await (await DuckDBInstance.create()).connect()
const [duckdb] = (await duck.runAndReadAll(question)).getRowObjectsJson()
const db = await PGlite.create()
const { rows: [postgres] } = await db.query(question)
await db.close()
console.log('DuckDB:', duckdb, 'PostgreSQL:', postgres)
assert.deepEqual([duckdb.found?.toLowerCase(), duckdb.caught], ['nan', false])
assert.deepEqual([postgres.found, postgres.caught], [null, true])
JS
node look.mjs
