import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyLoad, anyPassed, anyPeople, anyRules, anySubjects, REVIEW_CAST } from '@/lib/testing/arbitrary-reviews'
import { askedByText, tied } from '@/lib/testing/review-oracle'
import { conflictOf, type PeopleFacts, type SubjectFacts } from './conflict'
import { escalationFor, nextInLine, reviewersForAll, STANDINGS } from './reviewer'

const RUNS = { numRuns: 1500 }
const anyCase = fc.record({ subjects: anySubjects, people: anyPeople, rules: anyRules, load: anyLoad, passed: anyPassed })

const isTied = (subject: SubjectFacts, people: PeopleFacts, person: string): boolean => tied({
  requesters: subject.requesters, human: subject.namedPersonId, members: subject.teamId === null ? [] : [...(people.teams.get(subject.teamId) ?? [])], sponsors: [subject.sponsorId, subject.sponsorBefore], access: subject.access ?? 'read', approvedBy: subject.approvers,
}, person)
const mayAsk = (subject: SubjectFacts, people: PeopleFacts, passed: ReadonlyMap<string, string> | undefined, id: string): boolean => {
  const person = people.byId.get(id)
  return person !== undefined && person.active && person.answers && passed?.has(id) !== true && !isTied(subject, people, id)
}

describe('random people around random grants, asked by random rules', () => {
  it('are in conflict exactly where the second reading says', () => {
    fc.assert(fc.property(anySubjects, anyPeople, (subjects, people) => {
      for (const subject of subjects) for (const id of REVIEW_CAST) expect(conflictOf(subject, people, id) !== null).toBe(isTied(subject, people, id))
    }), RUNS)
  })

  it('are asked as the lines say, the least loaded of security first, item after item', () => {
    fc.assert(fc.property(anyCase, ({ subjects, people, rules, load, passed }) => {
      const counts = new Map(load)
      for (const [index, found] of reviewersForAll(rules, subjects, people, load, passed).entries()) {
        const subject = subjects[index]
        if (subject === undefined) throw new Error('more answers than questions')
        const expected = askedByText({
          owner: subject.ownerId, backup: subject.backupOwnerId, sponsor: subject.sponsorId, human: subject.namedPersonId, manager: (id) => people.byId.get(id ?? '')?.managerId ?? null,
          may: (id) => mayAsk(subject, people, passed.get(subject.key), id), security: people.reviewers.toSorted((a, b) => (counts.get(a) ?? 0) - (counts.get(b) ?? 0) || (a < b ? -1 : 1)), idOf: (email) => people.byEmail.get(email) ?? null,
        }, rules.reviewers, rules.fallback)
        expect(found.asked.map((one) => one.personId)).toEqual(expected)
        for (const id of expected) counts.set(id, (counts.get(id) ?? 0) + 1)
      }
    }), RUNS)
  })

  it('are never in conflict, gone, without a role, passed over, or asked twice; and nobody is said only where no reviewer could be found', () => {
    fc.assert(fc.property(anyCase, ({ subjects, people, rules, load, passed }) => {
      for (const [index, found] of reviewersForAll(rules, subjects, people, load, passed).entries()) {
        const subject = subjects[index]
        if (subject === undefined) throw new Error('more answers than questions')
        const ids = found.asked.map((one) => one.personId)
        expect(new Set(ids).size).toBe(ids.length)
        for (const id of ids) expect(mayAsk(subject, people, passed.get(subject.key), id)).toBe(true)
        expect(found.nobody === null).toBe(ids.length > 0)
        if (ids.length === 0) expect(people.reviewers.filter((id) => mayAsk(subject, people, passed.get(subject.key), id))).toEqual([])
      }
    }), RUNS)
  })

  it('are the same for the same facts, whatever the order in which the facts are listed', () => {
    fc.assert(fc.property(anyCase, ({ subjects, people, rules, load, passed }) => {
      const turned: PeopleFacts = { ...people, byId: new Map([...people.byId].toReversed()), byEmail: new Map([...people.byEmail].toReversed()) }
      expect(reviewersForAll(rules, subjects, turned, load, passed)).toEqual(reviewersForAll(rules, subjects, people, load, passed))
    }), RUNS)
  })

  it('who come next, or are added, may be asked too, and there is a next one wherever there is a reviewer left', () => {
    fc.assert(fc.property(anyCase, fc.constantFrom(...STANDINGS), ({ subjects, people, rules, load, passed }, standing) => {
      for (const subject of subjects) {
        const over = passed.get(subject.key) ?? new Map<string, string>()
        const next = nextInLine(rules, standing, subject, people, load, over)
        if (next !== null) expect(mayAsk(subject, people, over, next.personId)).toBe(true)
        else expect(people.reviewers.filter((id) => mayAsk(subject, people, over, id))).toEqual([])
        for (const { personId } of escalationFor(rules.reviewers, subject, people, load, over)) expect(mayAsk(subject, people, over, personId)).toBe(true)
      }
    }), RUNS)
  })
})
