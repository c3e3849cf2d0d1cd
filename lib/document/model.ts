import { z } from 'zod'
import type { HumanRule, TargetKind } from '@/lib/grants/model'
import { type Access, accessSchema, SLUG } from '@/lib/registry/model'

/** A document is one file that a person can still read. Characters. */
export const DOCUMENT_LIMIT = 2 * 1024 * 1024
export const DOCUMENT_GRANTS = 5000
/** So many changes in one go: others who write wait meanwhile, and more are better looked at in parts. */
export const DOCUMENT_CHANGES = 100

export const DOCUMENT_FORMATS = ['yaml', 'json'] as const
export type DocumentFormat = (typeof DOCUMENT_FORMATS)[number]

const name = z.string().min(1).max(2000).regex(/^\P{Cc}*$/u, 'contains a control character').refine((text) => text.isWellFormed(), 'contains a character that is no text')
const text = z.string().trim().min(1).max(2000).refine((value) => value.isWellFormed() && !value.includes('\u0000'), 'contains a character that is no text')
const instant = z.iso.datetime({ offset: true }).transform((value) => new Date(value).getTime())
  .refine((time) => time >= 0 && time < Date.UTC(9999, 11, 31), 'is no time between 1970 and 9999')

/** One grant as code. `id` says which standing grant is meant; without it the planner finds it by what it admits. */
export const entrySchema = z.strictObject({
  id: z.string().min(1).max(100).optional(),
  server: name,
  caller: z.strictObject({ agent: name, client: name, human: name }),
  target: z.strictObject({ kind: z.enum(['tool', 'context', 'downstream']), name }),
  access: accessSchema,
  scope: z.array(name).max(200).default([]),
  purpose: text,
  /** Absent, or over: from now on. */
  validFrom: instant.nullish(),
  /** Absent: without an end. */
  validUntil: instant.nullish(),
  mode: z.enum(['direct', 'task']).default('direct'),
  reauthorise: z.boolean().optional(),
}).refine((entry) => entry.validUntil === null || entry.validUntil === undefined || (entry.validFrom ?? 0) < entry.validUntil, { path: ['validUntil'], message: 'must lie after validFrom' })
export type Entry = z.output<typeof entrySchema>

/** Grants as code. It speaks for `servers` whole: what stands there and is not in it is to end. */
export const documentSchema = z.strictObject({
  version: z.literal(1),
  servers: z.array(z.string().regex(SLUG, 'must be a slug')).min(1).max(5000),
  grants: z.array(entrySchema).max(DOCUMENT_GRANTS),
}).superRefine((document, refinement) => {
  const servers = new Set(document.servers)
  if (servers.size < document.servers.length) refinement.addIssue({ code: 'custom', path: ['servers'], message: 'names a server twice' })
  const ids = new Set<string>()
  document.grants.forEach((entry, index) => {
    if (!servers.has(entry.server)) refinement.addIssue({ code: 'custom', path: ['grants', index, 'server'], message: 'is not among the servers that the document speaks for' })
    if (entry.id !== undefined && ids.has(entry.id)) refinement.addIssue({ code: 'custom', path: ['grants', index, 'id'], message: 'is given twice' })
    if (entry.id !== undefined) ids.add(entry.id)
  })
})
export type GrantsDocument = z.output<typeof documentSchema>

/** What a grant says, ids resolved, times in milliseconds. `from` null = as soon as it may. */
export type Content = {
  serverId: string; agentId: string | null; clientId: string | null; human: HumanRule
  targetKind: TargetKind; target: string; access: Access; scope: readonly string[]
  purpose: string; mode: 'direct' | 'task'; reauthorise: boolean
  from: number | null; until: number | null
}

/** An entry of the document with its place there. */
export type Wanted = { index: number; id: string | null; content: Content }

/** A grant in force or still to begin. `longest`: the latest end that the settings allow it. */
export type Standing = { id: string; content: Content & { from: number }; longest: number | null }

/** A request that waits, with everything that it has said in its present round. */
export type Waiting = { id: string; contents: readonly Content[] }

export const STEP_KINDS = ['unchanged', 'create', 'narrow', 'widen', 'revoke'] as const
export type StepKind = (typeof STEP_KINDS)[number]

/**
 * One step of a plan. `narrow`: one grant gives way to the entries, `widen` and `create`: the entry is asked for, and the grants that it
 * would replace stay until somebody approves. `asked`: the request that asks for it already.
 */
export type Step =
  | { kind: 'unchanged'; entry: number; grantId: string | null; note: 'same' | 'longest' | 'over' }
  | { kind: 'narrow'; entries: number[]; grantId: string }
  | { kind: 'create'; entry: number; asked: string | null }
  | { kind: 'widen'; entry: number; grantIds: string[]; asked: string | null }
  | { kind: 'revoke'; grantId: string }
