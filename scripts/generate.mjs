// npm run db:generate
import { installPackages } from './lib/install.mjs'
import { generateClient } from './lib/steps.mjs'

await installPackages()
await generateClient()
