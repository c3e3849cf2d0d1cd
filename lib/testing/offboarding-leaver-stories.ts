import type { Actor } from '@/lib/auth/actor'
import { formatToken, hashSecret } from '@/lib/auth/token-format'
import { db } from '@/lib/db/client'
import { lookAtCase } from '@/lib/offboarding/commands/look'
import { openCase } from '@/lib/offboarding/commands/open-case'
import { exemptLine } from '@/lib/offboarding/commands/attest-line'
import { revokeCase } from '@/lib/offboarding/commands/revoke-case'
import { openCaseSchema, revokeCaseSchema } from '@/lib/offboarding/model'
import { at, testCtx } from './clock'
import { listensFrom, listensUntil } from './offboarding-world'
import { as } from './request-builders'

/** How far along a case of the leaver's world is, made by rae and rob the ordinary way. */
export type Ending = { kind: 'server' | 'agent' | 'client' | 'person'; id: string }

export async function aCaseOf(subject: Ending, more: Record<string, unknown> = {}, by: Actor | null = null): Promise<string> {
  return (await openCase(testCtx(), by ?? (await as('rae')), openCaseSchema.parse({ kind: subject.kind, subject: subject.id, reason: 'It ends', watchDays: 2, ...more }))).id
}

export async function aRevokedCase(subject: Ending): Promise<string> {
  const id = await aCaseOf(subject, { freeze: true })
  await revokeCase(testCtx(at('+1m')), await as('rae'), id, revokeCaseSchema.parse({ reason: 'It is over' }))
  return id
}

/** People have done their part: every line that waits for one is exempt on a reviewer's name, but for those `except`. */
export async function settled(id: string, now: Date, { by = 'rob', except = [] }: { by?: string; except?: readonly string[] } = {}): Promise<void> {
  for (const line of await db().offboardingLine.findMany({ where: { caseId: id, state: { in: ['open', 'done'] }, kind: { notIn: ['silence', ...except] } }, orderBy: { position: 'asc' } })) await exemptLine(testCtx(now), await as(by), id, line.id, 'Of no use')
}

/** Watched since three minutes after the fixed clock, by a gateway that hears everything. */
export async function aWatchedCase(subject: Ending, by = 'rob'): Promise<string> {
  await listensFrom(at('-1h'))
  const id = await aRevokedCase(subject)
  await settled(id, at('+2m'), { by })
  await lookAtCase(testCtx(at('+3m')), await as('rae'), id)
  return id
}

/** Silent for the whole watch, and so closed, three days after the fixed clock. */
export async function aClosedCase(subject: Ending): Promise<string> {
  const id = await aWatchedCase(subject)
  await listensUntil(at('+3d'))
  await lookAtCase(testCtx(at('+3d')), await as('rae'), id)
  return id
}

/** An API token in the store, and its text as it would be sent. */
export async function aRealToken(id: string, owner: string, more: { createdBy?: string; scopes?: string[]; roles?: ('member' | 'owner' | 'security_reviewer')[] } = {}): Promise<string> {
  const text = formatToken(id.padEnd(12, '0').slice(0, 12), 'a'.repeat(40))
  await db().apiToken.create({ data: { id: `tok_${id}`, name: id, ownerId: owner, createdBy: more.createdBy ?? owner, roles: more.roles ?? ['member'], scopes: more.scopes ?? ['read', 'write'], hash: hashSecret(text), createdAt: at('-1d'), expiresAt: at('+90d') } })
  return text
}

export function bearing(token: string): Request {
  return new Request('http://127.0.0.1/api/v1/offboarding', { headers: { authorization: `Bearer ${token}` } })
}
