import { describe, expect, it } from 'vitest'
import { type DigestedGrant, grantDigest, ownershipDigest } from './subject-digest'

const grant: DigestedGrant = {
  serverId: 'srv_1', agentId: 'agt_1', clientId: null, humanRule: 'any', personId: null, teamId: null, targetKind: 'tool', target: 'pay_*', access: 'write',
  scope: ['a', 'b'], validFrom: new Date('2026-01-01T00:00:00Z'), validUntil: null, mode: 'direct', reauthorise: false, confirmedAt: null,
}
const bound = [{ toolName: 'pay_in', hash: 'aa' }, { toolName: 'pay_out', hash: 'bb' }]

const CHANGES: Record<keyof DigestedGrant, Partial<DigestedGrant>> = {
  serverId: { serverId: 'srv_2' }, agentId: { agentId: null }, clientId: { clientId: 'cli_1' }, humanRule: { humanRule: 'none' }, personId: { personId: 'per_1' }, teamId: { teamId: 'tem_1' },
  targetKind: { targetKind: 'context' }, target: { target: 'pay_in' }, access: { access: 'read' }, scope: { scope: ['a'] }, validFrom: { validFrom: new Date('2026-01-02T00:00:00Z') },
  validUntil: { validUntil: new Date('2027-01-01T00:00:00Z') }, mode: { mode: 'task' }, reauthorise: { reauthorise: true }, confirmedAt: { confirmedAt: new Date('2026-02-01T00:00:00Z') },
}

describe('the digest of what a decision is about', () => {
  it.each(Object.entries(CHANGES))('is another one when %s is', (_name, change) => {
    expect(grantDigest({ ...grant, ...change }, bound)).not.toBe(grantDigest(grant, bound))
  })

  it('is another one when a bound definition is, or one more is bound', () => {
    expect(grantDigest(grant, [{ toolName: 'pay_in', hash: 'cc' }, bound[1] ?? bound[0]].flatMap((one) => one ?? []))).not.toBe(grantDigest(grant, bound))
    expect(grantDigest(grant, bound.slice(0, 1))).not.toBe(grantDigest(grant, bound))
  })

  it('is the same in whichever order scope and bindings are read, and with members that it is not about', () => {
    const revoked = { ...grant, scope: ['b', 'a'], revokedAt: new Date('2026-03-01T00:00:00Z') }
    expect(grantDigest(revoked, [...bound].reverse())).toBe(grantDigest(grant, bound))
  })

  it('of ownership is another one when owner, backup owner or life cycle is', () => {
    const server = { subject: 'server' as const, id: 'srv_1', ownerId: 'per_1', backupOwnerId: null, lifecycle: 'active' }
    const others = [server, { ...server, ownerId: 'per_2' }, { ...server, backupOwnerId: 'per_2' }, { ...server, lifecycle: 'retired' }, { ...server, subject: 'agent' as const }].map(ownershipDigest)
    expect(new Set(others).size).toBe(others.length)
  })
})
