// npm test: types, lint, unit, architecture, database and browser tests. Every runner runs, whatever failed before it.
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { findChromium } from './lib/chromium.mjs'
import { installPackages } from './lib/install.mjs'
import { root, say } from './lib/place.mjs'
import { nodeProgram, run } from './lib/run.mjs'
import { buildPages, buildServer, generateClient } from './lib/steps.mjs'

const total = { passed: 0, failed: 0 }
const results = path.join(root, 'test-results', 'totals')
const module = (file) => path.join(root, 'node_modules', file)

function add(what, { passed, failed }) {
  total.passed += passed
  total.failed += failed
  say(`${what}: ${passed} passed, ${failed} failed`)
}

/** A check that is one thing: it holds or not. */
async function check(what, args) {
  const { code } = await run(nodeProgram(), args)
  add(what, code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 })
}

function read(name) {
  const file = path.join(results, name)
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null
}

async function vitest() {
  const { code } = await run(nodeProgram(), [module('vitest/vitest.mjs'), 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${path.join(results, 'vitest.json')}`])
  const report = read('vitest.json')
  // A file that could not even be loaded has no tests, but it has failed.
  const unloaded = report?.testResults.filter((file) => file.status === 'failed' && file.assertionResults.every((one) => one.status !== 'failed')).length ?? 0
  const failed = (report?.numFailedTests ?? 0) + unloaded
  add('Unit, architecture and database tests', { passed: report?.numPassedTests ?? 0, failed: code !== 0 && failed === 0 ? 1 : failed })
}

async function browser() {
  const chromium = await findChromium()
  if (chromium === null) {
    say('No Chromium was found: install one (apt-get install chromium) or name it with CHROMIUM_PATH.')
    return add('Browser tests', { passed: 0, failed: 1 })
  }
  say(`Browser: ${chromium.file}`)
  const env = { ...chromium.env, CHROMIUM_PATH: chromium.file, PLAYWRIGHT_JSON_OUTPUT_NAME: path.join(results, 'playwright.json') }
  const { code } = await run(nodeProgram(), [module('@playwright/test/cli.js'), 'test', '--reporter=list,json'], { env })
  const report = read('playwright.json')
  const failed = (report?.stats.unexpected ?? 0) + (report?.stats.flaky ?? 0) + (report?.errors.length ?? 0)
  add('Browser tests', { passed: report?.stats.expected ?? 0, failed: code !== 0 && failed === 0 ? 1 : failed })
}

await installPackages()
await generateClient()
rmSync(results, { recursive: true, force: true })
mkdirSync(results, { recursive: true })
await check('Types', [module('typescript/bin/tsc'), '--noEmit'])
await check('Lint', [module('oxlint/bin/oxlint'), '--deny-warnings'])
await vitest()
await buildServer()
await buildPages()
await browser()
process.stdout.write(`\n${total.passed} passed, ${total.failed} failed\n`)
process.exit(total.failed === 0 ? 0 : 1)
