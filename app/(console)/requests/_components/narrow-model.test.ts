import { describe, expect, test } from 'vitest'
import type { ContentView, TargetView } from '@/lib/requests/model'
import { narrowedOf, narrowFormOf } from './narrow-model'

const target = (name: string): TargetView => ({ kind: 'tool', name, access: 'write', scope: ['repo:acme/*'] })
const asked = (more: Partial<ContentView> = {}): ContentView => ({
  server: 'github', caller: { agent: 'triage', client: 'any', human: 'any' }, targets: [target('create_issue')], purpose: 'Triage', mode: 'direct', reauthorise: false,
  startsAt: null, durationDays: 30, until: null, openEnded: false, ...more,
})

describe('what an approver takes away', () => {
  test('nothing, as long as nothing was touched', () => {
    expect(narrowedOf(narrowFormOf(asked()), asked())).toBeNull()
  })

  test('of one target: its ceiling and scope', () => {
    const form = narrowFormOf(asked())
    const narrowed = narrowedOf({ ...form, targets: form.targets.map((row) => ({ ...row, access: 'read', scope: 'repo:acme/api' })) }, asked())
    expect(narrowed).toEqual({ target: { kind: 'tool', name: 'create_issue' }, access: 'read', scope: ['repo:acme/api'] })
  })

  test('of several: those that are left', () => {
    const content = asked({ targets: [target('create_issue'), target('merge')] })
    const form = narrowFormOf(content)
    expect(narrowedOf({ ...form, targets: form.targets.slice(0, 1) }, content)).toEqual({ targets: [target('create_issue')] })
  })

  test('time, client, human and freedom', () => {
    expect(narrowedOf({ ...narrowFormOf(asked()), days: '7', until: '2027-01-01', client: 'Claude Code', human: 'dana@acme.test', task: true, reauthorise: true }, asked())).toEqual({
      durationDays: 7, until: '2027-01-01T00:00:00.000Z', caller: { client: 'Claude Code', human: 'dana@acme.test' }, mode: 'task', reauthorise: true,
    })
  })
})
