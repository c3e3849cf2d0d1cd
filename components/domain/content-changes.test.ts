import { describe, expect, test } from 'vitest'
import type { ContentView, TargetView } from '@/lib/requests/model'
import { contentChanges } from './content-changes'

const tool = (name: string, more: Partial<TargetView> = {}): TargetView => ({ kind: 'tool', name, access: 'write', scope: [], ...more })
const content = (more: Partial<ContentView> = {}): ContentView => ({
  server: 'github', caller: { agent: 'triage', client: 'any', human: 'any' }, targets: [tool('create_issue')], purpose: 'Triage', mode: 'direct', reauthorise: false,
  startsAt: null, durationDays: 30, until: null, openEnded: false, ...more,
})
const day = (iso: string): string => iso.slice(0, 10)
const changes = (before: ContentView, after: ContentView) => contentChanges(before, after, day)

describe('what differs between two contents of a request', () => {
  test('nothing differs where both say the same', () => {
    expect(changes(content(), content())).toEqual([])
  })

  test('a lower access and a narrower scope of one target are told apart', () => {
    const after = content({ targets: [tool('create_issue', { access: 'read', scope: ['repo:acme/api'] })] })
    expect(changes(content(), after)).toEqual([
      { label: 'Access with create_issue', before: ['write'], after: ['read'] },
      { label: 'Scope of create_issue', before: ['everything'], after: ['repo:acme/api'] },
    ])
  })

  test('of a list of scopes only those that went are shown', () => {
    const before = content({ targets: [tool('create_issue', { scope: ['repo:a/*', 'repo:b/*'] })] })
    const after = content({ targets: [tool('create_issue', { scope: ['repo:a/*'] })] })
    expect(changes(before, after)).toEqual([{ label: 'Scope of create_issue', before: ['repo:b/*'], after: [] }])
  })

  test('a target that was taken away stands as taken away, with all it said', () => {
    const before = content({ targets: [tool('create_issue'), tool('merge', { scope: ['repo:a/*'] })] })
    expect(changes(before, content())).toEqual([{ label: 'Target', before: ['merge, up to write, on repo:a/*'], after: [] }])
  })

  test('a glob in whose place one name came is one change of the target', () => {
    expect(changes(content({ targets: [tool('create_*')] }), content())).toEqual([{ label: 'Target', before: ['create_*'], after: ['create_issue'] }])
  })

  test('a shorter time says both, since both hold', () => {
    const after = content({ durationDays: 7, until: '2026-12-24T00:00:00Z' })
    expect(changes(content(), after)).toEqual([{ label: 'How long', before: ['30 days'], after: ['7 days, and until 2026-12-24'] }])
  })

  test('who may use it is told in words', () => {
    const after = content({ caller: { agent: 'triage', client: 'Claude Code', human: 'dana@acme.test' }, mode: 'task', reauthorise: true })
    expect(changes(content(), after).map(({ label, after: [now] }) => `${label}: ${now}`)).toEqual([
      'Client: Claude Code', 'Acts for: dana@acme.test', 'Mode: only during a task', 'Reauthorise: each write and admin call',
    ])
  })
})
