import { defineConfig } from '@playwright/test'
import { BROWSER_ARGS, findChromium } from './scripts/lib/chromium.mjs'

// `npm test` has found one already; alone, `npx playwright test` finds it here.
const chromium = process.env['CHROMIUM_PATH'] === undefined ? await findChromium() : { file: process.env['CHROMIUM_PATH'], env: {} }
if (chromium !== null) Object.assign(process.env, chromium.env, { CHROMIUM_PATH: chromium.file })

export default defineConfig({
  testDir: 'e2e',
  outputDir: 'test-results/browser',
  // Far above what a quiet machine takes: a busy one is no failure.
  timeout: 300_000,
  expect: { timeout: 60_000 },
  // Each worker has a program of its own (e2e/fixtures/program.ts); while one waits for its page the other uses the cores.
  workers: 2,
  fullyParallel: false,
  retries: 0,
  forbidOnly: process.env['CI'] !== undefined,
  reporter: 'list',
  use: {
    browserName: 'chromium',
    headless: true,
    viewport: { width: 1280, height: 800 },
    screenshot: 'only-on-failure',
    // Recording each step costs a quarter of the time; whoever looks at a failure runs its file by hand.
    trace: process.env['CI'] === undefined ? 'retain-on-failure' : 'off',
    launchOptions: { executablePath: chromium?.file, args: BROWSER_ARGS },
  },
})
