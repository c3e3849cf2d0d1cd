import type { Actor } from '@/lib/auth/actor'
import type { Ctx } from '@/lib/context'
import type { Tx } from '@/lib/db/client'
import type { SubjectKind } from '@/lib/offboarding/model'
import { emitSignals, type Signal, type SignalSubject } from '@/lib/signals/emit'
import type { CaseRecord } from './load'

/** Whom a token is about, as others know it. */
type Known = { kind: SubjectKind; id: string; name: string; spiffeId: string | null; issuer: string | null; subject: string | null; clientId: string | null; /** Of a person: comes in by one here. */ password: boolean }

/** SPIFFE ID, issuer and subject, e-mail; else the id at the provider or here (RFC 9493). */
function subjectId(one: Known): SignalSubject {
  if (one.spiffeId !== null) return { format: 'uri', uri: one.spiffeId }
  if (one.issuer !== null && one.subject !== null) return { format: 'iss_sub', iss: one.issuer, sub: one.subject }
  if (one.kind === 'person') return { format: 'email', email: one.name }
  return { format: 'opaque', id: one.clientId ?? one.id }
}

/** `credential_type` of CAEP 1.0 for what the identity is proven by; null = nothing that was ended here. */
function credentialType(one: Known): string | null {
  if (one.spiffeId !== null) return 'x509'
  if (one.kind === 'person') return one.password ? 'password' : null
  return 'app'
}

/** `initiating_entity` of CAEP 1.0: a rule, the console by itself, or somebody here. */
function initiator(actor: Actor, row: CaseRecord): 'policy' | 'system' | 'admin' {
  if (actor.kind !== 'system') return 'admin'
  return row.occasion === 'policy' ? 'policy' : 'system'
}

/** What other systems are told when everything of a subject is revoked (CAEP 1.0): its sessions are over, its credentials and the API tokens of this console revoked. */
function revokedSignals(caseId: string, one: Known, by: 'policy' | 'system' | 'admin', reason: string, tokens: readonly { id: string; name: string }[]): Signal[] {
  const base = { subject: subjectId(one), object: { kind: one.kind, id: one.id, name: one.name } }
  const why = { initiating_entity: by, reason_admin: { en: reason.slice(0, 500) } }
  const change = (key: string, more: Record<string, unknown>): Signal => ({ ...base, key: `${caseId}:credential-change:${key}`, type: 'credential-change', event: { ...why, change_type: 'revoke', ...more } })
  const type = credentialType(one)
  return [
    { ...base, key: `${caseId}:session-revoked:${one.id}`, type: 'session-revoked', event: why },
    ...(type === null ? [] : [change(one.id, { credential_type: type })]), ...tokens.map((token) => change(token.id, { credential_type: 'app', friendly_name: token.name })),
  ]
}

/** Writes them in the transaction of the revocation. */
export async function signalRevoked(tx: Tx, ctx: Ctx, actor: Actor, row: CaseRecord, reason: string, tokens: readonly { id: string; name: string }[]): Promise<void> {
  await emitSignals(tx, ctx, revokedSignals(row.id, await knownAs(tx, row), initiator(actor, row), reason, tokens))
}

async function knownAs(tx: Tx, { subjectKind: kind, subjectId: id, subjectName: name }: CaseRecord): Promise<Known> {
  const base = { kind, id, name, spiffeId: null, issuer: null, subject: null, clientId: null, password: false }
  const identity = { spiffeId: true, issuer: true, subject: true } as const
  switch (kind) {
    case 'server': return { ...base, ...(await tx.server.findUniqueOrThrow({ where: { id }, select: identity })) }
    case 'agent': return { ...base, ...(await tx.agent.findUniqueOrThrow({ where: { id }, select: identity })) }
    case 'client': return { ...base, ...(await tx.client.findUniqueOrThrow({ where: { id }, select: { clientId: true } })) }
    case 'person': return { ...base, password: (await tx.person.findUniqueOrThrow({ where: { id }, select: { passwordHash: true } })).passwordHash !== null }
  }
}
