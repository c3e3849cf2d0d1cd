import { existsSync } from 'node:fs'
import path from 'node:path'
import { StartFailure } from '@/lib/db/start-failure'
import { ENV_NAMES, parseEnv } from '@/lib/env'

/** Reads `.env` beside package.json (what is already set wins) and refuses a wrong environment with every error at once. */
export function readEnvironment(root: string): void {
  const file = path.join(root, '.env')
  if (existsSync(file)) process.loadEnvFile(file)
  const result = parseEnv(process.env)
  if (!result.ok) {
    throw new StartFailure(`the environment is wrong:\n${result.errors.map((error) => `    - ${error}`).join('\n')}`, {
      kept: 'nothing was opened or changed.', todo: 'correct these variables (.env.example explains each) and start again.',
    })
  }
  for (const name of Object.keys(process.env)) {
    if (name.startsWith('BAILIWICK_') && !ENV_NAMES.includes(name.replace(/_FILE$/, ''))) process.stderr.write(`Note: the variable ${name} is not known and has no effect.\n`)
  }
}
