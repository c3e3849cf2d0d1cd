import { describe, expect, it } from 'vitest'
import type { NameBinding } from '@/lib/names/model'
import { indexNames } from '@/lib/names/resolve'
import { worldWith } from '@/lib/testing/grant-world'
import { isActKind, type NamedAct, resolveCall, toolKey } from './resolve-call'

function binding(holderKind: NameBinding['holderKind'], name: string, holderId: string, more: Partial<NameBinding> = {}): NameBinding {
  return { holderKind, holderId, name, origin: 'alias', sourceName: null, from: null, to: null, ...more }
}

const world = worldWith([], {
  names: indexNames([
    binding('server', 'github', 'github', { origin: 'slug' }), binding('server', 'gh', 'github', { to: 1000 }), binding('server', 'gh', 'jira', { from: 1000 }),
    binding('server', 'gh', 'attic', { sourceName: 'edge' }), binding('server', 'draft', 'draft', { origin: 'slug' }),
    binding('agent', 'spiffe://acme.test/triage', 'triage', { origin: 'identity' }), binding('person', 'dana@acme.test', 'dana', { origin: 'email' }),
  ]),
  tools: new Map([[toolKey('github', 'delete_repo'), { serverId: 'github', name: 'delete_repo', classes: [{ at: 1200, access: 'write' }, { at: 1500, access: 'admin' }] }]]),
})

const act: NamedAct = { at: 900, source: 'gateway', kind: 'tool_call', server: 'github', target: 'delete_repo' }

describe('resolving an act', () => {
  it('takes the holder of a name at that time', () => {
    expect(resolveCall(world, { ...act, server: 'gh' }).serverId).toBe('github')
    expect(resolveCall(world, { ...act, server: 'gh', at: 1000 }).serverId).toBe('jira')
  })

  it('prefers the binding of the source that reports', () => {
    expect(resolveCall(world, { ...act, server: 'gh', source: 'edge' }).serverId).toBe('attic')
  })

  it('gives no id to a server that was not registered', () => {
    expect(resolveCall(world, { ...act, server: 'draft' }).serverId).toBeNull()
    expect(resolveCall(world, { ...act, server: 'nowhere' }).serverId).toBeNull()
  })

  it('keeps names that nobody registered, and absence as absence', () => {
    expect(resolveCall(world, { ...act, agent: 'ghost', client: '' })).toMatchObject({ agentId: null, agentName: 'ghost', clientId: null, clientName: null, humanName: null })
  })

  it('compares e-mail addresses without regard to case, and nothing else', () => {
    expect(resolveCall(world, { ...act, human: 'Dana@ACME.test' })).toMatchObject({ humanId: 'dana', humanName: 'dana@acme.test' })
    expect(resolveCall(world, { ...act, agent: 'SPIFFE://acme.test/triage' }).agentId).toBeNull()
  })

  it('takes the higher of the stated access and the class the tool had then, the first class counting backwards', () => {
    expect(resolveCall(world, act).access).toBe('write')
    expect(resolveCall(world, { ...act, access: 'read' }).access).toBe('write')
    expect(resolveCall(world, { ...act, access: 'admin' }).access).toBe('admin')
    expect(resolveCall(world, { ...act, at: 1500, access: 'read' }).access).toBe('admin')
  })

  it('takes read for context access and write for the rest when nothing is known', () => {
    expect(resolveCall(world, { ...act, target: 'other' }).access).toBe('write')
    expect(resolveCall(world, { ...act, kind: 'context_access', target: 'delete_repo' }).access).toBe('read')
    expect(resolveCall(world, { ...act, kind: 'downstream_action', target: 'delete_repo', at: 1600 }).access).toBe('write')
  })

  it('leaves decisions and credentials without a verdict', () => {
    expect(['tool_call', 'context_access', 'downstream_action', 'decision', 'credential', 'toString'].map(isActKind)).toEqual([true, true, true, false, false, false])
  })
})
