#!/bin/sh
# PGlite gives a bigint as a number where it is a safe integer and as a BigInt where it is not: the type changes within a column,
# and JSON.stringify throws at the first large value. Numeric comes as text.
set -eu
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
cd "$room"
npm install --silent --no-audit --no-fund @electric-sql/pglite@0.5.16
cat > look.mjs <<'JS'
import assert from 'node:assert/strict'
import { PGlite } from '@electric-sql/pglite'
const db = await PGlite.create()
const { rows } = await db.query(`
  select n::bigint as n, 1.50::numeric as money from (values (1), (9007199254740993)) as t (n) order by 1
`)
const types = rows.map(({ n, money }) => [typeof n, typeof money])
console.log(rows, types)
await db.close()
assert.deepEqual(types, [['number', 'string'], ['bigint', 'string']])
assert.throws(() => JSON.stringify(rows), TypeError)
JS
node look.mjs
