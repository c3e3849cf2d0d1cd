import pg from 'pg'
import { databaseUrl } from '@/lib/db/pool'

const RETRY_MS = 1_000

/**
 * Listens on channels of the database with a connection of its own, and connects again when it is lost. `heard` is also called, with
 * an empty channel, after each connection: what was said while nobody listened may be anything.
 */
export function listen(channels: readonly string[], heard: (channel: string) => void, failed: (error: unknown) => void): { stop: () => Promise<void> } {
  let stopped = false
  let client: pg.Client | null = null
  let timer: NodeJS.Timeout | null = null

  async function connect(): Promise<void> {
    const made = new pg.Client({ connectionString: databaseUrl(), application_name: 'bailiwick jobs', keepAlive: true })
    client = made
    let lost = false
    const again = (error: unknown): void => {
      if (lost || stopped) return
      lost = true
      failed(error)
      made.end().catch(() => undefined)
      timer = setTimeout(() => void connect(), RETRY_MS)
    }
    made.on('error', again)
    made.on('end', () => again(new Error('The connection that listens ended.')))
    made.on('notification', (message) => heard(message.channel))
    try {
      await made.connect()
      for (const channel of channels) await made.query(`LISTEN ${pg.escapeIdentifier(channel)}`)
      heard('')
    } catch (error) {
      again(error)
    }
  }

  void connect()
  return {
    stop: async () => {
      stopped = true
      if (timer !== null) clearTimeout(timer)
      await client?.end().catch(() => undefined)
    },
  }
}
