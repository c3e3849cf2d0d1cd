import type { Ctx } from '@/lib/context'
import type { Tx } from '@/lib/db/client'
import type { SubjectKind } from '@/lib/offboarding/model'
import { emitSignals, type Signal, type SignalSubject } from '@/lib/signals/emit'
import type { CaseRecord } from './load'

/** Whom a token is about, as others know it. */
type Known = { kind: SubjectKind; id: string; name: string; spiffeId: string | null; issuer: string | null; subject: string | null; clientId: string | null }

/** SPIFFE ID, issuer and subject, e-mail; else the id at the provider or here (RFC 9493). */
function subjectId(one: Known): SignalSubject {
  if (one.spiffeId !== null) return { format: 'uri', uri: one.spiffeId }
  if (one.issuer !== null && one.subject !== null) return { format: 'iss_sub', iss: one.issuer, sub: one.subject }
  if (one.kind === 'person') return { format: 'email', email: one.name }
  return { format: 'opaque', id: one.clientId ?? one.id }
}

/** `credential_type` of CAEP 1.0 for what the identity is proven by. */
function credentialType(one: Known): string {
  if (one.spiffeId !== null) return 'x509'
  return one.kind === 'person' ? 'password' : 'app'
}

/** What other systems are told when everything of a subject is revoked (CAEP 1.0): its sessions are over, its credentials and the API tokens of this console revoked. */
function revokedSignals(caseId: string, one: Known, reason: string, tokens: readonly { id: string; name: string }[]): Signal[] {
  const base = { subject: subjectId(one), object: { kind: one.kind, id: one.id, name: one.name } }
  const why = { initiating_entity: 'admin', reason_admin: { en: reason.slice(0, 500) } }
  const change = (key: string, more: Record<string, unknown>): Signal => ({ ...base, key: `${caseId}:credential-change:${key}`, type: 'credential-change', event: { ...why, change_type: 'revoke', ...more } })
  return [
    { ...base, key: `${caseId}:session-revoked:${one.id}`, type: 'session-revoked', event: why },
    change(one.id, { credential_type: credentialType(one) }), ...tokens.map((token) => change(token.id, { credential_type: 'app', friendly_name: token.name })),
  ]
}

/** Writes them in the transaction of the revocation. */
export async function signalRevoked(tx: Tx, ctx: Ctx, row: CaseRecord, reason: string, tokens: readonly { id: string; name: string }[]): Promise<void> {
  await emitSignals(tx, ctx, revokedSignals(row.id, await knownAs(tx, row), reason, tokens))
}

async function knownAs(tx: Tx, { subjectKind: kind, subjectId: id, subjectName: name }: CaseRecord): Promise<Known> {
  const base = { kind, id, name, spiffeId: null, issuer: null, subject: null, clientId: null }
  const identity = { spiffeId: true, issuer: true, subject: true } as const
  switch (kind) {
    case 'server': return { ...base, ...(await tx.server.findUniqueOrThrow({ where: { id }, select: identity })) }
    case 'agent': return { ...base, ...(await tx.agent.findUniqueOrThrow({ where: { id }, select: identity })) }
    case 'client': return { ...base, ...(await tx.client.findUniqueOrThrow({ where: { id }, select: { clientId: true } })) }
    case 'person': return base
  }
}
