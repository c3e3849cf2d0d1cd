import path from 'node:path'
import { fileURLToPath } from 'node:url'

/** The clone. */
export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..')

/** Programs of the installation come first, so that everything runs on the Node that npm brought. */
export const binFolder = path.join(root, 'node_modules', '.bin')

/** The environment of every program that we start. */
export function environment(more = {}) {
  return { ...process.env, PATH: `${binFolder}${path.delimiter}${process.env.PATH ?? ''}`, NEXT_TELEMETRY_DISABLED: '1', ...more }
}

/** One progress line. */
export function say(line) {
  process.stdout.write(`• ${line}\n`)
}
