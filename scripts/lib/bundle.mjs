import path from 'node:path'
import { root } from './place.mjs'

/** Bundles TypeScript entries for Node: packages stay outside, `@/` is the clone. */
export async function bundle(entries, outFolder) {
  // From the installation, hence not at the top: this script also runs before anything is installed.
  const { build } = await import('esbuild')
  await build({
    absWorkingDir: root,
    entryPoints: Object.fromEntries(Object.entries(entries).map(([name, file]) => [name, path.join(root, file)])),
    outdir: path.join(root, outFolder),
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    chunkNames: 'chunks/[name]-[hash]',
    format: 'esm',
    platform: 'node',
    target: 'node24',
    packages: 'external',
    alias: { '@': root },
    sourcemap: 'linked',
    jsx: 'automatic',
    logLevel: 'error',
  })
}
