import { describe, expect, it } from 'vitest'
import { answerFaults, type AnswerFacts, answersAs, type Answerer, type Said } from './answering'
import { type BulkItem, leftOut, planBulk } from './bulk'
import type { PeopleFacts, PersonFact, SubjectFacts } from './conflict'
import type { FrozenGrant, FrozenItem, ItemFlag, Recommendation } from './frozen'
import { overrides, reasonNeeded } from './reason-needed'

const person = (id: string, more: Partial<PersonFact> = {}): PersonFact => ({ id, name: id, email: `${id}@acme.test`, active: true, answers: true, isReviewer: false, managerId: null, ...more })
const all = [person('erin'), person('dana'), person('otto'), person('gone', { active: false }), person('adam', { answers: false })]
const people: PeopleFacts = { byId: new Map(all.map((one) => [one.id, one])), byEmail: new Map(), teams: new Map(), reviewers: [] }
const subject: SubjectFacts = { key: 'i', subject: 'grant', access: 'read', ownerId: 'erin', backupOwnerId: null, sponsorId: 'dana', sponsorBefore: null, namedPersonId: null, teamId: null, requesters: [], approvers: [] }
const facts = (more: Partial<AnswerFacts> = {}): AnswerFacts => ({ subject, people, tasks: [{ id: 't1', personId: 'erin', open: true, answeredBy: null }], principals: [], spent: new Set(), ...more })
const by = (personId: string, more: Partial<Answerer> = {}): Answerer => ({ kind: 'person', bootstrap: false, personId, behind: [personId], ...more })

describe('as what somebody answers', () => {
  it.each<[string, Answerer, AnswerFacts, unknown]>([
    ['their own task', by('erin'), facts(), { taskId: 't1', personId: 'erin', onBehalfOf: null }],
    ['that of somebody for whom they stand in', by('otto'), facts({ principals: ['erin'] }), { taskId: 't1', personId: 'otto', onBehalfOf: 'erin' }],
    ['their own before somebody else’s', by('otto'), facts({ principals: ['erin'], tasks: [...facts().tasks, { id: 't2', personId: 'otto', open: true, answeredBy: null }] }), { taskId: 't2', personId: 'otto', onBehalfOf: null }],
    ['the one which they have answered already, of two for whom they stand in', by('otto'), facts({ principals: ['erin', 'gone'], tasks: [...facts().tasks, { id: 't2', personId: 'gone', open: true, answeredBy: 'otto' }] }), { code: 'forbidden' }],
    ['the start token as its owner', by('erin', { kind: 'token', bootstrap: true }), facts(), { taskId: 't1' }],
    ['no other token', by('erin', { kind: 'token' }), facts(), { code: 'forbidden' }],
    ['the start token not, where whoever stands behind it is tied to the item', by('erin', { kind: 'token', bootstrap: true, behind: ['erin', 'dana'] }), facts(), { code: 'forbidden', message: expect.stringContaining('sponsors its agent') }],
    ['nobody who is not asked', by('otto'), facts(), { code: 'forbidden' }],
    ['nobody whose task has ended', by('erin'), facts({ tasks: [{ id: 't1', personId: 'erin', open: false, answeredBy: null }] }), { code: 'forbidden' }],
    ['nobody in conflict, though asked', by('dana'), facts({ tasks: [{ id: 't1', personId: 'dana', open: true, answeredBy: null }] }), { code: 'forbidden' }],
    ['no stand-in of somebody in conflict', by('otto'), facts({ principals: ['dana'], tasks: [{ id: 't1', personId: 'dana', open: true, answeredBy: null }] }), { code: 'forbidden' }],
    ['nobody who has left', by('gone'), facts({ tasks: [{ id: 't1', personId: 'gone', open: true, answeredBy: null }] }), { code: 'forbidden' }],
    ['nobody without a role for it', by('adam'), facts({ tasks: [{ id: 't1', personId: 'adam', open: true, answeredBy: null }] }), { code: 'forbidden' }],
    ['nobody in two stages', by('erin'), facts({ spent: new Set(['erin']) }), { code: 'conflict' }],
  ])('%s', (_, actor, known, expected) => {
    expect(answersAs(actor, known)).toMatchObject(expected as object)
  })
})

const now = new Date('2026-11-20T12:00:00Z')
const later = (days: number): Date => new Date(now.getTime() + days * 86_400_000)
const recommended = (answer: Recommendation['answer']): Recommendation => ({ answer, rule: 'r', text: 'because' })
const frozen = (answer: Recommendation['answer'] = 'none', grant: Partial<FrozenGrant['grant']> = {}): FrozenItem => ({
  subject: 'grant', recommendation: recommended(answer),
  grant: { server: { id: 's' }, agent: { id: 'a' }, client: { id: 'c' }, human: { rule: 'any', id: null, name: 'any' }, target: { kind: 'tool', name: 'list_*' }, access: 'write', scope: [], mode: 'direct', validFrom: '2026-01-01T00:00:00.000Z', validUntil: later(30).toISOString(), ...grant },
}) as unknown as FrozenItem
const ownership = { subject: 'server', recommendation: recommended('keep') } as unknown as FrozenItem
const target = (name: string, access: 'read' | 'write' = 'read'): NonNullable<Said['targets']> => [{ kind: 'tool', name, access, scope: [] }]

describe('what can be answered', () => {
  it.each<[string, Said, FrozenItem, string[]]>([
    ['keep', { answer: 'keep' }, frozen(), []],
    ['keep against the recommendation needs a reason', { answer: 'keep' }, frozen('revoke'), ['reason']],
    ['and with one it can be given', { answer: 'keep', reason: 'x' }, frozen('revoke'), []],
    ['revoke against a keep needs one', { answer: 'revoke' }, frozen('keep'), ['reason']],
    ['shortening needs an end', { answer: 'shorten' }, frozen(), ['until']],
    ['before it ends anyway', { answer: 'shorten', until: later(30) }, frozen(), ['until']],
    ['after now', { answer: 'shorten', until: now }, frozen(), ['until']],
    ['such as in ten days', { answer: 'shorten', until: later(10) }, frozen(), []],
    ['what is open-ended can be shortened to anything', { answer: 'shorten', until: later(1000) }, frozen('none', { validUntil: null }), []],
    ['narrowing needs targets', { answer: 'narrow' }, frozen(), ['targets']],
    ['within the grant', { answer: 'narrow', targets: target('delete_all') }, frozen(), ['targets.0']],
    ['that are really less', { answer: 'narrow', targets: target('list_*', 'write') }, frozen(), ['targets']],
    ['such as one tool of a glob, to read', { answer: 'narrow', targets: target('list_issues') }, frozen(), []],
    ['with an end of its own no later than the grant’s', { answer: 'narrow', targets: target('list_issues'), until: later(31) }, frozen(), ['until']],
    ['what somebody answers for is kept or revoked', { answer: 'shorten', until: later(3) }, ownership, ['answer']],
    ['an end means nothing with keep', { answer: 'keep', until: later(3) }, frozen(), ['until']],
  ])('%s', (_, said, item, paths) => {
    expect(answerFaults(said, item, 'low', now).map((one) => one.path)).toEqual(paths)
  })

  it('keeping a high risk needs a reason, revoking or restricting it none', () => {
    expect(['keep', 'revoke', 'shorten', 'abstain'].map((answer) => reasonNeeded(answer as 'keep', recommended('none'), 'critical') !== null)).toEqual([true, false, false, false])
    expect(['shorten', 'narrow', 'revoke', 'look', 'none', 'keep'].map((one) => overrides('keep', one as 'look'))).toEqual([true, true, true, true, false, false])
  })
})

const item = (id: string, more: Partial<BulkItem> = {}): BulkItem => ({ id, risk: 'low', flags: [], recommendation: 'keep', mine: true, answered: false, ...more })

describe('one answer to many', () => {
  it.each<['keep' | 'revoke' | 'abstain', Partial<BulkItem>, string | null]>([
    ['keep', {}, null],
    ['keep', { flags: ['changed'] }, 'changed'],
    ['keep', { recommendation: 'none' }, 'other_recommendation'],
    ['keep', { mine: false }, 'not_yours'],
    ['keep', { answered: true }, 'answered'],
    ['revoke', { recommendation: 'revoke', flags: ['recommended_otherwise', 'never_used', 'new', 'imported'] as ItemFlag[] }, null],
    ['revoke', { recommendation: 'revoke', flags: ['never_used', 'high_risk'] as ItemFlag[] }, 'high_risk'],
    ['revoke', { recommendation: 'keep' }, 'other_recommendation'],
    ['abstain', { recommendation: 'look' }, null],
    ['abstain', { flags: ['not_evaluable'] }, 'not_evaluable'],
  ])('%s leaves out %o: %s', (answer, more, why) => {
    expect(leftOut(answer, item('i', more))).toBe(why)
  })

  it('says how many, of which risk, what is left out and why, and in how many calls', () => {
    const items = [item('a'), item('b', { risk: 'medium' }), item('c', { flags: ['high_risk', 'destructive'], risk: 'high' }), item('d', { mine: false }), item('e', { answered: true }), item('f')]
    const { plan, take } = planBulk('keep', items, 2)
    expect(take).toEqual(['a', 'b'])
    expect(plan).toEqual({
      chosen: 6, answerable: 3, byRisk: { low: 2, medium: 1, high: 0, critical: 0 }, cap: 2, batches: 2, sentence: 'Keep 3; 1 needs a look, 1 is not yours, 1 is answered already.',
      left: [{ why: 'high_risk', count: 1, ids: ['c'] }, { why: 'not_yours', count: 1, ids: ['d'] }, { why: 'answered', count: 1, ids: ['e'] }],
    })
    expect(planBulk('revoke', items.slice(0, 1), 5).plan.sentence).toBe('Nothing to revoke; 1 needs a look.')
  })
})
