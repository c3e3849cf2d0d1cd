import type { IdKind } from '@/lib/ids'

/** What every command is given besides its input: the time, truncated to milliseconds, and a source of ids. */
export type Ctx = { now: Date; id: (kind: IdKind) => string }
