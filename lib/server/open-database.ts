import pg from 'pg'
import { setTimeout as sleep } from 'node:timers/promises'
import { startEmbedded } from '@/lib/db/embedded'
import { codeOf, messageOf, StartFailure } from '@/lib/db/start-failure'

const OLDEST = 150_000

export type OpenDatabase = { url: string; kind: 'embedded' | 'external'; close: () => Promise<void>; ended: Promise<void> | null }

type Options = { databaseUrl: string | null; dataDir: string; password: string; say: (line: string) => void }

/** The database of this process: its own PostgreSQL, or the one that DATABASE_URL names, reachable and new enough. */
export async function openDatabase({ databaseUrl, dataDir, password, say }: Options): Promise<OpenDatabase> {
  if (databaseUrl !== null) {
    await assertUsable(databaseUrl, say)
    return { url: databaseUrl, kind: 'external', close: async () => {}, ended: null }
  }
  const embedded = await startEmbedded({ dataDir, password, say })
  return { url: embedded.url, kind: 'embedded', close: embedded.stop, ended: embedded.ended }
}

async function assertUsable(url: string, say: (line: string) => void): Promise<void> {
  const shown = withoutPassword(url)
  for (let attempt = 0; ; attempt += 1) {
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 })
    client.on('error', () => {})
    try {
      await client.connect()
      const { rows } = await client.query<{ version: string; name: string }>("SELECT current_setting('server_version_num') AS version, current_setting('server_version') AS name")
      const found = rows[0]
      if (found !== undefined && Number(found.version) < OLDEST) throw tooOld(shown, found.name)
      return
    } catch (error) {
      // A database that is just starting gets a few seconds: compose files start both at once.
      if (!isWorthWaiting(error) || attempt >= 5) throw unreachable(shown, error)
      if (attempt === 0) say(`Waiting for the database at ${shown}`)
      await sleep(1_000)
    } finally {
      await client.end().catch(() => {})
    }
  }
}

function isWorthWaiting(error: unknown): boolean {
  return ['ECONNREFUSED', '57P03', 'EAI_AGAIN', 'ECONNRESET'].includes(codeOf(error))
}

function tooOld(shown: string, version: string): StartFailure {
  return new StartFailure(`the database at ${shown} is PostgreSQL ${version}; 15 or newer is needed.`, { kept: 'nothing in it was changed.', todo: 'upgrade it, or leave DATABASE_URL out to use the PostgreSQL that comes with the program.' })
}

function unreachable(shown: string, error: unknown): StartFailure {
  if (error instanceof Error && error.name === 'StartFailure') return error as StartFailure
  const reasons: Record<string, string> = {
    ECONNREFUSED: 'nothing listens there', ENOTFOUND: 'the host name is not known', '28P01': 'the user or the password is wrong', '28000': 'the user may not connect', '3D000': 'there is no such database',
  }
  const reason = reasons[codeOf(error)] ?? messageOf(error)
  return new StartFailure(`the database at ${shown} cannot be reached: ${reason}.`, {
    kept: 'nothing was changed there or here.', todo: 'check DATABASE_URL and that PostgreSQL runs and accepts this user; or leave DATABASE_URL out to use the PostgreSQL that comes with the program.', cause: error,
  })
}

function withoutPassword(text: string): string {
  const url = new URL(text)
  return `${url.hostname || 'localhost'}:${url.port || '5432'}${url.pathname}${url.username === '' ? '' : ` (user ${decodeURIComponent(url.username)})`}`
}
