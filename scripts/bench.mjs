// npm run bench:ingest, bench:reviews: bundles bench/<name>.ts and runs it against a throwaway data directory. Not part of the tests.
import { existsSync } from 'node:fs'
import path from 'node:path'
import { installPackages } from './lib/install.mjs'
import { root } from './lib/place.mjs'
import { nodeProgram, runToTheEnd } from './lib/run.mjs'
import { buildPages, buildServer, buildTool, generateClient } from './lib/steps.mjs'

const [name = '', ...args] = process.argv.slice(2)
const entry = `bench/${name}.ts`
if (!/^[a-z-]+$/.test(name) || !existsSync(path.join(root, entry))) {
  process.stderr.write(`There is no ${entry}.\n`)
  process.exit(1)
}
await installPackages()
await generateClient()
// Ingest is measured through the program itself; what is measured inside needs none.
if (name === 'ingest') {
  await buildServer()
  await buildPages()
}
process.exit(await runToTheEnd(nodeProgram(), [await buildTool(`bench-${name}`, entry), ...args], { NODE_ENV: 'production' }))
