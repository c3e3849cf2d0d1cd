import { randomBytes } from 'node:crypto'
import { chmodSync, linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { codeOf, messageOf, StartFailure } from '@/lib/db/start-failure'

const schema = z.object({
  /** From which sessions and links derive their keys. */
  root: z.string().min(32),
  /** Of the embedded PostgreSQL's only user. */
  databasePassword: z.string().min(16),
})

export type Secrets = z.infer<typeof schema>

/**
 * What is secret and nobody chose: read from `<data>/secrets.json` (mode 0600), generated on the first start. Two starts at once
 * end up with the same file, because it is linked into place only where none exists. Beside an existing database nothing is
 * generated: it would not open it.
 */
export function loadSecrets(dataDir: string, databaseExists: boolean): Secrets {
  const file = path.join(dataDir, 'secrets.json')
  const found = read(file)
  if (found !== null) return found
  if (databaseExists) throw unreadable(file, 'it is not there, but a database that it opens is')
  const made: Secrets = { root: randomBytes(32).toString('base64url'), databasePassword: randomBytes(24).toString('base64url') }
  const unfinished = `${file}.${process.pid}`
  try {
    writeFileSync(unfinished, `${JSON.stringify(made, null, 2)}\n`, { mode: 0o600, flush: true })
    linkSync(unfinished, file)
    return made
  } catch (error) {
    const other = codeOf(error) === 'EEXIST' ? read(file) : null
    if (other !== null) return other
    throw new StartFailure(`the secrets could not be written to ${file} (${messageOf(error)}).`, { kept: 'nothing was changed.', todo: 'give the program a data directory it may write to, with BAILIWICK_DATA_DIR.' })
  } finally {
    rmSync(unfinished, { force: true })
  }
}

function read(file: string): Secrets | null {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null
    throw unreadable(file, messageOf(error))
  }
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw unreadable(file, 'it is not JSON')
  }
  const parsed = schema.safeParse(value)
  if (!parsed.success) throw unreadable(file, 'members are missing')
  // A copy or a restore may have opened it to others.
  chmodSync(file, 0o600)
  return parsed.data
}

function unreadable(file: string, reason: string): StartFailure {
  return new StartFailure(`the secrets in ${file} cannot be used: ${reason}.`, {
    kept: 'the file and the database were not changed.', todo: 'restore the file from a backup of the data directory; without it the embedded database cannot be opened.',
  })
}
