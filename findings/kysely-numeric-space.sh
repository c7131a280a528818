#!/bin/sh
# Kysely's schema builder takes 'numeric(14, 2)' and refuses 'numeric(14,2)', which is how PostgreSQL writes the type itself.
set -eu
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
cd "$room"
npm install --silent --no-audit --no-fund kysely@0.29.9
cat > look.mjs <<'JS'
import assert from 'node:assert/strict'
import { DummyDriver, Kysely, PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler } from 'kysely'
const db = new Kysely({
  dialect: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: own => new PostgresIntrospector(own),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  },
})
const compiled = type => {
  try {
    return db.schema.createTable('t').addColumn('a', type).compile().sql
  } catch (error) {
    return error.message
  }
}
const found = ['numeric(14, 2)', 'numeric(14,2)', 'decimal(14,2)', 'varchar(10)'].map(compiled)
console.log(found)
assert.deepEqual(found, [
  'create table "t" ("a" numeric(14, 2))',
  'invalid column data type "numeric(14,2)"',
  'invalid column data type "decimal(14,2)"',
  'create table "t" ("a" varchar(10))',
])
JS
node look.mjs
