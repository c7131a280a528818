#!/bin/sh
# PGlite acknowledges a commit before it is on the disk: it starts PostgreSQL with -F (fsync off), and with fsync on its
# layer for folders (NodeFS) has no fsync to call. `synchronous_commit` says on.
set -eu
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
cd "$room"
npm install --silent --no-audit --no-fund @electric-sql/pglite@0.5.16
cat > look.mjs <<'JS'
import assert from 'node:assert/strict'
import fs from 'node:fs'
const calls = { writeSync: 0, fsyncSync: 0, fdatasyncSync: 0, fsync: 0, fdatasync: 0 }
for (const name of Object.keys(calls)) {
  const own = fs[name]
  fs[name] = (...given) => {
    calls[name] += 1
    return own(...given)
  }
}
const { PGlite } = await import('@electric-sql/pglite')

const commitsOf = async (folder, startParams) => {
  const db = await PGlite.create({ dataDir: folder, startParams })
  const show = async setting => (await db.query(`show ${setting}`)).rows[0][setting]
  const settings = [await show('fsync'), await show('synchronous_commit'), await show('wal_sync_method')]
  await db.exec('create table t (a int)')
  for (const name of Object.keys(calls)) calls[name] = 0
  for (let i = 0; i < 10; i += 1) await db.query('insert into t values (1)')
  await db.query('checkpoint')
  const seen = { ...calls }
  await db.close()
  console.log('fsync, synchronous_commit, wal_sync_method:', ...settings, '10 commits and a checkpoint:', seen)
  assert.equal(settings[1], 'on')
  assert(seen.writeSync > 0)
  const synced = seen.fsyncSync + seen.fdatasyncSync + seen.fsync + seen.fdatasync
  return { fsync: settings[0], synced }
}

const shipped = await commitsOf('./shipped')
assert.deepEqual(shipped, { fsync: 'off', synced: 0 })
const params = PGlite.defaultStartParams.filter(param => param !== '-F')
const withFsync = await commitsOf('./fsync', [...params, '-c', 'fsync=on', '-c', 'wal_sync_method=fsync'])
assert.deepEqual(withFsync, { fsync: 'on', synced: 0 })
JS
node look.mjs
