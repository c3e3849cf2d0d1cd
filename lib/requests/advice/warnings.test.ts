import { describe, expect, it } from 'vitest'
import { adviceFacts, aHeldGrant, aKnownServer, aTarget, aTool } from '@/lib/testing/advice-builders'
import type { AdviceFacts } from './facts'
import { needsReason, warningsOf } from './warnings'

const texts = (facts: AdviceFacts): string[] => warningsOf(facts).map((warning) => warning.text)
const ids = (facts: AdviceFacts): string[] => warningsOf(facts).map((warning) => warning.id)

describe('warnings', () => {
  it('are none for a narrow read of a known agent', () => {
    expect(warningsOf(adviceFacts({ server: aKnownServer('github', { tools: [aTool('list')] }) }))).toEqual([])
  })

  it('say how a wish is cut, once for each length, and by which rule', () => {
    const content = { terms: [{ kind: 'days', days: 365 }] as const, targets: [aTarget(), aTarget({ name: 'make', access: 'write', scope: ['repo:a'] }), aTarget({ name: 'drop', access: 'write', scope: ['repo:a'] })] }
    expect(warningsOf(adviceFacts({ content }))).toMatchObject([
      { id: 'cut', text: '365 days asked; 180 days at most for read on internal servers.', about: [{ kind: 'target', index: 0 }] },
      { id: 'cut', text: '365 days asked; 90 days at most for write on internal servers.', about: [{ kind: 'target', index: 1 }, { kind: 'target', index: 2 }] },
    ])
    expect(texts(adviceFacts({ server: aKnownServer('ledger', { sensitivity: 'confidential' }), content: { terms: [{ kind: 'open' }] } }))).toEqual(['No end asked; 180 days at most for read on confidential servers.'])
    expect(texts(adviceFacts({ kind: 'break_glass', content: { terms: [{ kind: 'days', days: 1 }] } }))).toEqual(['1 day asked; 4 hours at most in an emergency.'])
  })

  it('say where nobody is left to answer, or too few', () => {
    const holder = (personId: string) => ({ personId, standing: 'security_reviewer', onBehalfOf: null }) as const
    expect(warningsOf(adviceFacts({ steps: [{ step: 'owner', need: 1, have: 0, holders: [] }, { step: 'security', need: 2, have: 0, holders: [holder('a')] }] }))).toMatchObject([
      { id: 'no_approver', severity: 'high', text: 'Nobody is left who may answer the owner’s step.' }, { id: 'no_approver', text: 'The security reviewers’ step needs 2 more people, and only 1 may answer it.' },
    ])
    expect(ids(adviceFacts({ steps: [{ step: 'owner', need: 1, have: 1, holders: [] }, { step: 'security', need: 2, have: 1, holders: [holder('b')] }] }))).toEqual([])
  })

  it('say what is broad and what nobody knows, the grave first', () => {
    const server = aKnownServer('github', { lifecycle: 'pilot', tools: [aTool('made', { access: 'write', unclassified: true }), aTool('news', { changed: true })] })
    const content = { targets: [aTarget({ name: '*', access: 'admin' })], human: { rule: 'person', personId: 'per_dana' } as const, terms: [] }
    expect(warningsOf(adviceFacts({ server, content, agent: { id: 'agt_new', name: 'new', seenAt: null } })).map(({ id, severity }) => [id, severity])).toEqual([
      ['admin_glob', 'high'], ['unscoped_write', 'medium'], ['unclassified_tools', 'medium'], ['changed_definitions', 'medium'], ['agent_never_seen', 'low'], ['pilot', 'low'],
    ])
    expect(ids(adviceFacts({ agent: null, content: { agentId: null } }))).toEqual(['any_agent'])
  })

  it('ask for a reason exactly where one of them is high', () => {
    const facts = adviceFacts({ server: aKnownServer('iam', { effects: ['iam'] }), content: { targets: [aTarget({ access: 'write', scope: ['user:a'] })], human: { rule: 'person', personId: 'per_dana' } } })
    expect(needsReason(warningsOf(facts))).toBe(true)
    expect(needsReason(warningsOf(adviceFacts()))).toBe(false)
    expect(needsReason([{ severity: 'medium' }, { severity: 'low' }])).toBe(false)
  })

  it('are one for all targets and grants that make the same combination', () => {
    const held = [aHeldGrant('a', 'mail', { access: 'write' }), aHeldGrant('b', 'mail', { access: 'write' }), aHeldGrant('c', 'wiki', { access: 'write' })]
    const content = { human: { rule: 'person', personId: 'per_dana' } as const, targets: [aTarget(), aTarget({ name: 'find' })] }
    const [one, ...others] = warningsOf(adviceFacts({ server: aKnownServer('ledger', { sensitivity: 'confidential' }), others: [aKnownServer('mail'), aKnownServer('wiki')], held, content }))
    expect([one?.text, others]).toEqual([expect.stringMatching(/ The same for find, and with 2 other grants that it holds, on mail and wiki\.$/), []])
    expect(one?.about).toEqual([{ kind: 'target', index: 0 }, { kind: 'target', index: 1 }, ...['a', 'b', 'c'].map((id) => ({ kind: 'grant', id }))])
    const hidden = warningsOf(adviceFacts({ server: aKnownServer('ledger', { sensitivity: 'confidential' }), others: [aKnownServer('mail'), aKnownServer('wiki')], held: held.map((grant) => ({ ...grant, hidden: true })), content }))
    expect(hidden.map(({ text }) => text)).toEqual([expect.stringMatching(/The same for find, and with others that you may not see\.$/)])
  })

  it('link both sides of a toxic combination, and only what the reader may see', () => {
    const facts = (hidden: boolean) => adviceFacts({
      server: aKnownServer('ledger', { sensitivity: 'confidential' }), others: [aKnownServer('mail')], held: [aHeldGrant('gnt_1', 'mail', { access: 'write' }, { hidden })], content: { human: { rule: 'person', personId: 'per_dana' } },
    })
    expect(warningsOf(facts(false))).toMatchObject([{ id: 'confidential_read_and_open_world_write', about: [{ kind: 'target', index: 0 }, { kind: 'grant', id: 'gnt_1' }] }])
    expect(warningsOf(facts(true))).toMatchObject([{ about: [{ kind: 'target', index: 0 }] }])
  })
})
