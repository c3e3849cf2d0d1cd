import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const alias = { '@': fileURLToPath(new URL('.', import.meta.url)).replace(/\/$/, '') }
const exclude = ['**/node_modules/**', '**/.next/**', '**/dist/**', 'e2e/**', '**/.data/**']

export default defineConfig({
  resolve: { alias },
  test: {
    // Each file has a database of its own; while one waits for it another computes.
    maxWorkers: 2,
    // Files of one worker share loaded modules: loading them anew took a third of the time. So nothing replaces a module (the
    // architecture test sees to it), and what a process remembers is forgotten with its database (lib/testing/database.ts).
    isolate: false,
    projects: [
      { extends: true, test: { name: 'unit', include: ['**/*.test.{ts,tsx}'], exclude: [...exclude, '**/*.db.test.ts'], testTimeout: 60_000 } },
      { extends: true, test: { name: 'db', include: ['**/*.db.test.ts'], exclude, globalSetup: ['lib/testing/database-server.ts'], testTimeout: 120_000, hookTimeout: 180_000 } },
    ],
  },
})
