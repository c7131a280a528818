import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    projects: [
      { test: { name: 'stats', include: ['src/stats/**/*.test.ts', 'tests/reference/**/*.test.ts'], environment: 'node' } },
    ],
  },
})
