import path from 'node:path'
import { bundle } from './bundle.mjs'
import { binFolder, root, say } from './place.mjs'
import { must, nodeProgram } from './run.mjs'
import { hashOf, unlessFresh } from './stale.mjs'

/** What Next and the server's bundle are made of. Tests do not make a build stale. */
const SOURCES = ['app', 'components', 'lib', 'public', 'prisma', 'next.config.ts', 'postcss.config.mjs', 'tsconfig.json', 'package-lock.json', 'package.json', 'scripts/lib', 'proxy.ts', 'instrumentation-client.ts']
const isSource = (name) => !/\.(test|db\.test)\.tsx?$|\.md$|^lib\/testing\/|^prisma\/migrations\//.test(name)

/** The database client, from the schema. */
export async function generateClient() {
  const digest = hashOf(['prisma/schema', 'prisma.config.ts', 'node_modules/prisma/package.json'])
  await unlessFresh('lib/db/generated/.stamp', digest, ['lib/db/generated/client.ts'], async () => {
    say('Generating the database client')
    await must('Generating', nodeProgram(), [path.join(root, 'node_modules/prisma/build/index.js'), 'generate'], { quiet: true })
  })
}

/** The pages: `next build`. */
export async function buildPages() {
  await unlessFresh('.next/.bailiwick-built', hashOf(SOURCES, { only: isSource }), ['.next/BUILD_ID'], async () => {
    say('Building the pages (about a minute; again only when something changed)')
    await must('Building the pages', nodeProgram(), [path.join(root, 'node_modules/next/dist/bin/next'), 'build'], { quiet: true, env: { NODE_ENV: 'production' } })
  })
}

/** The process: main and its worker. */
export async function buildServer() {
  const digest = hashOf(['lib', 'prisma/seed', 'scripts/lib', 'tsconfig.json', 'package-lock.json'], { only: isSource })
  await unlessFresh('dist/.stamp', digest, ['dist/main.mjs', 'dist/jobs.mjs'], async () => {
    say('Bundling the server')
    await bundle({ main: 'lib/server/main.ts', jobs: 'lib/server/jobs-worker.ts' }, 'dist')
  })
}

/** Bundles one tool and returns its file. */
export async function buildTool(name, entry) {
  await bundle({ [name]: entry }, 'dist/tools')
  return path.join(root, 'dist/tools', `${name}.mjs`)
}

export { binFolder, root }
