#!/bin/sh
# PGlite has ICU, but of its collations only "unicode" and "und-x-icu": "en-x-icu", which a PostgreSQL server with ICU has, is
# unknown, and pg_import_system_collations() finds none. One that is created by hand works.
set -eu
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
cd "$room"
npm install --silent --no-audit --no-fund @electric-sql/pglite@0.5.16
cat > look.mjs <<'JS'
import assert from 'node:assert/strict'
import { PGlite } from '@electric-sql/pglite'
const db = await PGlite.create()
const { rows } = await db.query(`select collname from pg_collation where collprovider = 'i' order by 1`)
const { rows: [imported] } = await db.query(`select pg_import_system_collations('pg_catalog') as n`)
const english = await db.query(`select 'a' < 'b' collate "en-x-icu"`).catch(error => error.message)
await db.query(`create collation english (provider = icu, locale = 'en')`)
const { rows: sorted } = await db.query(`select x from (values ('b'), ('A'), ('ä')) as t (x) order by x collate english`)
console.log(rows.map(row => row.collname), imported, english, sorted.map(row => row.x))
await db.close()
assert.deepEqual(rows.map(row => row.collname), ['und-x-icu', 'unicode'])
assert.equal(imported.n, 0)
assert.equal(english, 'collation "en-x-icu" for encoding "UTF8" does not exist')
assert.deepEqual(sorted.map(row => row.x), ['A', 'ä', 'b'])
JS
node look.mjs
