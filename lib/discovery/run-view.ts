import { z } from 'zod'
import { reasonSchema } from '@/lib/registry/server-input'

export const RUN_STATUSES = ['running', 'complete', 'held', 'failed'] as const
export type RunStatus = (typeof RUN_STATUSES)[number]
export const TRIGGERS = ['manual', 'schedule', 'api'] as const
export type Trigger = (typeof TRIGGERS)[number]

/** `decision` in the past tense, as stored; `apply` and `discard` are asked for. */
export const decisionSchema = z.strictObject({ decision: z.enum(['apply', 'discard']), reason: reasonSchema })
export type Decision = z.output<typeof decisionSchema>

/** A run as the API answers it. */
export const runSchema = z.object({
  id: z.string(), server: z.string(), trigger: z.string(), requestedBy: z.string(), status: z.enum(RUN_STATUSES), startedAt: z.string(), finishedAt: z.string().nullable(),
  credential: z.string().nullable(), address: z.string(), protocolVersion: z.string().nullable(), era: z.string().nullable(),
  serverInfo: z.object({ name: z.string(), version: z.string() }).nullable(),
  counts: z.record(z.string(), z.number().int()),
  error: z.object({ code: z.string(), message: z.string() }).nullable(),
  decision: z.object({ decision: z.string(), by: z.string().nullable(), at: z.string().nullable(), reason: z.string().nullable() }).nullable(),
})
export type RunView = z.output<typeof runSchema>

/** A stored run. `listing` is never answered. */
export type StoredRun = {
  id: string; trigger: string; requestedBy: string; status: RunStatus; startedAt: Date; finishedAt: Date | null; credential: string; address: string
  protocolVersion: string | null; era: string | null; serverInfo: unknown; counts: unknown; errorCode: string | null; errorMessage: string | null
  decidedBy: string | null; decidedAt: Date | null; decision: string | null; decisionReason: string | null
}

export function runView(slug: string, run: StoredRun): RunView {
  return {
    id: run.id, server: slug, trigger: run.trigger, requestedBy: run.requestedBy, status: run.status, startedAt: run.startedAt.toISOString(), finishedAt: run.finishedAt?.toISOString() ?? null,
    credential: run.credential === '' ? null : run.credential, address: run.address, protocolVersion: run.protocolVersion, era: run.era,
    // Both are written by this program alone, in exactly this shape.
    serverInfo: run.serverInfo as RunView['serverInfo'], counts: run.counts as RunView['counts'],
    error: run.errorCode === null ? null : { code: run.errorCode, message: run.errorMessage ?? '' },
    decision: run.decision === null ? null : { decision: run.decision, by: run.decidedBy, at: run.decidedAt?.toISOString() ?? null, reason: run.decisionReason },
  }
}
