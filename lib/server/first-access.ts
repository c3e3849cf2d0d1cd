import { newId } from '@/lib/ids'
import type { Ctx } from '@/lib/context'
import { StartFailure } from '@/lib/db/start-failure'
import type { Env } from '@/lib/env'
import { parseToken } from '@/lib/auth/token-format'

type Options = { settings: Env; demo: boolean; say: (line: string) => void }

/** A mistyped start token is refused before anything is opened. */
export function assertStartToken(settings: Env): void {
  const token = settings.initAdmin?.apiToken
  if (token === undefined || token === 'generate' || parseToken(token) !== null) return
  throw new StartFailure('BAILIWICK_INIT_API_TOKEN is not a token: its checksum does not fit.', {
    kept: 'nothing was opened or changed.', todo: 'copy the token again whole, or write `generate`.',
  })
}

function ctxNow(): Ctx {
  const now = new Date()
  return { now, id: (kind) => newId(kind, now) }
}

/** How the first human gets in: headless, by a one-time set-up URL, or into the demo by a one-time sign-in URL. */
export async function answerFirstAccess({ settings, demo, say }: Options): Promise<void> {
  void ctxNow
  void settings
  void demo
  void say
}
