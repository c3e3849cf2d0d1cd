import type { CampaignContent, ReviewKind } from './content'
import type { FrozenItem, FrozenPerson, ItemFlag, Risk } from './frozen'
import type { CampaignState, ItemState } from './machine'
import type { AnswerView, ConfirmationDetail, OutcomeDetail, Question } from './model'
import type { Answer } from './outcome'

/** A campaign as its evidence tells it; times are RFC 3339 in UTC, with milliseconds. */
export type EvidenceCampaign = {
  id: string; name: string; kind: ReviewKind; state: CampaignState; template: string | null; occasion: string; occasionText: string | null; content: CampaignContent
  stage: number; iteration: number; asOf: string
  createdBy: FrozenPerson | null; createdAt: string; launchedBy: FrozenPerson | null; launchedAt: string; stageEndsAt: string | null
  decidedAt: string | null; confirmingAt: string | null; closedAt: string | null; closedBy: FrozenPerson | null; closeReason: string | null
  itemCount: number
}

export type EvidenceTask = { stage: number; iteration: number; person: FrozenPerson; standing: string; why: string | null; addedAt: string; endedAt: string | null; endReason: string | null }
export type EvidenceAnswer = {
  id: string; stage: number; iteration: number; person: FrozenPerson; onBehalfOf: FrozenPerson | null; answer: Answer; until: string | null; targets: AnswerView['targets']; reason: string | null; at: string
  seconds: number | null; opened: boolean; bulkId: string | null; overrode: boolean; supersededAt: string | null
}
export type EvidenceStage = { stage: number; iteration: number; outcome: string; by: string; detail: OutcomeDetail; at: string }

/** One item whole: what was frozen, who was asked, everything that was answered, and what came of it. */
export type EvidenceItem = {
  position: number; id: string; subject: 'grant' | 'server' | 'agent'; risk: Risk; flags: ItemFlag[]; change: string; digest: string
  /** Null until the last stage has closed: before, nobody is told. */
  canary: boolean | null
  state: ItemState; stage: number; iteration: number; conflict: boolean
  outcome: string | null; outcomeBy: string | null; outcomeDetail: OutcomeDetail | null; decidedAt: string | null
  remediation: { status: string; note: string | null; tries: number; question: Question | null; suspendedAt: string | null; endsAt: string | null; at: string | null }
  confirmation: { status: string | null; detail: ConfirmationDetail | null; watchUntil: string | null; at: string | null }
  signed: { by: FrozenPerson; at: string; reason: string } | null
  tasks: EvidenceTask[]; answers: EvidenceAnswer[]; stages: EvidenceStage[]
  frozen: FrozenItem
}

/** An entry of the trail with its hash: SHA-256 over `prevHash` (32 bytes) and the RFC 8785 form of the other members. */
export type EvidenceTrailEntry = {
  seq: number; id: string; at: string; actorKind: string; actorId: string; actorName: string; action: string; objectKind: string; objectId: string; objectName: string; detail: unknown
  prevHash: string; hash: string
}

/** No outcome changes any more: the same campaign gives the same bytes from here on. */
export function isFinal(state: CampaignState): boolean {
  return state === 'closed' || state === 'cancelled'
}
