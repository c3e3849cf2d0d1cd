import { describe, expect, test } from 'vitest'
import { ago, NOW } from '@/lib/testing/drift-time'
import { aDriftInput, aGrantFact, aUse, aWatcher } from '@/lib/testing/drift-builders'
import { observeDrift } from './engine'
import type { DriftInput } from './model'
import { grantUse } from './grant-use'

const kinds = (input: DriftInput): string[] => observeDrift(input).map((one) => one.kind).sort()
const useOf = (input: DriftInput) => observeDrift(input).filter((one) => one.kind.endsWith('_use'))

describe('what was done and not declared', () => {
  test('a granted call is no difference; every other verdict is its own', () => {
    for (const verdict of ['ungranted', 'wrong_caller', 'over_access', 'out_of_scope', 'lapsed', 'unattributed']) expect(kinds(aDriftInput([], [aUse({ verdict })]))).toEqual([`${verdict}_use`])
    expect(kinds(aDriftInput([], [aUse({ verdict: 'granted', grantId: 'g1' })]))).toEqual([])
    expect(kinds(aDriftInput([], [aUse({ kind: 'decision', verdict: null })]))).toEqual([])
  })

  test('the window begins ninety days ago, that instant included', () => {
    expect(kinds(aDriftInput([], [aUse({ lastAt: ago(90) })]))).toEqual(['ungranted_use'])
    expect(kinds(aDriftInput([], [aUse({ lastAt: ago(90) - 1 })]))).toEqual([])
  })

  test('one finding per server, target, access and agent; the kind of act is evidence', () => {
    const all = [aUse(), aUse({ kind: 'downstream_action', client: 'wild', clientId: null }), aUse({ access: 'admin' }), aUse({ target: 'pull' }), aUse({ agent: 'release', agentId: 'release' }), aUse({ serverId: 'pay', server: 'pay' })]
    const found = useOf(aDriftInput([], all))
    expect(found).toHaveLength(5)
    expect(found[0]).toMatchObject({ executed: 2, client: null, human: null, evidence: { kinds: ['downstream_action', 'tool_call'], clients: ['code', 'wild'] } })
  })

  test('an agent is the same by whatever name it was known; unattributed use does not ask who', () => {
    expect(useOf(aDriftInput([], [aUse(), aUse({ agent: 'triage-by-alias' })]))).toHaveLength(1)
    expect(useOf(aDriftInput([], [aUse({ agentId: null, agent: 'a' }), aUse({ agentId: null, agent: 'b' })]))).toHaveLength(2)
    const found = useOf(aDriftInput([], [aUse({ verdict: 'unattributed', agentId: null, agent: null, access: 'read' }), aUse({ verdict: 'unattributed', access: 'admin' })]))
    expect(found).toMatchObject([{ agent: null, severity: 'critical', executed: 2 }])
  })

  test('severity: by access, up for what is restricted or has an effect, down when all was blocked, never beyond the ends', () => {
    const severity = (change: Parameters<typeof aUse>[0]): string | undefined => useOf(aDriftInput([], [aUse(change)]))[0]?.severity
    expect([severity({ access: 'read' }), severity({ access: 'write' }), severity({ access: 'admin' })]).toEqual(['medium', 'high', 'critical'])
    expect([severity({ access: 'read', serverId: 'vault' }), severity({ access: 'read', serverId: 'pay' }), severity({ access: 'admin', serverId: 'pay' })]).toEqual(['high', 'high', 'critical'])
    expect([severity({ access: 'read', outcome: 'denied' }), severity({ access: 'write', serverId: 'vault', outcome: 'denied' })]).toEqual(['low', 'high'])
    expect(useOf(aDriftInput([], [aUse({ outcome: 'denied' }), aUse({ outcome: 'error' })]))[0]).toMatchObject({ severity: 'high', executed: 1, blocked: 1 })
  })

  test('out-of-scope use whose every call named no resource cannot be judged, and says so', () => {
    expect(useOf(aDriftInput([], [aUse({ verdict: 'out_of_scope' })]))[0]).toMatchObject({ evaluable: false, evidence: { reason: 'resource_not_reported' } })
    expect(useOf(aDriftInput([], [aUse({ verdict: 'out_of_scope' }), aUse({ verdict: 'out_of_scope', resourceKeys: ['repo:x'] })]))[0]).toMatchObject({ evaluable: true })
    expect(useOf(aDriftInput([], [aUse()]))[0]).toMatchObject({ evaluable: true })
  })

  test('a name nobody registered is one finding, whatever it did', () => {
    const ghosts = [aUse({ serverId: null, server: 'ghost', verdict: 'unregistered' }), aUse({ serverId: null, server: 'ghost', target: 'pull', outcome: 'denied', verdict: 'unregistered' })]
    expect(observeDrift(aDriftInput([], ghosts))).toMatchObject([{ kind: 'unregistered_server', server: 'ghost', agent: null, target: null, serverId: null, severity: 'high', executed: 1, blocked: 1 }])
    const wild = aUse({ verdict: 'granted', grantId: 'g1', clientId: null, client: 'wild', agentId: null, agent: 'stray', serverId: 'vault', server: 'vault' })
    expect(observeDrift(aDriftInput([], [wild]))).toMatchObject([{ kind: 'unregistered_agent', agent: 'stray', server: null, severity: 'medium' }, { kind: 'unregistered_client', client: 'wild', server: null, severity: 'low' }])
    expect(kinds(aDriftInput([], [aUse({ clientId: null, client: null, agentId: null, agent: null, humanId: null, human: null, verdict: 'unattributed' })]))).toEqual(['unattributed_use'])
  })
})

describe('how use is settled', () => {
  const grantSince = (days: number) => aGrantFact({ validFrom: ago(days) })

  test('by a grant that covers every such call today and that none has failed under', () => {
    expect(useOf(aDriftInput([grantSince(1)], [aUse({ verdict: 'lapsed' })]))[0]).toMatchObject({ state: 'resolved', resolution: 'covered_now' })
    expect(useOf(aDriftInput([grantSince(3)], [aUse()]))[0], 'it failed after the grant took effect').toMatchObject({ state: 'open' })
    expect(useOf(aDriftInput([grantSince(2)], [aUse()]))[0], 'it failed at the instant the grant took effect').toMatchObject({ state: 'open' })
    expect(useOf(aDriftInput([grantSince(1)], [aUse(), aUse({ human: 'erin', humanId: 'erin' })]))[0], 'one of the callers is not covered').toMatchObject({ state: 'open' })
    expect(useOf(aDriftInput([aGrantFact({ validFrom: ago(1), validUntil: NOW })], [aUse()]))[0], 'it has ended').toMatchObject({ state: 'open' })
  })

  test('a resource that was cut is unknown, and unknown is not covered', () => {
    for (const key of ['*', 'repo:a/b/c/*']) expect(useOf(aDriftInput([grantSince(1)], [aUse({ resourceKeys: [key] })]))[0]).toMatchObject({ state: 'open' })
  })

  test('that a holder’s state is said again is no new start', () => {
    const agents = new Map([['triage', { id: 'triage', states: [{ at: ago(90), state: 'active' }, { at: ago(1), state: 'active' }] }]])
    const any = aGrantFact({ agent: 'any' })
    expect(useOf(aDriftInput([{ ...any, agentId: null }], [aUse()], { declared: { agents } }))[0]).toMatchObject({ state: 'open' })
  })

  test('by fourteen days without such a call, if somebody watched', () => {
    expect(useOf(aDriftInput([], [aUse({ lastAt: ago(14) - 1 })]))[0]).toMatchObject({ state: 'resolved', resolution: 'quiet' })
    expect(useOf(aDriftInput([], [aUse({ lastAt: ago(14) })]))[0]).toMatchObject({ state: 'open' })
    const blind = useOf(aDriftInput([], [aUse({ lastAt: ago(20) })], { sources: [aWatcher({ vantage: 'agent' })] }))[0]
    expect(blind).toMatchObject({ state: 'open', evidence: { quietNotEvaluable: [{ source: 'gw', reason: 'vantage' }] } })
  })
})

describe('what was declared and not done', () => {
  const used = (days: number) => aUse({ verdict: 'granted', grantId: 'g1', lastAt: ago(days) })

  test('a grant in force all the window without a covered call is unused; one call in the window makes it used', () => {
    expect(observeDrift(aDriftInput([aGrantFact()], []))).toMatchObject([{ kind: 'unused_grant', grantId: 'g1', severity: 'medium', server: 'github', target: 'push', executed: 0, blocked: 0, lastSeen: NOW }])
    expect(kinds(aDriftInput([aGrantFact()], [used(90)]))).toEqual([])
    expect(kinds(aDriftInput([aGrantFact()], [used(91)]))).toEqual(['unused_grant'])
    expect(kinds(aDriftInput([aGrantFact()], [aUse({ verdict: 'granted', grantId: 'g2' })])), 'another grant covered the call').toEqual(['unused_grant'])
  })

  test('severity by ceiling, one up for a server with an effect', () => {
    const severity = (change: Parameters<typeof aGrantFact>[0]): string | undefined => observeDrift(aDriftInput([aGrantFact(change)], []))[0]?.severity
    expect([severity({ access: 'read' }), severity({ access: 'write' }), severity({ access: 'admin' }), severity({ access: 'read', server: 'pay' })]).toEqual(['low', 'medium', 'medium', 'medium'])
  })

  test('nothing is said of a grant that was not in force all the time: begun later, ended, at rest, of a task, or on a retired server', () => {
    const silent = [{ validFrom: ago(90) + 1 }, { validUntil: NOW - 1 }, { revokedAt: ago(1) }, { suspensions: [{ from: ago(50), to: ago(49) }] }, { suspensions: [{ from: ago(5), to: null, toolName: 'push' }] }, { mode: 'task' as const }, { server: 'attic' }]
    for (const change of silent) expect(kinds(aDriftInput([aGrantFact(change)], [])), JSON.stringify(change)).toEqual([])
    for (const change of [{ validFrom: ago(90) }, { validUntil: NOW }, { suspensions: [{ from: ago(50), to: ago(49), toolName: 'pull' }] }]) expect(kinds(aDriftInput([aGrantFact(change)], [])), JSON.stringify(change)).toEqual(['unused_grant'])
  })

  test('without a watcher nothing is concluded, and the picture says so', () => {
    const blind = aDriftInput([aGrantFact()], [], { sources: [] })
    expect(kinds(blind)).toEqual([])
    expect(grantUse(blind)).toMatchObject([{ state: 'not_evaluable' }])
    expect(grantUse(aDriftInput([aGrantFact(), aGrantFact({ id: 'g2', validFrom: ago(10) })], [used(1)])).map((use) => use.state)).toEqual(['used', 'young'])
  })
})

describe('who answers, and who watches', () => {
  const owned = (ownerActive: boolean, backupOwner: string | null, backupActive: boolean, serverId = 'github') =>
    observeDrift(aDriftInput([], [], { ownership: [{ serverId, owner: 'dana', ownerActive, backupOwner, backupActive }] })).map((one) => [one.kind, one.server, one.severity])

  test('a server is orphaned when owner and backup owner are both gone; a retired one needs nobody', () => {
    expect(owned(false, null, false)).toEqual([['orphaned_server', 'github', 'high']])
    expect(owned(false, 'erin', false, 'pay')).toEqual([['orphaned_server', 'pay', 'critical']])
    expect([...owned(true, null, false), ...owned(false, 'erin', true), ...owned(false, null, false, 'attic')]).toEqual([])
  })

  test('an active agent whose sponsor has left is told of, with the grants that still name it', () => {
    const sponsored = (change: Partial<DriftInput['sponsors'][number]>) => observeDrift(aDriftInput([aGrantFact({ validUntil: NOW + 1 }), aGrantFact({ id: 'g2', validUntil: NOW - 1 })], [], { sponsors: [{ agentId: 'triage', agent: 'triage', agentActive: true, sponsor: 'dana', sponsorActive: false, ...change }] })).filter((one) => one.kind === 'orphaned_agent')
    expect(sponsored({})).toMatchObject([{ agent: 'triage', severity: 'high', life: 'state', evidence: { sponsor: 'dana', grantsInForce: 1 } }])
    expect([...sponsored({ sponsorActive: true }), ...sponsored({ agentActive: false })]).toEqual([])
  })

  test('a grant that broke the glass is told of until it is answered for, also when it is over', () => {
    const fact = { grantId: 'g1', requestId: 'r1', serverId: 'pay', agentId: 'triage', agent: 'triage', target: 'refund', access: 'write' as const, purpose: 'Outage', by: 'dana', at: NOW - 10, have: 1 }
    const told = (until: number) => observeDrift(aDriftInput([], [], { brokenGlass: [{ ...fact, until }] }))
    expect(told(NOW + 5)).toMatchObject([{ kind: 'break_glass', grantId: 'g1', server: 'pay', target: 'refund', severity: 'critical', firstSeen: NOW - 10, evidence: { by: 'dana', reviewed: 1 } }])
    expect(told(NOW)[0]?.explanation).toContain('It is over')
  })

  test('a server is overdue when its days are over since its last review, or since it went into service; only while a grant on it stands', () => {
    const fact = { serverId: 'vault', everyDays: 90, reviewedAt: ago(90), campaign: 'Spring review' }
    const told = (change: Partial<Omit<typeof fact, 'reviewedAt'>> & { reviewedAt?: number | null }, grant = aGrantFact({ server: 'vault' })) => observeDrift(aDriftInput([grant], [], { reviews: [{ ...fact, ...change }] })).filter((one) => one.kind === 'review_overdue')
    expect(told({})).toMatchObject([{ server: 'vault', severity: 'high', life: 'state', firstSeen: NOW, remedies: ['start_review'], explanation: 'The grants of vault are to be reviewed every 90 days. The last review of them closed 90 days ago (Spring review); one grant stands.' }])
    expect(told({ reviewedAt: null })).toMatchObject([{ explanation: expect.stringContaining('They never were, 100 days after it went into service') }])
    expect(told({ reviewedAt: null, everyDays: 101 })).toEqual([])
    expect(told({ reviewedAt: NOW - 90 * 86_400_000 + 1 })).toEqual([])
    expect(told({}, aGrantFact({ server: 'vault', revokedAt: NOW }))).toEqual([])
    expect(told({ serverId: 'attic' }, aGrantFact({ server: 'attic' }))).toEqual([])
    expect(told({ serverId: 'github' }, aGrantFact())).toMatchObject([{ severity: 'medium' }])
  })

  test('what a server executes from its end on is critical, whoever called it and whatever a grant says; refused calls and earlier ones are not', () => {
    const registry = [{ serverId: 'github', hasIdentity: true, downstream: [], secrets: [], revokedAt: ago(3) }]
    const told = (change: Parameters<typeof aUse>[0], facts = registry) => observeDrift(aDriftInput([], [aUse(change)], { registry: facts })).filter((one) => one.kind === 'post_offboarding_use')
    const [found] = told({ firstAt: ago(3), lastAt: ago(3), count: 2, verdict: 'lapsed' })
    expect(found).toMatchObject({ server: 'github', severity: 'critical', executed: 2, life: 'act', state: 'open', remedies: ['check_source', 'accept'], evidence: { endedBy: 'revoked' } })
    expect(found?.explanation).toMatch(/^github still answered .+ although its offboarding had revoked everything on 2026-11-17 12:00 UTC\./)
    expect([...told({ firstAt: ago(4), lastAt: ago(3) - 1 }), ...told({ firstAt: ago(2), lastAt: ago(2), outcome: 'denied' }), ...told({ firstAt: ago(2), lastAt: ago(2) }, [])]).toEqual([])
    // attic retired five days ago; what had been revoked before that counts from then.
    expect(told({ serverId: 'attic', server: 'attic', firstAt: ago(5), lastAt: ago(5) })).toMatchObject([{ server: 'attic', evidence: { endedBy: 'retired' } }])
    expect(told({ serverId: 'attic', server: 'attic', firstAt: ago(6), lastAt: ago(6) })).toEqual([])
    expect(told({ serverId: 'attic', server: 'attic', firstAt: ago(6), lastAt: ago(6) }, [{ ...registry[0], serverId: 'attic', hasIdentity: true, downstream: [], secrets: [], revokedAt: ago(7) }])).toMatchObject([{ evidence: { endedBy: 'revoked' } }])
    expect(told({ firstAt: ago(2), lastAt: ago(2), kind: 'decision' })).toEqual([])
  })

  test('a secret is stale from the instant its days are over since its last rotation, or since its server was let in; never on a server that is gone', () => {
    const fact = { secretId: 'sec_1', serverId: 'vault', name: 'DB_PASSWORD', everyDays: 30, rotatedAt: ago(30), reference: 'CHG-7' }
    const told = (change: Partial<Omit<typeof fact, 'rotatedAt' | 'reference'>> & { rotatedAt?: number | null; reference?: string | null }) => observeDrift(aDriftInput([], [], { rotations: [{ ...fact, ...change }] })).filter((one) => one.kind === 'stale_secret')
    expect(told({})).toMatchObject([{ server: 'vault', target: 'DB_PASSWORD', severity: 'high', life: 'state', firstSeen: NOW, remedies: ['rotate'], explanation: 'DB_PASSWORD of vault is to be rotated every 30 days. That was done 30 days ago (CHG-7): whoever has seen it since can still use it.' }])
    expect(told({ rotatedAt: null, reference: null, everyDays: 100 })).toMatchObject([{ explanation: expect.stringContaining('It never was, as far as is known, 100 days after') }])
    expect([...told({ rotatedAt: ago(30) + 1 }), ...told({ rotatedAt: null, everyDays: 101 }), ...told({ serverId: 'attic' })]).toEqual([])
    expect(told({ serverId: 'github' })).toMatchObject([{ severity: 'medium' }])
  })

  test('a source is silent when its heartbeat is over; one that promised none never is', () => {
    const silent = (change: Parameters<typeof aWatcher>[0]) => observeDrift(aDriftInput([], [], { sources: [aWatcher({ alive: [], lastHeartbeatAt: null, heartbeatMs: 1000, ...change })] }))
    expect(silent({ createdAt: NOW - 1001 })).toMatchObject([{ kind: 'silent_source', sourceName: 'gw', severity: 'medium', firstSeen: NOW - 1001, evidence: { blindServers: ['github', 'pay', 'vault'] } }])
    expect([...silent({ createdAt: NOW - 1000 }), ...silent({ lastHeartbeatAt: NOW - 1000 }), ...silent({ alive: [{ from: ago(9), to: NOW - 1000 }] }), ...silent({ heartbeatMs: null })]).toEqual([])
  })

  test('a silent source names the servers that nobody else watches', () => {
    const dead = aWatcher({ id: 'src_dead', name: 'dead', alive: [], lastHeartbeatAt: null, covers: ['github', 'vault'] })
    const blind = (...others: ReturnType<typeof aWatcher>[]) => observeDrift(aDriftInput([], [], { sources: [dead, ...others] }))[0]?.evidence['blindServers']
    expect(blind()).toEqual(['github', 'vault'])
    expect(blind(aWatcher({ covers: ['github'] }))).toEqual(['vault'])
    expect(blind(aWatcher({ vantage: 'agent' }), aWatcher({ id: 's2', sampled: true }))).toEqual(['github', 'vault'])
  })
})
