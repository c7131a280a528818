import { fileURLToPath } from 'node:url'
import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin, runnerImport } from 'vite'
import type { Api, Endpoint } from './src/contract/index.ts'

/**
 * Sonner writes its styles into a <style> tag when it is loaded, which our Content-Security-Policy forbids;
 * theme.css imports the same styles as a file instead.
 */
const withoutStyleTags: Plugin = {
  name: 'without-style-tags',
  transform: (code, id) =>
    /\/sonner\/dist\/index\.mjs/.test(id) ? code.replace(/^__insertCSS\(".*"\);?$/m, '') : undefined,
}

/** d3-shape is one file, whose curves are made as it is loaded: without this note they stay where none is drawn. */
const withoutUnusedCurves: Plugin = {
  name: 'without-unused-curves',
  transform: (code, id) =>
    /\/d3-shape\//.test(id)
      ? code.replace(/^(var \w+ = )(?=\(function custom|curveRadial\()/gm, '$1/* @__PURE__ */ ')
      : undefined,
}

/** What every page needs. What is first drawn when it is opened is not among it. */
const shared = new RegExp(
  'vite/preload-helper|node_modules/(react|react-dom|scheduler|react-router|@tanstack/(react-query|query-core)|lucide-react|use-sync-external-store)/' +
    '|contract-rows|src/contract/(definitions|rights|[a-z]+-groups|[a-z]+-order|export-formats)' +
    '|src/web/charts/(Remarks|ProbabilityBar)' +
    '|src/web/(?!pages/|charts/|ui/panels/|ui/table/|ui/Toaster|layout/(Palette|ShortcutList|CalendarPanel|FilterPanel)|main|routes)',
)

const contract = fileURLToPath(new URL('src/contract/index.ts', import.meta.url))
const rows = '\0contract-rows'

/**
 * Of the table of endpoints a browser needs where each is and how it is asked; what it takes and answers is for the
 * compiler and the server. Without the schemas zod stays away, too.
 */
const contractWithoutSchemas: Plugin = {
  name: 'contract-without-schemas',
  apply: 'build',
  enforce: 'pre',
  resolveId: id => (id === '#contract' ? rows : undefined),
  async load(id) {
    if (id !== rows) return undefined
    const { module } = await runnerImport<{ api: Api }>(contract)
    const table = Object.entries(module.api).map(([room, endpoints]) => [
      room,
      Object.fromEntries(
        Object.entries<Endpoint>(endpoints).map(([name, { method, path, personal }]) => [
          name,
          { method, path, personal },
        ]),
      ),
    ])
    return `export const api = ${JSON.stringify(Object.fromEntries(table))}`
  },
}

export default defineConfig({
  publicDir: 'src/web/public',
  plugins: [react(), tailwindcss(), withoutStyleTags, withoutUnusedCurves, contractWithoutSchemas],
  build: {
    outDir: 'dist/web',
    emptyOutDir: true,
    // No data: addresses, which the Content-Security-Policy forbids for fonts and scripts.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 600,
    rolldownOptions: {
      output: {
        // few files: one of what all pages use, one of what several of them draw with, and one for each page
        codeSplitting: {
          groups: [
            { name: 'app', test: shared, priority: 2 },
            { name: 'customers', test: /src\/web\/pages\/customers\/[a-z]/, minShareCount: 2 },
            { name: 'operations', test: /src\/web\/pages\/operations\/[a-z]/, minShareCount: 2 },
            { name: 'charts', test: /src\/web\/charts\/|node_modules\/d3-/, minShareCount: 2, priority: 1 },
          ],
        },
      },
    },
  },
  server: {
    host: '127.0.0.1',
    proxy: { '/api': 'http://127.0.0.1:5001' },
  },
})
