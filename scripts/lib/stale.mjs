import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { root } from './place.mjs'

const SKIPPED = new Set(['node_modules', '.git', '.next', '.data', 'dist', 'generated', 'test-results', 'playwright-report'])

/** SHA-256 over names and bytes of files; folders are walked. What does not exist counts as absent. */
export function hashOf(paths, { only = () => true } = {}) {
  const hash = createHash('sha256')
  const visit = (full) => {
    if (!existsSync(full)) return
    if (statSync(full).isDirectory()) {
      for (const name of readdirSync(full).sort()) if (!SKIPPED.has(name)) visit(path.join(full, name))
      return
    }
    const relative = path.relative(root, full)
    if (only(relative)) hash.update(relative).update('\0').update(readFileSync(full)).update('\0')
  }
  for (const name of paths) visit(path.join(root, name))
  return hash.digest('hex')
}

/**
 * Runs `make` unless the same sources were made before and the result still exists. The stamp is written after `make`, so an
 * interrupted run is repeated.
 */
export async function unlessFresh(stamp, digest, results, make) {
  const file = path.join(root, stamp)
  const fresh = existsSync(file) && readFileSync(file, 'utf8').trim() === digest && results.every((result) => existsSync(path.join(root, result)))
  if (fresh) return false
  await make()
  mkdirSync(path.dirname(file), { recursive: true })
  writeFileSync(file, `${digest}\n`)
  return true
}
