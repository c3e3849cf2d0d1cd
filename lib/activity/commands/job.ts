import type { Ctx } from '@/lib/context'
import type { IngestResult } from '@/lib/activity/model'
import type { Draft, Letter } from '@/lib/activity/prepare'
import type { SourceSettings } from '@/lib/activity/source'

/** One delivery on its way into the store. */
export type Job = {
  ctx: Ctx
  source: SourceSettings
  /** The dialect it came in, for its dead letters. */
  format: string
  received: number
  drafts: readonly Draft[]
  letters: readonly Letter[]
  /** Dead letters being tried again: draft or letter index → dead letter id. */
  retryOf?: ReadonlyMap<number, string>
}

/** What became of a delivery. `events` of a retry: index → event id of what is now stored. */
export type Stored = { result: IngestResult; events: ReadonlyMap<number, string> }
