#!/bin/sh
# A variable font holds every weight. fontkit reads one out of TrueType, but cannot write it into a document, and out of WOFF2 not
# even read it; pdfkit does no more. The weight has to be cut out before, which HarfBuzz does.
set -eu
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
cd "$room"
npm install --silent --no-audit --no-fund pdfkit@0.20.2 fontkit@2.0.4 subset-font@2.9.0 @fontsource-variable/inter@5.3.0
cat > look.mjs <<'JS'
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { create } from 'fontkit'
import PDFDocument from 'pdfkit'
import subsetFont from 'subset-font'
const packed = readFileSync('node_modules/@fontsource-variable/inter/files/inter-latin-wght-normal.woff2')
const written = font => {
  try {
    const pdf = new PDFDocument()
    pdf.font(font).text('Bold')
    pdf.end()
    return 'written'
  } catch (error) {
    return error.message
  }
}
const whole = await subsetFont(packed, 'Bold', { targetFormat: 'truetype' })
const cut = await subsetFont(packed, 'Bold', { targetFormat: 'truetype', variationAxes: { wght: 600 } })
const asWoff2 = create(packed)
asWoff2.variationCoords = [600]
const seen = { woff2: written(asWoff2), truetype: written(create(whole).getVariation({ wght: 600 })), cut: written(cut) }
console.log(seen)
assert.match(seen.woff2, /_getPhantomPoints is not a function/)
assert.match(seen.truetype, /DataView/)
assert.equal(seen.cut, 'written')
JS
node look.mjs
