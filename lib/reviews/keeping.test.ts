import { describe, expect, it } from 'vitest'
import type { PeopleFacts, PersonFact, SubjectFacts } from './conflict'
import { askAgain, fallenAway, type HeldItem, type HeldTask, keepItem } from './keeping'
import type { Answer } from './outcome'
import type { Standing } from './reviewer'

const NAMES: Record<string, Partial<PersonFact>> = { erin: { managerId: 'mona' }, bert: {}, mona: {}, dana: {}, otto: {}, gone: { active: false }, lost: { answers: false }, rae: { isReviewer: true }, rob: { isReviewer: true } }
const all = Object.entries(NAMES).map(([id, of]): PersonFact => ({ id, name: id, email: `${id}@acme.test`, active: true, answers: true, isReviewer: false, managerId: null, ...of }))
const people: PeopleFacts = { byId: new Map(all.map((one) => [one.id, one])), byEmail: new Map(all.map((one) => [one.email, one.id])), teams: new Map(), reviewers: ['rae', 'rob'] }
const subject: SubjectFacts = { key: 'i', subject: 'grant', access: 'read', ownerId: 'erin', backupOwnerId: 'bert', sponsorId: 'dana', sponsorBefore: null, namedPersonId: null, teamId: null, requesters: [], approvers: [] }

const task = (personId: string, more: { standing?: Standing; said?: Answer; by?: string; open?: boolean } = {}): HeldTask & { why: string | null } => ({
  id: `t_${personId}`, personId, standing: more.standing ?? 'owner', open: more.open ?? true, why: null, answer: more.said === undefined ? null : { personId: more.by ?? personId, answer: more.said },
})
const item = (...tasks: HeldTask[]): HeldItem => ({ subject, tasks, spent: new Set() })
const rules = { reviewers: [{ kind: 'owner' as const }], fallback: [] }
const added = (of: HeldItem, escalate: boolean | null = null): string[] => keepItem(rules, of, people, new Map(), escalate === null ? null : [{ kind: 'security' }]).added.map((one) => `${one.personId} as ${one.standing}`)

describe('who falls away while a stage runs', () => {
  it.each<[string, HeldTask[], ReturnType<typeof fallenAway>]>([
    ['whoever has left before answering', [task('gone')], { ended: [{ taskId: 't_gone', reason: 'gone has left.', conflict: false }], voided: [] }],
    ['whoever lost the role before answering', [task('lost')], { ended: [{ taskId: 't_lost', reason: 'lost has no role that answers reviews.', conflict: false }], voided: [] }],
    ['not whoever left after answering', [task('gone', { said: 'keep' })], { ended: [], voided: [] }],
    ['whoever has come into conflict, answered or not', [task('dana', { said: 'keep' })], { ended: [{ taskId: 't_dana', reason: 'dana sponsors its agent.', conflict: true }], voided: [] }],
    ['the word of a stand-in who has come into conflict, while the task goes on', [task('erin', { said: 'keep', by: 'dana' })], { ended: [], voided: [{ taskId: 't_erin', reason: 'dana sponsors its agent.' }] }],
    ['nobody twice', [task('gone', { open: false })], { ended: [], voided: [] }],
  ])('%s', (_, tasks, expected) => {
    expect(fallenAway(item(...tasks), people)).toEqual(expected)
  })
})

describe('who is asked instead', () => {
  it.each<[string, HeldItem, boolean | null, string[]]>([
    ['nobody, while everything is well', item(task('erin')), null, []],
    ['the next in line', item(task('gone'), task('mona', { standing: 'manager', open: false })), null, ['erin as owner']],
    ['nobody instead of one of several who were named', item(task('gone', { standing: 'named' }), task('rae', { standing: 'named' })), null, []],
    ['somebody instead of the last who was named', item(task('gone', { standing: 'named' })), null, ['erin as owner']],
    ['whoever can be found now, where nobody could be', item(), null, ['erin as owner']],
    ['not whoever was asked before and is not any more', item(task('erin', { open: false })), null, ['bert as backup_owner']],
    ['not whoever answered an earlier stage', { ...item(), spent: new Set(['erin']) }, null, ['bert as backup_owner']],
    ['one more where it is undecided', item(task('erin')), true, ['rae as escalation']],
    ['one more where nobody could tell', item(task('erin', { said: 'abstain' })), true, ['rae as escalation']],
    ['none where it is decided', item(task('erin', { said: 'revoke' })), true, []],
    ['none a second time, though the first is not asked any more', item(task('erin'), task('rae', { standing: 'escalation', open: false })), true, []],
  ])('%s', (_, of, escalate, expected) => {
    expect(added(of, escalate)).toEqual(expected)
  })

  it('says for whom', () => {
    expect(keepItem(rules, item(task('gone')), people, new Map(), null).added).toEqual([{ personId: 'erin', standing: 'owner', why: 'gone has left.' }])
  })

  it('asking again asks the same people, and for those who cannot any more the next in line', () => {
    const before = [task('erin'), task('gone', { standing: 'backup_owner' })]
    expect(askAgain(rules, item(...before), before, people, new Map()).map((one) => one.personId)).toEqual(['erin', 'bert'])
  })
})
