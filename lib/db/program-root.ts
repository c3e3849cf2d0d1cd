import { existsSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

/** The folder that holds package.json and prisma/: found from this file upwards, bundled or not. */
export function programRoot(): string {
  for (let at = path.dirname(fileURLToPath(import.meta.url)); at !== path.dirname(at); at = path.dirname(at)) {
    if (existsSync(path.join(at, 'prisma', 'schema')) && existsSync(path.join(at, 'package.json'))) return at
  }
  return process.cwd()
}
