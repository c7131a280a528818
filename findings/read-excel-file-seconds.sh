#!/bin/sh
# Of the 1,440 minutes of a day, written to a workbook by write-excel-file, read-excel-file reads 448 a millisecond early: 00:05
# becomes 00:04:59.999, and whoever cuts to the minute has another minute. exceljs reads the same file right.
set -eu
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
cd "$room"
npm install --silent --no-audit --no-fund read-excel-file@9.3.17 write-excel-file@4.1.1 exceljs@4.4.0
cat > look.mjs <<'JS'
import assert from 'node:assert/strict'
import ExcelJS from 'exceljs'
import { readSheet } from 'read-excel-file/node'
import write from 'write-excel-file/node'
const minutes = Array.from({ length: 1440 }, (_, minute) => new Date(Date.UTC(2024, 2, 15, 0, minute)))
const cell = value => [{ value, type: Date, format: 'yyyy-mm-dd hh:mm:ss' }]
const workbook = await (await write(minutes.map(cell))).toBuffer()
const rows = await readSheet(workbook)
const off = rows.map(([date], i) => date.getTime() - minutes[i].getTime())
const early = off.filter(ms => ms !== 0)
console.log('read-excel-file:', early.length, 'of', minutes.length, 'off by', new Set(early), rows[off.findIndex(Boolean)])
const { worksheets: [sheet] } = await new ExcelJS.Workbook().xlsx.load(workbook)
const others = minutes.filter((minute, i) => sheet.getCell(i + 1, 1).value.getTime() !== minute.getTime())
console.log('exceljs:', others.length, 'off')
assert.deepEqual([early.length, [...new Set(early)], others.length], [448, [-1], 0])
JS
node look.mjs
