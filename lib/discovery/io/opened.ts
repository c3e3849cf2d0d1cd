import type { Transport } from '@modelcontextprotocol/client'

/** A way to the server, not started yet. */
export type Opened = {
  transport: Transport
  /** `auto` asks for 2026-07-28 and falls back; `legacy` begins with `initialize`. */
  mode: 'auto' | 'legacy'
  /** Tells the server that its session is over. Takes a second at most and never fails. */
  goodbye?: () => Promise<void>
  /** Gives back sockets and the like, after the transport is closed. */
  release: () => Promise<void>
  /** For programs: how it ended and what was odd, in whole sentences; null = it runs, or there is no program. */
  ended: () => string | null
  /** For programs: lines of output that were no messages. */
  garbage?: () => number
}
