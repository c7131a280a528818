#!/bin/sh
# PGlite says autovacuum = on and counts dead rows, but has no process that vacuums or analyses: the only
# backend is the session itself ("standalone backend").
set -eu
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
cd "$room"
npm install --silent --no-audit --no-fund @electric-sql/pglite@0.5.16
cat > look.mjs <<'JS'
import assert from 'node:assert/strict'
import { PGlite } from '@electric-sql/pglite'
const startParams = [...PGlite.defaultStartParams, '-c', 'autovacuum_naptime=1s']
const db = await PGlite.create({ startParams })
await db.exec(`
  create table t as select i as a from generate_series(1, 20000) i;
  update t set a = a + 1;
  select pg_stat_force_next_flush();
`)
await new Promise(resolve => setTimeout(resolve, 5_000))
const { rows: [found] } = await db.query(`
  select current_setting('autovacuum') as autovacuum, current_setting('autovacuum_naptime') as naptime,
    n_dead_tup::int as dead, last_autovacuum, last_autoanalyze,
    (select array_agg(backend_type) from pg_stat_activity) as backends
  from pg_stat_user_tables where relname = 't'
`)
console.log(found)
await db.close()
assert.deepEqual([found.autovacuum, found.naptime], ['on', '1s'])
assert(found.dead >= 10_000)
assert.deepEqual([found.last_autovacuum, found.last_autoanalyze, found.backends], [null, null, ['standalone backend']])
JS
node look.mjs
