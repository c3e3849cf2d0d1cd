// npm start · npm run demo · npm run dev: installs and builds what is missing or stale, then runs the program.
import { installPackages } from './lib/install.mjs'
import { buildPages, buildServer, generateClient } from './lib/steps.mjs'
import { nodeProgram, runToTheEnd } from './lib/run.mjs'

const flags = process.argv.slice(2)
const unknown = flags.filter((flag) => !['--demo', '--dev'].includes(flag))
if (unknown.length > 0) {
  process.stderr.write(`There is no ${unknown.join(', ')}. Known are --demo (loads the example company) and --dev (compiles pages on demand).\n`)
  process.exit(1)
}
const dev = flags.includes('--dev')
await installPackages()
await generateClient()
await buildServer()
if (!dev) await buildPages()
process.exit(await runToTheEnd(nodeProgram(), ['--enable-source-maps', '--disable-warning=DeprecationWarning', 'dist/main.mjs', ...flags], { NODE_ENV: dev ? 'development' : 'production' }))
