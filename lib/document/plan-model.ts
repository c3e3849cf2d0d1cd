import type { Access } from '@/lib/registry/model'
import type { StepKind } from './model'

/** One field in which what is wanted differs from what stands. */
export type DifferenceView = { field: string; from: string; to: string; effect: 'less' | 'more' | 'other' }

/** Grants and entries in names; `sentence` says it whole. */
export type SaidView = { server: string; caller: { agent: string; client: string; human: string }; target: { kind: string; name: string }; access: Access; scope: readonly string[]; sentence: string }

export type ApprovalView = { owner: number; security: number; words: string; /** Days, where the settings cut what is asked for. */ shortenedTo: number | null }

export type StepView = SaidView & {
  kind: StepKind
  /** Where in the document: `grants.3`; null for a grant that it does not name. */
  path: string | null
  /** The grants that stand there now: kept, narrowed, ended, or left until what is wider is approved. */
  grantIds: string[]
  why: string
  differences: DifferenceView[]
  /** Who must approve; null where nothing is asked for. */
  approval: ApprovalView | null
  /** The request that asks for it already. */
  asked: string | null
  /** Why it cannot be done; any of them keeps the whole plan from being applied. */
  obstacles: string[]
}

export type PlanCounts = Record<StepKind, number>

export type PlanView = {
  hash: string
  servers: string[]
  /** In words: what applying would do. */
  sentence: string
  counts: PlanCounts
  /** Of create and widen, those that are asked for already. */
  waiting: number
  /** Steps that something stands against. */
  blocked: number
  steps: StepView[]
  applied: boolean
}

export type AppliedView = PlanView & { number: number; appliedAt: string; requests: string[]; narrowed: { grantId: string; replacedBy: string[] }[]; revoked: string[] }

/** What is kept with a document as it was applied. */
export type DocumentOutcome = {
  counts: PlanCounts
  steps: { kind: StepKind; path: string | null; grantIds: string[]; requestId: string | null; replacedBy: string[] }[]
}
