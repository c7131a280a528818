#!/bin/sh
# With record_delimiter '\r\n' (RFC 4180) csv-stringify writes a value with a lone line feed without quotes, and a reader that
# takes either line end finds two records in one. `quoted_match: /[\r\n]/` mends it.
set -eu
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
cd "$room"
npm install --silent --no-audit --no-fund csv-stringify@6.9.0 csv-parse@7.0.3
cat > look.mjs <<'JS'
import assert from 'node:assert/strict'
import { stringify } from 'csv-stringify/sync'
import { parse } from 'csv-parse/sync'
const rows = [['note', 'amount'], ['first line\nsecond line', '5']]
const written = stringify(rows, { record_delimiter: '\r\n' })
const asItIs = stringify(rows)
const mended = stringify(rows, { record_delimiter: '\r\n', quoted_match: /[\r\n]/ })
console.log(JSON.stringify({ written, asItIs, mended }))
assert.equal(written, 'note,amount\r\nfirst line\nsecond line,5\r\n')
assert.equal(asItIs, 'note,amount\n"first line\nsecond line",5\n')
assert.deepEqual(parse(mended), rows)
const read = parse(written, { record_delimiter: ['\r\n', '\n'], relax_column_count: true })
console.log('read with either line end:', read)
assert.deepEqual(read, [['note', 'amount'], ['first line'], ['second line', '5']])
JS
node look.mjs
