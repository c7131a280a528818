#!/bin/sh
# Two PGlite instances open the same folder at the same time and both answer: postmaster.pid is written, with the process
# number -42, and not looked at. PostgreSQL itself refuses the second.
set -eu
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
cd "$room"
npm install --silent --no-audit --no-fund @electric-sql/pglite@0.5.16
cat > look.mjs <<'JS'
import assert from 'node:assert/strict'
import fs from 'node:fs'
import { PGlite } from '@electric-sql/pglite'
const one = await PGlite.create('./data')
const other = await PGlite.create('./data')
const answers = [await one.query('select 1 as a'), await other.query('select 2 as a')].map(({ rows }) => rows[0].a)
const [pid] = fs.readFileSync('./data/postmaster.pid', 'utf8').split('\n')
console.log('both answer:', answers, 'postmaster.pid:', pid)
await other.close()
await one.close()
assert.deepEqual([answers, pid], [[1, 2], '-42'])
JS
node look.mjs
