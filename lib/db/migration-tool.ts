import { programRoot } from './program-root'
import { failureText, isStartFailure } from './start-failure'
import { writeMigration } from './write-migration'

/** The program behind `npm run db:migration -- name`. */
async function main(): Promise<number> {
  const name = process.argv[2] ?? 'change'
  const stamp = process.env['MIGRATION_STAMP'] ?? new Date().toISOString().replace(/\D/g, '').slice(0, 14)
  const file = await writeMigration(programRoot(), name, stamp)
  process.stdout.write(file === null ? 'The migrations already say what the schema says; nothing was written.\n' : `Wrote ${file}\nRead it before you commit it.\n`)
  return 0
}

main().then((code) => process.exit(code), (error: unknown) => {
  process.stderr.write(`${isStartFailure(error) ? failureText(error) : String(error instanceof Error ? error.stack : error)}\n`)
  process.exit(1)
})
