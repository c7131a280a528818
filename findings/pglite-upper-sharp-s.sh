#!/bin/sh
# PGlite's upper('straße') is 'STRAẞE' with a capital sharp s (U+1E9E), where its own ICU collation and JavaScript say STRASSE:
# names that are equal by upper() in one place are not in the other.
set -eu
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
cd "$room"
npm install --silent --no-audit --no-fund @electric-sql/pglite@0.5.16
cat > look.mjs <<'JS'
import assert from 'node:assert/strict'
import { PGlite } from '@electric-sql/pglite'
const db = await PGlite.create()
const { rows: [found] } = await db.query(`
  select upper('straße') as own, upper('straße' collate "und-x-icu") as icu, lower('STRAẞE') as lower, datctype, datlocprovider
  from pg_database where datname = current_database()
`)
console.log(found, 'straße'.toUpperCase())
await db.close()
assert.deepEqual(
  [found.own, found.icu, found.lower, 'straße'.toUpperCase()],
  ['STRA\u1e9eE', 'STRASSE', 'straße', 'STRASSE'],
)
JS
node look.mjs
