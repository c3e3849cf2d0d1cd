import { describe, expect, test } from 'vitest'
import { edgesOf } from './delegation-steps'
import { templateMentions } from './template-mentions'

const AT = '2026-11-20T12:00:00.000Z'
const agentOf = (name: string): string | null => ({ planner: 'agt_p', 'https://idp|worker': 'agt_w' })[name] ?? null
const person = { id: 'per_d', key: 'subject per_d', names: new Set(['dana@acme.test', 'https://idp|dana']) }
const pairs = (edges: readonly { from: string; to: string }[]): string[] => edges.map((edge) => `${edge.from} > ${edge.to}`)

describe('who acts for whom in an event', () => {
  test('the human, whoever delegated with the innermost first, then the agent', () => {
    const chain = { personId: 'per_d', agentId: 'agt_t', agent: 'triage', steps: [{ iss: 'https://idp', sub: 'worker' }, { sub: 'planner' }], at: AT }
    expect(pairs(edgesOf(chain, agentOf, person))).toEqual(['subject per_d > agent agt_p', 'agent agt_p > agent agt_w', 'agent agt_w > agent agt_t'])
  })

  test('a step that names the human is the human, and nobody acts for themselves', () => {
    const chain = { personId: 'per_d', agentId: 'agt_p', agent: 'planner', steps: [{ sub: 'planner' }, { iss: 'https://idp', sub: 'dana' }], at: AT }
    expect(pairs(edgesOf(chain, agentOf, person))).toEqual(['subject per_d > agent agt_p'])
  })

  test('identities that nobody registered are told by their names; of somebody else’s call the chain alone counts', () => {
    const chain = { personId: 'per_x', agentId: null, agent: 'spiffe://x', steps: [{ sub: 'stranger' }, { sub: 'planner' }], at: AT }
    expect(pairs(edgesOf(chain, agentOf, person))).toEqual(['agent agt_p > identity stranger', 'identity stranger > identity spiffe://x'])
  })
})

describe('where a review template names somebody', () => {
  const content = { scope: { servers: ['github'], agents: ['owner'], owners: ['Erin@acme.test'] }, stages: [{ reviewers: [{ kind: 'owner' as const }, { kind: 'named' as const, emails: ['erin@acme.test'] }] }], escalateTo: [{ kind: 'named' as const, emails: ['erin@acme.test'] }] }
  test.each([
    ['server', 'github', ['it is what is reviewed']], ['server', 'ledger', []], ['agent', 'owner', ['it is what is reviewed']], ['client', 'github', []],
    ['person', 'erin@acme.test', ['asked as a reviewer', 'asked where nobody answered', 'as an owner in what is reviewed']], ['person', 'owner', []],
  ] as const)('%s %s', (kind, name, found) => {
    expect(templateMentions(content, kind, new Set([name]))).toEqual(found)
  })
})
