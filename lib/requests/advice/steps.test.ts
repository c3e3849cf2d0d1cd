import { describe, expect, it } from 'vitest'
import type { ApprovalFacts } from '@/lib/requests/eligibility'
import { type Decision, progressOf } from '@/lib/requests/progress'
import { advisedSteps } from './steps'

const facts = (more: Partial<ApprovalFacts> = {}): ApprovalFacts => ({
  requesters: ['dana'], sponsorId: null, sponsorBefore: null, namedPersonId: null, ownerId: 'olga', backupOwnerId: 'ben', managerId: 'mona', active: new Set(['dana', 'olga', 'ben', 'mona', 'rae', 'rob', 'sam', 'tom', 'uma']), reviewers: new Set(['rae', 'rob']), delegations: [], ...more,
})
const person = (id: string) => ({ id, name: id, email: `${id}@acme.test` })
const steps = (more: Partial<ApprovalFacts> = {}, security: 1 | 2 = 1, decisions: Decision[] = []) => advisedSteps(progressOf({ owner: 1, security }, decisions, facts(more)), facts(more), person)

describe('the steps by name', () => {
  it('say why everybody in the line before the holder is passed over', () => {
    expect(steps({ requesters: ['olga'], sponsorId: 'ben' })[0]).toMatchObject({
      sentence: 'mona, the owner’s manager.', passedOver: [{ person: { id: 'olga' }, why: 'it is their own request' }, { person: { id: 'ben' }, why: 'they sponsor the agent' }],
    })
    expect(steps()[0]?.passedOver).toEqual([])
  })

  it('name who stands in, after whom they stand in for', () => {
    expect(steps({ delegations: [{ personId: 'olga', delegateId: 'tom' }, { personId: 'olga', delegateId: 'uma' }] })[0]?.sentence).toBe('olga, the owner, or tom or uma in their place.')
  })

  it('say how many of whom are needed, and when there are not enough', () => {
    expect(steps()[1]?.sentence).toBe('One of rae and rob.')
    expect(steps({}, 2)[1]?.sentence).toBe('rae and rob.')
    expect(steps({ reviewers: new Set(['rae']) }, 2)[1]?.sentence).toBe('Two security reviewers are needed, and only rae may answer.')
    expect(steps({ reviewers: new Set(['rae', 'rob', 'sam', 'tom', 'uma']) }, 2)[1]?.sentence).toBe('Two of rae, rob, sam and 2 more.')
    expect(steps({ reviewers: new Set() })[1]?.sentence).toMatch(/another security reviewer is needed/)
    expect(steps({ active: new Set(['rae']) })[0]).toMatchObject({ sentence: expect.stringMatching(/Nobody is left/), passedOver: [{ why: 'they are not active any more' }, {}, {}] })
  })

  it('say what is done', () => {
    expect(steps({}, 1, [{ step: 'owner', personId: 'olga', onBehalfOf: null, answer: 'approve' }])[0]).toMatchObject({ sentence: 'Done.', holders: [], passedOver: [] })
  })
})
