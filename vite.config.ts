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

/**
 * The bundler's own few lines would be a file of their own, and so a request before the first chart: what all pages use takes them in, and
 * hands them on. No group of `codeSplitting` can hold them.
 */
const runtimeInApp: Plugin = {
  name: 'runtime-in-app',
  apply: 'build',
  // files are named after what they held before: browsers may have kept those
  augmentChunkHash: () => 'runtime-in-app',
  generateBundle: {
    order: 'post',
    handler(_, bundle) {
      const named = (start: string) => {
        const found = Object.values(bundle).filter(file => file.fileName.startsWith(`assets/${start}-`))
        const [file, ...others] = found.filter(one => one.type === 'chunk')
        return file && others.length === 0 ? file : this.error(`expected one file assets/${start}-*.js`)
      }
      const [runtime, app] = [named('rolldown-runtime'), named('app')]
      const name = (file: { fileName: string }) => file.fileName.slice('assets/'.length)
      const taken = (names: string) => names.replaceAll(' as ', ':')
      const [, exported = ''] = /export\{([^}]*)\};?\s*$/.exec(runtime.code) ?? []
      const given = exported.replace(/([\w$]+) as ([\w$]+)/g, '$2:$1')
      const own = `(()=>{${runtime.code.replace(/export\{[^}]*\};?\s*$/, '')}return{${given}}})()`
      const asks = new RegExp(`import\\{([^}]*)\\}from"\\./${name(runtime).replaceAll('.', '\\.')}";`)
      for (const file of Object.values(bundle)) {
        if (file === runtime) continue
        if (file.type === 'chunk') {
          file.code = file.code
            .replace(asks, (_all, names: string) =>
              file === app
                ? `const rolldownRuntime=${own},{${taken(names)}}=rolldownRuntime;`
                : `import{rolldownRuntime}from"./${name(app)}";const{${taken(names)}}=rolldownRuntime;`,
            )
            .replaceAll(runtime.fileName, app.fileName)
          if (file === app) file.code += 'export{rolldownRuntime};'
          if (file.code.includes(name(runtime))) this.error(`${file.fileName} still asks for ${runtime.fileName}`)
        } else if (file.fileName.endsWith('.html'))
          file.source = String(file.source).replace(new RegExp(`\\s*<link[^>]*${name(runtime)}[^>]*>`), '')
      }
      delete bundle[runtime.fileName]
    },
  },
}

export default defineConfig({
  publicDir: 'src/web/public',
  plugins: [react(), tailwindcss(), withoutStyleTags, withoutUnusedCurves, contractWithoutSchemas, runtimeInApp],
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
