import type { Actor } from '@/lib/auth/actor'
import type { RequestView } from '@/lib/requests/model'
import { waitingFor } from '@/lib/requests/queries/waiting-for'
import { definitionsForActor } from './definitions-to-approve'

export type WaitingRequest = { id: string; server: string; targets: string[]; requester: string; submittedAt: string }
export type WaitingDefinition = { server: string; tool: string; kind: string }

/** What waits for this very actor to answer: how many, and the first few. */
export type AnswersToday = { requests: { count: number; first: WaitingRequest[] }; definitions: { count: number; first: WaitingDefinition[] } }

const NAMED = 3

export async function answersToday(actor: Actor, now: Date): Promise<AnswersToday> {
  const [waiting, definitions] = await Promise.all([waitingFor(actor, now), definitionsForActor(actor, now)])
  // What is in force already without approval comes first, then whoever has waited longest.
  const requests = waiting.toSorted((a, b) => Number(b.kind === 'break_glass') - Number(a.kind === 'break_glass') || ((a.submittedAt ?? '') < (b.submittedAt ?? '') ? -1 : 1))
  return { requests: { count: requests.length, first: requests.slice(0, NAMED).map(waitingRequest) }, definitions: { count: definitions.length, first: definitions.slice(0, NAMED) } }
}

function waitingRequest({ id, server, targets, requester, submittedAt, createdAt }: RequestView): WaitingRequest {
  return { id, server, targets: targets.map((target) => target.name), requester: requester.name, submittedAt: submittedAt ?? createdAt }
}
