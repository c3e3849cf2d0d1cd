import { dayInWords } from '@/lib/grants/day-in-words'
import type { FrozenItem } from './frozen'

/** What there is of a grant that was not there when it was frozen; times as dates, null = it has not happened. */
export type GrantSince = {
  calls: number
  /** More than were counted. */
  more: boolean
  blocked: number
  lastAt: Date | null
  holds: { cause: string; toolName: string | null; openedAt: Date; closedAt: Date | null }[]
  revokedAt: Date | null
  narrowedTo: string[]
  validUntil: Date | null
  confirmedAt: Date | null
  /** Tools that it admits with a definition that came since. */
  definitions: { name: string; number: number; change: string }[]
  lifecycle: { state: string; at: Date }[]
}

/** Of what somebody answers for. */
export type OwnedSince = { ownerName: string | null; ownerId: string | null; ownerActive: boolean; lifecycle: string | null }

const CAUSES: Record<string, string> = { definition: 'because its definition changed', person: 'by a person', review: 'by a review', incident: 'by an incident' }
const MOST = 3

/** What has changed since a grant was frozen, a phrase each, the gravest first; empty = nothing. */
export function sinceOfGrant(now: Date, since: GrantSince): string[] {
  const told: string[] = []
  const { narrowedTo, revokedAt, validUntil } = since
  if (narrowedTo.length > 0) told.push(`narrowed to ${listed(narrowedTo)}`)
  else if (revokedAt !== null && revokedAt <= now) told.push(`revoked on ${dayInWords(revokedAt)}`)
  if (validUntil !== null && validUntil <= now && (revokedAt === null || validUntil < revokedAt)) told.push(`ended by itself on ${dayInWords(validUntil)}`)
  for (const hold of since.holds.slice(0, MOST)) told.push(`${hold.toolName === null ? 'suspended' : `${hold.toolName} suspended`} ${CAUSES[hold.cause] ?? `by ${hold.cause}`}${hold.closedAt === null || hold.closedAt > now ? '' : ', and resumed'}`)
  if (since.confirmedAt !== null) told.push(`confirmed through the approval steps on ${dayInWords(since.confirmedAt)}`)
  for (const { name, number, change } of since.definitions.slice(0, MOST)) told.push(`definition of ${name} ${CHANGES[change] ?? 'changed'}, version ${number}`)
  if (since.definitions.length > MOST) told.push(`${since.definitions.length - MOST} more definitions changed`)
  for (const { state, at } of since.lifecycle.slice(-1)) told.push(`its server became ${state} on ${dayInWords(at)}`)
  if (since.calls > 0) told.push(`${since.more ? 'more than ' : ''}${since.calls.toLocaleString('en-US')} more ${since.calls === 1 ? 'call' : 'calls'}${since.blocked > 0 ? `, ${since.blocked.toLocaleString('en-US')} of them blocked` : ''}`)
  return told
}

const CHANGES: Record<string, string> = { widening: 'widened', altering: 'altered', wording: 'reworded', first: 'is new' }

/** The same for a server or an agent. */
export function sinceOfOwned(frozen: Extract<FrozenItem, { subject: 'server' | 'agent' }>, { ownerId, ownerName, ownerActive, lifecycle }: OwnedSince): string[] {
  const told: string[] = []
  if (lifecycle === null) return ['it is not there any more']
  if (ownerId !== (frozen.owner?.id ?? null)) told.push(`${ownerName ?? 'somebody else'} answers for it now`)
  else if (!ownerActive && frozen.ownerActive) told.push(`${ownerName ?? 'who answers for it'} has left`)
  if (lifecycle !== frozen.lifecycle) told.push(`it became ${lifecycle}`)
  return told
}

function listed(names: readonly string[]): string {
  const distinct = [...new Set(names)]
  return distinct.length <= MOST ? distinct.join(', ') : `${distinct.slice(0, MOST).join(', ')} and ${distinct.length - MOST} more`
}
