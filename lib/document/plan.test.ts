import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { anyPlanning, anyStanding, PLAN_NOW as NOW } from '@/lib/testing/arbitrary-documents'
import { isWithin } from './compare'
import type { Content, Standing, Step, Waiting, Wanted } from './model'
import { planDocument, replacementOf } from './plan'

const RUNS = { numRuns: 3_000 }

type World = { standing: Standing[]; waiting: Waiting[] }

/** What applying does: narrower grants in place of wider ones, ends, and requests. */
function applied(steps: readonly Step[], wanted: readonly Wanted[], { standing, waiting }: World): World {
  const contentOf = (index: number): Content => {
    const found = wanted.find((entry) => entry.index === index)
    if (found === undefined) throw new Error('an entry of a step is in the document')
    return found.content
  }
  const gone = new Set(steps.flatMap((step) => (step.kind === 'revoke' || step.kind === 'narrow' ? [step.grantId] : [])))
  const made = steps.flatMap((step) => (step.kind === 'narrow' ? step.entries.map((entry, i): Standing => {
    const grant = standing.find((one) => one.id === step.grantId)
    if (grant === undefined) throw new Error('a grant that is narrowed stands')
    return { id: `${step.grantId}.${i}`, content: replacementOf(grant, contentOf(entry), NOW), longest: null }
  }) : []))
  const asked = steps.flatMap((step) => ((step.kind === 'create' || step.kind === 'widen') && step.asked === null ? [{ id: `r${step.entry}`, contents: [contentOf(step.entry)] }] : []))
  return { standing: [...standing.filter((grant) => !gone.has(grant.id)), ...made], waiting: [...waiting, ...asked] }
}

const summary = (steps: readonly Step[], wanted: readonly Wanted[]): string[] => steps.map((step) => {
  const of = (index: number): string => JSON.stringify(wanted.find((entry) => entry.index === index)?.content)
  return 'entry' in step ? `${step.kind} ${of(step.entry)} ${'grantIds' in step ? step.grantIds.join() : ''}` : step.kind === 'narrow' ? `narrow ${step.grantId} ${step.entries.map(of).toSorted().join()}` : `revoke ${step.grantId}`
}).toSorted()

describe('a plan', () => {
  test('of what stands is empty', () => {
    fc.assert(fc.property(anyStanding, fc.boolean(), (standing, withIds) => {
      const wanted = standing.map((grant, index): Wanted => ({ index, id: withIds ? grant.id : null, content: grant.content }))
      expect(planDocument(wanted, standing, [], NOW).filter((step) => step.kind !== 'unchanged')).toEqual([])
    }), RUNS)
  })

  test('never leaves anything in force that was not in force before', () => {
    fc.assert(fc.property(anyPlanning, ({ standing, wanted }) => {
      const after = applied(planDocument(wanted, standing, [], NOW), wanted, { standing, waiting: [] }).standing
      for (const grant of after) expect(standing.some((before) => isWithin(before.content, grant.content, NOW)), JSON.stringify(grant)).toBe(true)
    }), RUNS)
  })

  test('applied and made again has left only what waits for an approval', () => {
    fc.assert(fc.property(anyPlanning, ({ standing, wanted }) => {
      const world = applied(planDocument(wanted, standing, [], NOW), wanted, { standing, waiting: [] })
      for (const later of [NOW, NOW + 1]) {
        const again = planDocument(wanted, world.standing, world.waiting, later)
        expect(again.filter((step) => step.kind !== 'unchanged' && !('asked' in step && step.asked !== null))).toEqual([])
      }
    }), RUNS)
  })

  test('says the same whatever the order of the entries', () => {
    fc.assert(fc.property(anyPlanning, fc.infiniteStream(fc.nat()), ({ standing, wanted }, random) => {
      const shuffled = wanted.map((entry) => ({ entry, at: random.next().value as number })).toSorted((a, b) => a.at - b.at).map(({ entry }, index) => ({ ...entry, index }))
      expect(summary(planDocument(shuffled, standing.toReversed(), [], NOW), shuffled)).toEqual(summary(planDocument(wanted, standing, [], NOW), wanted))
    }), RUNS)
  })

  test('speaks of every entry once, and of every grant at least once', () => {
    fc.assert(fc.property(anyPlanning, ({ standing, wanted }) => {
      const steps = planDocument(wanted, standing, [], NOW)
      const entries = steps.flatMap((step) => ('entry' in step ? [step.entry] : step.kind === 'narrow' ? step.entries : []))
      expect(entries.toSorted((a, b) => a - b)).toEqual(wanted.map((entry) => entry.index))
      const grants = steps.flatMap((step) => ('grantIds' in step ? step.grantIds : 'grantId' in step && step.grantId !== null ? [step.grantId] : []))
      expect(new Set(grants)).toEqual(new Set(standing.map((grant) => grant.id)))
    }), RUNS)
  })

  test('ends everything once what was asked for is approved exactly so', () => {
    fc.assert(fc.property(anyPlanning, ({ standing, wanted }) => {
      const first = planDocument(wanted, standing, [], NOW)
      const world = applied(first, wanted, { standing, waiting: [] })
      const approved = first.flatMap((step) => ('asked' in step ? wanted.filter((entry) => entry.index === step.entry).map((entry): Standing => ({ id: `a${step.entry}`, content: { ...entry.content, from: Math.max(entry.content.from ?? NOW, NOW) }, longest: null })) : []))
      const again = planDocument(wanted, [...world.standing, ...approved], [], NOW)
      expect(again.every((step) => step.kind === 'unchanged' || step.kind === 'revoke')).toBe(true)
    }), RUNS)
  })
})

describe('which grant an entry is', () => {
  const content: Content = { serverId: 's', agentId: 'a', clientId: 'c', human: { rule: 'any' }, targetKind: 'tool', target: 'create_*', access: 'write', scope: [], purpose: 'p', mode: 'direct', reauthorise: false, from: null, until: 2_000 }
  const grant = (more: Partial<Content> = {}, id = 'g'): Standing => ({ id, content: { ...content, ...more, from: more.from ?? 0 }, longest: null })
  const plan = (entries: Partial<Content>[], grants: Standing[], id: string | null = null): Step[] => planDocument(entries.map((more, index) => ({ index, id: index === 0 ? id : null, content: { ...content, ...more } })), grants, [], NOW)

  test.each([
    ['less access', { access: 'read' }, 'narrow'], ['a named tool', { target: 'create_issue' }, 'narrow'], ['an earlier end', { until: 1_500 }, 'narrow'], ['a scope', { scope: ['x'] }, 'narrow'], ['a named human', { human: { rule: 'person', personId: 'p' } }, 'narrow'],
    ['fresh approvals', { reauthorise: true }, 'narrow'], ['a task only', { mode: 'task' }, 'narrow'], ['a later beginning', { from: 1_200 }, 'narrow'],
    ['more access', { access: 'admin' }, 'widen'], ['every tool', { target: '*' }, 'widen'], ['a later end', { until: 3_000 }, 'widen'], ['no end', { until: null }, 'widen'], ['any agent', { agentId: null }, 'widen'],
  ] as const)('%s is %3$s, with its id and without', (_, more, kind) => {
    for (const id of ['g', null]) expect(plan([more as Partial<Content>], [grant()], id).map((step) => step.kind)).toEqual([kind])
  })

  test('another purpose is asked for anew', () => {
    expect(plan([{ purpose: 'q' }], [grant()], 'g')).toEqual([{ kind: 'widen', entry: 0, grantIds: ['g'], asked: null }])
  })

  test('one glob gives way to several tools, and what nobody wants ends', () => {
    expect(plan([{ target: 'create_a' }, { target: 'create_b', access: 'read' }], [grant(), grant({ agentId: 'other' }, 'h')])).toEqual([{ kind: 'narrow', grantId: 'g', entries: [0, 1] }, { kind: 'revoke', grantId: 'h' }])
  })

  test('what a wider entry would make needless stays until the entry is approved', () => {
    expect(plan([{ target: '*' }], [grant({}, 'g'), grant({ target: 'x' }, 'h')])).toEqual([{ kind: 'widen', entry: 0, grantIds: ['g', 'h'], asked: null }])
  })

  test('an end later than the settings allow is as good as the longest one', () => {
    expect(planDocument([{ index: 0, id: null, content: { ...content, until: null } }], [{ ...grant(), longest: 2_000 }], [], NOW)).toEqual([{ kind: 'unchanged', entry: 0, grantId: 'g', note: 'longest' }])
  })

  test('an entry whose time is over asks for nothing', () => {
    expect(plan([{ until: 900 }], [])).toEqual([{ kind: 'unchanged', entry: 0, grantId: null, note: 'over' }])
  })
})
