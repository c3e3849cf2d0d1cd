import { describe, expect, it } from 'vitest'
import { accessSentence } from './access-sentence'
import type { AccessLine } from './access-lines'

function line(target: string, more: Partial<AccessLine> = {}): AccessLine {
  return {
    id: target, server: 'github', kind: 'tool', target, open: false, later: false, access: 'write', toolClass: 'write', unclassified: false, destructive: false, scope: [], agent: null, client: null, human: 'any', humanId: null,
    via: [], grants: [], until: null, rest: null, why: null, use: { calls: 1, lastAt: null }, ...more,
  }
}

const unused = { use: { calls: 0, lastAt: null } }

describe('the answer in a sentence', () => {
  it('says who can, and how many of them were not seen doing it', () => {
    const asked = { names: { server: 'github', tool: 'delete_issue' }, lines: [line('delete_issue', { access: 'admin' })] }
    expect(accessSentence({ ...asked, agents: 3, usedBy: 2 })).toBe('3 agents can call delete_issue on github, at most with admin; one of them was not seen doing so in 90 days.')
    expect(accessSentence({ ...asked, agents: 1, usedBy: 0 })).toBe('One agent can call delete_issue on github, at most with admin; it was not seen doing so in 90 days.')
    expect(accessSentence({ ...asked, agents: 2, usedBy: null })).toBe('2 agents can call delete_issue on github, at most with admin.')
  })

  it('says what one can do, over how many servers, and what of it was not seen used', () => {
    const lines = [line('a'), line('b', unused), line('c', { server: 'wiki', access: 'read' }), line('d', { rest: 'suspended' })]
    expect(accessSentence({ names: { agent: 'spiffe://acme.test/agent/triage' }, lines, agents: 0, usedBy: null }))
      .toBe('triage can reach 3 targets on 2 servers, at most with write; one of them was not seen used in 90 days. One more line stands but gives nothing now.')
  })

  it('counts a target as used when any line of it was', () => {
    expect(accessSentence({ names: { human: 'dana@acme.test' }, lines: [line('a'), line('a', unused)], agents: 2, usedBy: 1 })).toBe('An agent acting for dana@acme.test can reach one target on one server, at most with write.')
  })

  it('answers yes or no where both are asked about', () => {
    const names = { agent: 'triage', server: 'github', tool: 'close_issue' }
    expect(accessSentence({ names, lines: [line('close_issue', unused)], agents: 0, usedBy: null })).toBe('Yes: triage can call close_issue on github, at most with write; no such call was seen in 90 days.')
    expect(accessSentence({ names, lines: [], agents: 0, usedBy: null })).toBe('No grant that you may see lets triage call close_issue on github.')
    expect(accessSentence({ names: { tool: 'delete_*' }, lines: [line('delete_*', { open: true, later: true })], agents: 0, usedBy: 0 })).toBe('Nobody can call delete_*, by the grants that you may see. One glob admits tools that may still come.')
    expect(accessSentence({ names: { tool: 'x' }, lines: [line('x', { rest: 'task' })], agents: 0, usedBy: 0 })).toBe('Nobody can call x, by the grants that you may see. One line stands but gives nothing now.')
  })
})
