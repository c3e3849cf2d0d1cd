import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import cases from './cases.json'
import { beforeAfterMove, judgeMove, legalTargets, MOVES, movesOf, type Standing } from './lifecycle'
import { type Lifecycle, LIFECYCLES, SENSITIVITIES, type Sensitivity } from './model'

const standing = (lifecycle: Lifecycle, sensitivity: Sensitivity = 'internal', lifecycleBefore: Lifecycle | null = null): Standing => ({ lifecycle, sensitivity, lifecycleBefore })

describe('the life cycle', () => {
  for (const sensitivity of SENSITIVITIES) {
    const table: Record<string, string[]> = cases.moves[sensitivity]
    it.each(Object.entries(table))(`a ${sensitivity} server in %s goes to these and no others`, (from, to) => {
      expect(legalTargets(standing(from as Lifecycle, sensitivity))).toEqual(to)
    })
  }

  it('quarantine and offboarding go back only to where they came from', () => {
    expect(legalTargets(standing('quarantined', 'internal', 'active'))).toEqual(['active', 'offboarding'])
    expect(legalTargets(standing('quarantined', 'restricted', 'pilot'))).toEqual(['pilot', 'offboarding'])
    expect(legalTargets(standing('offboarding', 'internal', 'quarantined'))).toEqual(['quarantined'])
  })

  it('rejected and retired are final', () => {
    expect(movesOf(standing('rejected'))).toEqual([])
    expect(movesOf(standing('retired'))).toEqual([])
  })

  it('a pilot does not become active without admission, and the refusal says so', () => {
    expect(judgeMove(standing('pilot', 'restricted'), 'active', false)).toMatchObject({ ok: false, reason: expect.stringContaining('admission is not passed') })
  })

  it('only the console retires, and a refusal names what is possible instead', () => {
    expect(judgeMove(standing('offboarding', 'internal', 'active'), 'retired', true).ok).toBe(true)
    expect(judgeMove(standing('offboarding', 'internal', 'active'), 'retired', false)).toMatchObject({ ok: false, reason: expect.stringContaining('can go to active') })
    expect(judgeMove(standing('active'), 'proposed', false)).toMatchObject({ ok: false, reason: 'A server does not go from active to proposed. From active it can go to quarantined, offboarding.' })
  })

  it('entering a pilot is the one move that two people make', () => {
    expect(MOVES.filter((move) => move.people === 2).map((move) => [move.from, move.to])).toEqual([['proposed', 'pilot']])
  })
})

describe('any sequence of moves', () => {
  const walk = fc.record({ sensitivity: fc.constantFrom(...SENSITIVITIES), start: fc.constantFrom(...LIFECYCLES), wishes: fc.array(fc.constantFrom(...LIFECYCLES), { maxLength: 30 }), bySystem: fc.boolean() })

  function follow(input: { sensitivity: Sensitivity; start: Lifecycle; wishes: Lifecycle[]; bySystem: boolean }): Lifecycle[] {
    let server = standing(input.start, input.sensitivity)
    let running: Lifecycle | null = null
    const path: Lifecycle[] = [server.lifecycle]
    for (const to of input.wishes) {
      const answer = judgeMove(server, to, input.bySystem)
      if (!answer.ok) continue
      server = { ...server, lifecycle: to, lifecycleBefore: beforeAfterMove(answer.move, running) }
      if (to === 'pilot' || to === 'active') running = to
      path.push(to)
    }
    return path
  }

  it('never leaves rejected or retired, and never comes back to proposed', () => {
    fc.assert(fc.property(walk, (input) => {
      const path = follow(input)
      const end = path.findIndex((state) => state === 'rejected' || state === 'retired')
      expect(end === -1 || end === path.length - 1).toBe(true)
      expect(path.slice(1)).not.toContain('proposed')
    }))
  })

  it('never takes a confidential or restricted server from proposed to active', () => {
    fc.assert(fc.property(walk, (input) => {
      if (input.start !== 'proposed' || input.sensitivity === 'public' || input.sensitivity === 'internal') return
      expect(follow(input)).not.toContain('active')
    }))
  })

  it('comes out of quarantine and offboarding as what it went in', () => {
    fc.assert(fc.property(walk, (input) => {
      if (input.start !== 'proposed') return
      let running: Lifecycle | null = null
      for (const state of follow(input)) {
        if (state !== 'pilot' && state !== 'active') continue
        expect(running === null || running === state).toBe(true)
        running = state
      }
    }))
  })

  it('always leaves a server that runs a way to quarantine or to its end', () => {
    fc.assert(fc.property(walk, (input) => {
      const last = follow(input).at(-1)
      if (last === 'active' || last === 'pilot') expect(legalTargets(standing(last, input.sensitivity))).toEqual(['quarantined', 'offboarding'])
    }))
  })
})

it('a server whose offboarding has revoked everything only retires, and is told why', () => {
  const revoked = { lifecycle: 'offboarding', lifecycleBefore: 'active', sensitivity: 'internal', revokedAt: new Date(0) } as const
  for (const to of ['active', 'pilot', 'quarantined'] as const) expect(judgeMove(revoked, to, true)).toMatchObject({ ok: false })
  expect(judgeMove(revoked, 'active', false)).toMatchObject({ reason: expect.stringContaining('it only retires') as unknown })
  expect(judgeMove(revoked, 'retired', true).ok).toBe(true)
  expect(judgeMove({ ...revoked, revokedAt: null }, 'active', false).ok).toBe(true)
})
