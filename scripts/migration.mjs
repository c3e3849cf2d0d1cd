// npm run db:migration -- name: writes a new migration from what the schema files say and the migrations do not yet.
import { installPackages } from './lib/install.mjs'
import { say } from './lib/place.mjs'
import { nodeProgram, runToTheEnd } from './lib/run.mjs'
import { buildTool, generateClient } from './lib/steps.mjs'

const name = process.argv[2] ?? ''
if (!/^[a-z][a-z0-9_]{1,60}$/.test(name)) {
  process.stderr.write('Give the migration a name of small letters, digits and underscores: npm run db:migration -- add_reviews\n')
  process.exit(1)
}
await installPackages()
await generateClient()
say('Comparing the schema with the migrations')
process.exit(await runToTheEnd(nodeProgram(), [await buildTool('migration', 'lib/db/migration-tool.ts'), name]))
