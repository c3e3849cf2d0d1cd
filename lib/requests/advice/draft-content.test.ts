import { describe, expect, it } from 'vitest'
import type { RequestDraft } from '@/lib/requests/model'
import { judgeDraft } from './draft-content'

const names = {
  agents: new Map([['triage', 'agt_1']]), clients: new Map([['code', 'cli_1']]), people: new Map([['dana@acme.test', 'per_1']]), teams: new Map<string, string>(), server: { id: 'srv_1', sensitivity: 'internal' },
}
const judged = (draft: RequestDraft) => judgeDraft(draft, names)

describe('a draft', () => {
  it('that is whole is judged as what would be asked for', () => {
    const draft = { server: 'github', caller: { agent: 'triage', client: 'code', human: 'dana@acme.test' }, targets: [{ kind: 'tool' as const, name: 'list', access: 'write' as const, scope: ['repo:a', ''] }], purpose: 'Triage', durationDays: 5 }
    expect(judged(draft)).toEqual({
      kind: 'grant', missing: [], errors: [],
      content: { serverId: 'srv_1', agentId: 'agt_1', clientId: 'cli_1', human: { rule: 'person', personId: 'per_1' }, targets: [{ kind: 'tool', name: 'list', access: 'write', scope: ['repo:a'] }], purpose: 'Triage', mode: 'direct', reauthorise: false, startsAt: null, terms: [{ kind: 'days', days: 5 }] },
    })
  })

  it('concludes nothing from what is not said: no human is neither nobody nor anybody, an empty row no target', () => {
    const { content, missing } = judged({ server: 'github', caller: { agent: ' ', human: '' }, targets: [{}, { name: '' }, { name: 'list' }] })
    expect(missing).toEqual(['caller.agent', 'caller.client', 'caller.human', 'purpose'])
    expect(content).toMatchObject({ agentId: null, clientId: null, human: { rule: 'team', teamId: '' }, targets: [{ kind: 'tool', name: 'list', access: 'read', scope: [] }] })
  })

  it('says what nobody knows, and does not call missing what is wrong, nor wrong what is missing', () => {
    expect(judgeDraft({}, { ...names, server: null })).toMatchObject({ content: null, errors: [], missing: ['server', 'caller.agent', 'caller.client', 'caller.human', 'targets', 'purpose'] })
    expect(judged({ server: 'github', caller: { agent: 'nobody' } })).toMatchObject({ content: null, errors: [{ path: 'caller.agent' }] })
  })

  it.each([[{ breakGlass: true, renews: 'gnt_1' }, 'break_glass'], [{ renews: 'gnt_1' }, 'renewal'], [{ confirms: 'gnt_1' }, 'confirmation'], [{ renews: '' }, 'grant']] as const)('%j is a %s', (draft, kind) => {
    expect(judged(draft).kind).toBe(kind)
  })
})
