import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'

/**
 * Sonner writes its styles into a <style> tag when it is loaded, which our Content-Security-Policy forbids;
 * theme.css imports the same styles as a file instead.
 */
const withoutStyleTags: Plugin = {
  name: 'without-style-tags',
  transform: (code, id) =>
    /\/sonner\/dist\/index\.mjs/.test(id) ? code.replace(/^__insertCSS\(".*"\);?$/m, '') : undefined,
}

export default defineConfig({
  publicDir: 'src/web/public',
  plugins: [react(), tailwindcss(), withoutStyleTags],
  build: {
    outDir: 'dist/web',
    emptyOutDir: true,
    // No data: addresses, which the Content-Security-Policy forbids for fonts and scripts.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 600,
  },
  server: {
    host: '127.0.0.1',
    proxy: { '/api': 'http://127.0.0.1:5001' },
  },
})
