import { renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { ensureFirstAccess, hasAdmin, mintSignInUrl } from '@/lib/auth/commands/first-access'
import { headlessStart } from '@/lib/auth/commands/headless-start'
import { newToken } from '@/lib/auth/secrets'
import { parseToken } from '@/lib/auth/token-format'
import { StartFailure } from '@/lib/db/start-failure'
import type { Env } from '@/lib/env'
import { isAppError } from '@/lib/errors'
import { newCtx } from '@/lib/ids'
import { logLine } from './log'

type Say = (line: string) => void

/** A mistyped start token is refused before anything is opened. */
export function assertStartToken(settings: Env): void {
  const token = settings.initAdmin?.apiToken
  if (token === undefined || token === 'generate' || parseToken(token) !== null) return
  throw new StartFailure('BAILIWICK_INIT_API_TOKEN is not a token: it must be bwk_<12>_<40>_<checksum>, the checksum being the first 8 hex digits of SHA-256 over what stands before it.', {
    kept: 'nothing was opened or changed.', todo: 'copy the token again whole, or write `generate`.',
  })
}

/** How the first human gets in: headless, into the demo by a one-time sign-in URL, or by a one-time set-up URL while nobody is administrator. */
export async function answerFirstAccess(settings: Env, demo: boolean, say: Say): Promise<void> {
  if (settings.initAdmin !== null) await headless(settings.initAdmin, settings.dataDir)
  if (demo) return openDemo(settings.publicUrl, say)
  if (settings.initAdmin !== null) return
  const url = await ensureFirstAccess(newCtx(), { baseUrl: settings.publicUrl })
  if (url !== null) say(`Nobody administers this console yet. Set it up once, within 24 hours:\n  ${url}`)
}

async function headless(input: NonNullable<Env['initAdmin']>, dataDir: string): Promise<void> {
  const generated = input.apiToken === 'generate' && !(await hasAdmin()) ? newToken() : null
  const file = path.join(dataDir, 'init-token')
  // Written before it is valid: a process killed in between leaves a useless file, never a token that nobody knows.
  if (generated !== null) writePrivate(file, generated)
  try {
    const outcome = await headlessStart(newCtx(), { ...input, apiToken: generated ?? input.apiToken })
    if (outcome.done) {
      logLine('info', `Headless start: ${input.email} is administrator and security reviewer; the start token ends ${outcome.expiresAt.toISOString()}${generated === null ? '' : ` and is in ${file}`}`)
      return
    }
    if (generated !== null) rmSync(file, { force: true })
    logLine('info', outcome.line)
  } catch (error) {
    if (generated !== null) rmSync(file, { force: true })
    if (!isAppError(error)) throw error
    throw new StartFailure(error.message, { kept: 'the database is as it was.', todo: 'correct or leave out the BAILIWICK_INIT_… variables and start again.' })
  }
}

async function openDemo(baseUrl: string, say: Say): Promise<void> {
  // The example company is only read into memory by those who want it.
  const { loadDemo } = await import('@/prisma/seed/demo')
  try {
    const { adminPersonId } = await loadDemo(newCtx(), { log: say })
    say(`This is demo data. Sign in once, within 24 hours, as its administrator:\n  ${await mintSignInUrl(newCtx(), adminPersonId, baseUrl)}`)
  } catch (error) {
    if (!isAppError(error)) throw error
    throw new StartFailure(error.message, { kept: 'the data in this console is as it was.', todo: 'start without --demo, or with an empty data directory (BAILIWICK_DATA_DIR).' })
  }
}

function writePrivate(file: string, value: string): void {
  const unfinished = `${file}.${process.pid}`
  writeFileSync(unfinished, `${value}\n`, { mode: 0o600, flush: true })
  renameSync(unfinished, file)
}
