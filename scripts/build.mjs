// npm run build
import { installPackages } from './lib/install.mjs'
import { buildPages, buildServer, generateClient } from './lib/steps.mjs'

await installPackages()
await generateClient()
await buildServer()
await buildPages()
