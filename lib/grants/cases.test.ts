import { describe, expect, it } from 'vitest'
import { type CaseCall, caseCall, type CaseGrant, caseGrant, worldWith } from '@/lib/testing/grant-world'
import { glob, oracleVerdict } from '@/lib/testing/verdict-oracle'
import table from './cases.json'
import { makeJudge } from './make-judge'
import { covers } from './match'
import { isTreacherous, matchesTarget } from './target-match'
import { judge } from './verdict'

type VerdictCase = { title: string; grants: CaseGrant[]; call?: CaseCall; verdict: string; grant?: string; nearest?: string }

// JSON has no literal types; the table is checked by every case that runs.
const base = table.base as unknown as { grant: CaseGrant; call: CaseCall }
const verdicts = table.verdicts as unknown as VerdictCase[]

describe('verdicts by the table', () => {
  it.each(verdicts)('$title', (row) => {
    const grants = row.grants.map((change) => caseGrant(base.grant, change))
    const world = worldWith(grants)
    const call = caseCall(base.call, row.call ?? {})
    const expected = { verdict: row.verdict, grantId: row.grant ?? null, nearestGrantId: row.nearest ?? null }
    expect(judge(world, call)).toEqual(expected)
    expect(makeJudge(world)(call)).toEqual(expected)
    expect(oracleVerdict(world, call)).toEqual(expected)
    if (row.verdict !== 'unregistered') expect(grants.some((grant) => covers(world, grant, call))).toBe(row.verdict === 'granted')
  })
})

describe('patterns by the table', () => {
  it.each(table.targets)('$pattern on $target: $matches', ({ pattern, target, matches }) => {
    expect(matchesTarget(pattern, target)).toBe(matches)
    if (!isTreacherous(target)) expect(glob(pattern, target)).toBe(matches)
  })
})
