import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { root, say } from './place.mjs'
import { must, run } from './run.mjs'
import { unlessFresh } from './stale.mjs'

const WANTED = 20

/** Installs the packages when there are none, or when the lock file changed since they were installed. */
export async function installPackages() {
  const [major] = process.versions.node.split('.').map(Number)
  if (major < WANTED) {
    process.stderr.write(`Node ${process.versions.node} is too old: version ${WANTED} or newer is needed.\n`)
    process.exit(1)
  }
  const lock = path.join(root, 'package-lock.json')
  const locked = existsSync(lock)
  const digest = createHash('sha256').update(readFileSync(path.join(root, 'package.json'))).update(locked ? readFileSync(lock) : '').digest('hex')
  await unlessFresh('node_modules/.bailiwick-installed', digest, ['node_modules/next/package.json', 'node_modules/.bin'], async () => {
    say('Installing packages (once, one to three minutes)')
    const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'
    // Development packages too: a build needs them, whatever NODE_ENV says.
    const options = ['--include=dev', '--include=optional', '--no-audit', '--no-fund', '--loglevel=error']
    if (locked && (await run(npm, ['ci', ...options], { silent: true })).code === 0) return
    // A registry that lacks the optional packages of other systems makes `npm ci` refuse a lock file that is right for this one;
    // `npm install` takes the same versions from it.
    await must('Installing', npm, ['install', ...options])
  })
}
