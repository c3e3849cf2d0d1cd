import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import type { Violation } from './import-rules'
import { isTest, placeOf } from './places'
import { codeOnly, type SourceFile } from './source-files'

const WRITE = /\.(\w+)\.(?:create|createMany|createManyAndReturn|update|updateMany|updateManyAndReturn|upsert|delete|deleteMany)\(/g

/** Which schema file a model stands in, by the name the client gives it: `nameBinding` → `names`. */
export function modelRooms(root: string): Map<string, string> {
  const folder = path.join(root, 'prisma', 'schema')
  const rooms = new Map<string, string>()
  for (const file of existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.prisma')) : []) {
    for (const match of readFileSync(path.join(folder, file), 'utf8').matchAll(/^model\s+(\w+)\s*\{/gm)) {
      const name = match[1] ?? ''
      rooms.set(name.charAt(0).toLowerCase() + name.slice(1), file.replace('.prisma', ''))
    }
  }
  return rooms
}

/** A model is written by its own room's commands (or its own folder: auth, trail) and by nobody else. */
export function writeViolations(root: string, files: readonly SourceFile[]): Violation[] {
  const rooms = modelRooms(root)
  return files.filter((file) => !isTest(file.path) && !['testing', 'seed', 'outside'].includes(placeOf(file.path).kind)).flatMap((file) => {
    const place = placeOf(file.path)
    const here = 'room' in place ? place.room : place.kind
    const written = new Set([...codeOnly(file.text).matchAll(WRITE)].map((match) => match[1] ?? ''))
    return [...written].flatMap((model) => {
      const owner = rooms.get(model)
      // base.prisma holds the settings, which belong to nobody.
      if (owner === undefined || owner === 'base') return []
      if (owner !== here) return [{ path: file.path, rule: 'write', what: `writes ${model}, which belongs to ${owner}` }]
      return 'room' in place && place.kind !== 'commands' ? [{ path: file.path, rule: 'write', what: `writes ${model}, but is no command` }] : []
    })
  })
}
