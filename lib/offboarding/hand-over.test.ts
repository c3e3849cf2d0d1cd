import { describe, expect, it } from 'vitest'
import { handedTo, heirsOf, missingInWords, planHandOver } from './hand-over'
import type { Heir, Heirs } from './succession'

const person = (id: string, managerId: string | null = null, more: Partial<Heir> = {}): [string, Heir] => [id, { id, name: id, active: true, frozen: false, managerId, ...more }]
const heirs = (people: [string, Heir][], more: Partial<Heirs> = {}): Heirs => ({ people: new Map(people), leaverId: 'leo', successorId: null, caseOwnerId: null, openedBy: null, emergency: false, ...more })
const facts = (who: Heirs, more: object = {}): Parameters<typeof planHandOver>[0] => ({ subject: { kind: 'person', id: 'leo', name: 'leo@acme.test', answerable: null, identity: null, ended: false }, heirs: who, fallbackId: null, owned: [], backed: [], sponsored: [], reports: [], cases: [], ...more })
const nobodyNamed = () => null
const server = (id: string, ownerId: string, backupOwnerId: string | null) => ({ id, slug: id, ownerId, backupOwnerId })

describe('where everything goes that a leaver owns', () => {
  it('to the backup owner, who leaves that place; else to the manager; else to the successor; always to somebody who stays', () => {
    const who = heirs([person('leo', 'mia'), person('mia'), person('bo'), person('ada', null, { active: false })])
    const plan = planHandOver(facts(who, { owned: [server('one', 'leo', 'bo'), server('two', 'leo', 'ada')], sponsored: [{ id: 'agent', name: 'agent' }] }), nobodyNamed)
    expect(plan.servers.map((one) => [one.id, one.ownerId, one.backupOwnerId])).toEqual([['one', 'bo', null], ['two', 'mia', 'ada']])
    expect([plan.agents[0]?.sponsorId, plan.missing]).toEqual(['mia', []])
    expect(handedTo(plan).get('mia')).toEqual(['owner of the server two', 'sponsor of the agent agent'])
    expect(heirsOf(plan).toSorted()).toEqual(['ada', 'bo', 'mia'])
  })

  it('to whom it was named for, but to nobody who leaves, is frozen, or has it already', () => {
    const who = heirs([person('leo'), person('bo'), person('kim'), person('icy', null, { frozen: true })], { successorId: 'kim' })
    const plan = planHandOver(facts(who, { owned: [server('one', 'leo', 'bo'), server('two', 'leo', null)], backed: [server('three', 'bo', 'leo')] }), (kind, id) => (id === 'one' ? 'kim' : id === 'two' ? 'icy' : kind === 'backed_server' ? 'bo' : null))
    expect(plan.servers.map((one) => [one.id, one.ownerId, one.backupOwnerId, one.part])).toEqual([['one', 'kim', 'bo', 'owner'], ['two', 'kim', null, 'owner'], ['three', 'bo', 'kim', 'backup']])
  })

  it('names each thing that has nobody to go to', () => {
    const plan = planHandOver(facts(heirs([person('leo')]), { owned: [server('one', 'leo', null)], sponsored: [{ id: 'agt', name: 'robot' }], cases: [{ id: 'off', name: 'old', subjectKind: 'client', subjectId: 'cli', answerable: null }] }), nobodyNamed)
    expect(plan.missing.map(missingInWords)).toEqual(['the server one', 'the agent robot', 'the offboarding of old'])
  })

  it('an emergency finds whoever answers for it, or opened it', () => {
    const who = heirs([person('leo'), person('rae')], { emergency: true, openedBy: 'rae' })
    expect(planHandOver(facts(who, { owned: [server('one', 'leo', null)] }), nobodyNamed)).toMatchObject({ missing: [], servers: [{ ownerId: 'rae' }] })
  })

  it('an offboarding goes with what it is about, and nobody answers for their own', () => {
    const who = heirs([person('leo', 'mia'), person('mia'), person('bo')])
    const of = (kind: 'server' | 'person', id: string) => ({ id: `off_${id}`, name: id, subjectKind: kind, subjectId: id, answerable: null })
    const plan = planHandOver(facts(who, { owned: [server('one', 'leo', 'bo')], cases: [of('server', 'one'), of('person', 'bo'), of('person', 'mia')] }), nobodyNamed)
    expect([plan.cases.map((one) => [one.name, one.ownerId]), plan.missing.map((one) => one.name)]).toEqual([[['one', 'bo'], ['bo', 'mia']], ['mia']])
  })
})
