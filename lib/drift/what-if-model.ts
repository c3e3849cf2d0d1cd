import { z } from 'zod'
import { VERDICTS, type Verdict } from '@/lib/grants/model'
import { accessSchema } from '@/lib/registry/model'

const text = z.string().min(1).max(2000).regex(/^\P{Cc}*$/u, 'contains a control character')
const id = text.max(100)

/** A grant as a change proposes it: the request form. It counts for the whole window, or from `validFrom` up to `validUntil`. */
export const proposedGrantSchema = z.strictObject({
  server: text,
  caller: z.strictObject({ agent: text, client: text, human: text }),
  target: z.strictObject({ kind: z.enum(['tool', 'context', 'downstream']), name: text }),
  access: accessSchema,
  scope: z.array(text).max(200).default([]),
  purpose: z.string().max(2000).optional(),
  validFrom: z.iso.datetime({ offset: true }).optional(),
  validUntil: z.iso.datetime({ offset: true }).nullish(),
  until: z.iso.datetime({ offset: true }).optional(),
  durationDays: z.number().int().min(1).max(3650).optional(),
})
export type ProposedGrant = z.output<typeof proposedGrantSchema>

/** One change of what is declared, by which the window is judged again. `finding`: take its replacement. */
export const whatIfChangeSchema = z.union([
  z.strictObject({ add: proposedGrantSchema }),
  z.strictObject({ revoke: id }),
  z.strictObject({ narrow: id, with: z.array(proposedGrantSchema).max(200) }),
  z.strictObject({ classify: z.strictObject({ server: text, tool: text, access: accessSchema }) }),
  z.strictObject({ finding: id }),
])
export type WhatIfChange = z.output<typeof whatIfChangeSchema>

/** At most as long as usage is compared: half a year. */
export const WHAT_IF_DAYS = 184

const LATEST = Date.UTC(9999, 11, 31)
/** RFC 3339, from 1970 to 9999, as everywhere where times are stored. */
const instant = z.iso.datetime({ offset: true }).refine((value) => Date.parse(value) >= 0 && Date.parse(value) < LATEST, 'is no time between 1970 and 9999')

export const whatIfSchema = z.strictObject({
  window: z.union([z.strictObject({ days: z.number().int().min(1).max(WHAT_IF_DAYS) }), z.strictObject({ from: instant, to: instant })]).default({ days: 90 }),
  changes: z.array(whatIfChangeSchema).max(200).default([]),
})
export type WhatIfQuestion = z.output<typeof whatIfSchema>

/** What the calls would have been judged; `unknown` where the roll-up no longer says which resources they named. */
export const OUTCOMES_AFTER = [...VERDICTS, 'unknown'] as const
export type VerdictAfter = Verdict | 'unknown'

/** Calls of one sort whose verdict would differ, or cannot be told. */
export type WhatIfRow = {
  server: string; kind: string; target: string; access: string; accessAfter: string; agent: string | null; client: string | null; human: string | null
  resourceKeys: readonly string[]; before: Verdict; after: VerdictAfter; grantIdBefore: string | null; grantIdAfter: string | null
  calls: number; executed: number; firstAt: string; lastAt: string
}

export type WhatIfAnswer = {
  window: { from: string; to: string }
  /** Calls in the window, and how many of them were judged each way. Days that reach into the window count whole. */
  calls: number
  before: Record<Verdict, number>
  after: Record<VerdictAfter, number>
  /** Calls that grants covered and would not; that nothing covered and something would; that cannot be told. */
  newlyRefused: number
  newlyCovered: number
  unknown: number
  /** Rows that change or cannot be told, most calls first; at most 200 of `rowCount`. */
  rows: WhatIfRow[]
  rowCount: number
}
