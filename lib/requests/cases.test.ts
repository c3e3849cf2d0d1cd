import { describe, expect, it } from 'vitest'
import type { Access, Sensitivity } from '@/lib/registry/model'
import { DEFAULT_POLICY, maximumDays, mayBeOpenEnded, type StepCount, stepsBy } from './approval-policy'
import table from './cases.json'
import type { Term } from './content'
import type { ApprovalFacts, Step } from './eligibility'
import { type Decision, progressOf } from './progress'
import { DAY_MS, windowAt } from './window'

type Answer = [string, Step, 'approve' | 'deny', string?]
type PeopleCase = { title: string; facts?: Partial<ApprovalFacts>; gone?: string[]; reviewers?: string[]; standIns?: [string, string][]; answers?: Answer[]; need: [0 | 1, 0 | 1 | 2] }
type WindowCase = { title: string; startsAt?: number; after?: number; terms: ({ kind: 'days'; days: number } | { kind: 'until'; until: number } | { kind: 'open' })[]; openEnded?: boolean; from?: number; until?: number | null; cut?: boolean; none?: boolean }

// JSON has no literal types; the table is checked by every case that runs.
const steps = table.steps as { access: Access; sensitivity: Sensitivity; owner: number; security: number; days: number; open: boolean }[]
const strict = table.strict as { title: string; access: Access; sensitivity: Sensitivity; effects: string[]; strictEffects: string[]; owner: number; security: number }[]
const holders = table.holders as unknown as (PeopleCase & { holders: string[] })[]
const outcomes = table.outcomes as unknown as (PeopleCase & { outcome: string })[]
const windows = table.windows as unknown as WindowCase[]

const EVERYBODY = ['olga', 'bert', 'mona', 'rae', 'rob', 'sam', 'dana', 'otto', 'paul']

function factsOf(row: PeopleCase): ApprovalFacts {
  return {
    requesters: ['dana'], sponsorId: null, sponsorBefore: null, namedPersonId: null, ownerId: 'olga', backupOwnerId: 'bert', managerId: 'mona', active: new Set(EVERYBODY.filter((one) => !(row.gone ?? []).includes(one))),
    reviewers: new Set(row.reviewers ?? ['rae', 'rob', 'sam']), delegations: (row.standIns ?? []).map(([personId, delegateId]) => ({ personId, delegateId })), ...row.facts,
  }
}

function progressBy(row: PeopleCase): ReturnType<typeof progressOf> {
  const need: StepCount = { owner: row.need[0], security: row.need[1] }
  const answers = (row.answers ?? []).map(([personId, step, answer, onBehalfOf]): Decision => ({ personId, step, answer, onBehalfOf: onBehalfOf ?? null }))
  return progressOf(need, answers, factsOf(row))
}

describe('who must approve, by the table', () => {
  it.each(steps)('$access on $sensitivity: owner $owner, security $security, $days days', ({ access, sensitivity, owner, security, days, open }) => {
    const server = { sensitivity, effects: [] }
    expect([stepsBy(DEFAULT_POLICY, [access], server), maximumDays([DEFAULT_POLICY], access, server), mayBeOpenEnded(access, server)]).toEqual([{ owner, security }, days, open])
  })

  it.each(strict)('$title', ({ access, sensitivity, effects, strictEffects, owner, security }) => {
    expect(stepsBy({ ...DEFAULT_POLICY, strictEffects }, [access], { sensitivity, effects })).toEqual({ owner, security })
  })
})

describe('who may, by the table', () => {
  it.each(holders)('$title', (row) => {
    expect(progressBy(row).steps.flatMap((step) => step.holders.map((one) => one.personId))).toEqual(row.holders)
  })
})

describe('what comes of answers, by the table', () => {
  it.each(outcomes)('$title', (row) => {
    expect(progressBy(row).outcome).toBe(row.outcome)
  })
})

describe('windows, by the table', () => {
  const approvedAt = Date.parse('2026-11-20T12:00:00Z')
  const day = (days: number): number => approvedAt + days * DAY_MS

  it.each(windows)('$title', ({ startsAt, after, terms, openEnded, from, until, cut, none }) => {
    const asked = { startsAt: startsAt === undefined ? null : new Date(day(startsAt)).toISOString(), terms: terms.map((term): Term => (term.kind === 'until' ? { kind: 'until', until: new Date(day(term.until)).toISOString() } : term)) }
    const window = windowAt(asked, approvedAt, { maximumDays: 30, openEnded: openEnded ?? false, after: after === undefined ? null : day(after) })
    expect(window).toEqual(none === true ? null : { from: day(from ?? 0), until: until === null ? null : day(until ?? 0), cut })
  })
})
