import { describe, expect, it } from 'vitest'
import { grantSentence, revokeConsequence } from './describe'

const grant = {
  server: 'github', caller: { agent: 'spiffe://acme.test/triage', client: 'code', human: 'dana@acme.test' }, target: { kind: 'tool' as const, name: 'create_issue' }, access: 'write' as const,
  scope: [], validFrom: '2026-01-02T00:00:00.000Z', validUntil: '2026-03-02T00:00:00.000Z', mode: 'direct' as const, reauthorise: false,
}

describe('a grant in words', () => {
  it('names all three identities, the target, the access, the scope and the window', () => {
    expect(grantSentence(grant)).toBe('Agent spiffe://acme.test/triage, running in code, on behalf of dana@acme.test, may call the tool create_issue on github to read and write, on any resource, from 2 Jan 2026 until 2 Mar 2026.')
  })

  it('says any, none, teams, globs, scopes and open ends as what they are', () => {
    const open = { ...grant, caller: { agent: 'any', client: 'any', human: 'none' }, target: { kind: 'context' as const, name: '*' }, access: 'read' as const, scope: ['repo:a/*', 'repo:b'], validUntil: null }
    expect(grantSentence(open)).toBe('Any registered agent, running in any registered client, on nobody’s behalf, may read all context on github to read, on repo:a/* and repo:b only, from 2 Jan 2026 without an end.')
    expect(grantSentence({ ...grant, caller: { ...grant.caller, human: 'team:core' } })).toContain('on behalf of anyone in team core')
  })
})

describe('the consequence of a revocation', () => {
  it('counts who called under it', () => {
    expect(revokeConsequence({ calls: 311, agents: [{ agent: 'triage', calls: 311 }], days: 30 })).toMatch(/^triage made 311 calls under it in the last 30 days\./)
    expect(revokeConsequence({ calls: 12, agents: [{ agent: 'triage', calls: 11 }, { agent: 'release', calls: 1 }], days: 30 })).toContain(', and one other agent 1.')
    expect(revokeConsequence({ calls: 0, agents: [], days: 30 })).toMatch(/^Nobody made a call/)
  })

  it('claims nothing where use may not be seen', () => {
    expect(revokeConsequence(null)).not.toMatch(/call/)
  })
})
