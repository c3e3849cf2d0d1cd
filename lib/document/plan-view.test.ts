import { describe, expect, test } from 'vitest'
import type { Words } from '@/lib/requests/content-view'
import type { Content, Standing, Wanted } from './model'
import { planDocument } from './plan'
import { differenceViews, planHash, planSentence } from './plan-view'

const words: Words = { server: (id) => id, agent: (id) => id ?? 'any', client: (id) => id ?? 'any', human: (human) => human.rule }
const content: Content = { serverId: 's', agentId: 'a', clientId: null, human: { rule: 'any' }, targetKind: 'tool', target: 'create_*', access: 'write', scope: ['x*'], purpose: 'p', mode: 'direct', reauthorise: false, from: 0, until: 2_000 }

test.each<[Partial<Content>, string]>([
  [{ access: 'read' }, 'access less'], [{ access: 'admin' }, 'access more'], [{ target: 'create_a' }, 'target less'], [{ target: '*' }, 'target more'], [{ target: 'drop' }, 'target other'], [{ scope: ['xy'] }, 'scope less'], [{ scope: [] }, 'scope more'], [{ scope: ['y'] }, 'scope other'],
  [{ until: 1_900 }, 'validUntil less'], [{ until: null }, 'validUntil more'], [{ agentId: null }, 'agent more'], [{ clientId: 'c' }, 'client less'], [{ human: { rule: 'none' } }, 'human other'], [{ mode: 'task' }, 'mode less'], [{ reauthorise: true }, 'reauthorise less'], [{ purpose: 'q' }, 'purpose other'], [{ from: 1_500 }, 'validFrom less'],
])('%o is told by its field as %s', (change, expected) => {
  expect(differenceViews(content, { ...content, ...change }, words, 1_000).map(({ field, effect }) => `${field} ${effect}`)).toEqual([expected])
})

describe('the hash of a plan', () => {
  const hash = (wanted: Partial<Content>[], standing: Partial<Content>[], now = 1_000, need = 1): string => {
    const entries = wanted.map((more, index): Wanted => ({ index, id: null, content: { ...content, ...more } }))
    const grants = standing.map((more, i): Standing => ({ id: `g${i}`, content: { ...content, ...more, from: 0 }, longest: null }))
    return planHash(['s'], planDocument(entries, grants, [], now), entries, grants, new Map([[0, need]]))
  }

  test('stays the same as time goes by, and changes with grants, entries and who must approve', () => {
    const plan = hash([{ access: 'admin' }], [{}])
    expect(hash([{ access: 'admin' }], [{}], 1_500)).toBe(plan)
    for (const other of [hash([{ access: 'read' }], [{}]), hash([{ access: 'admin' }], [{ until: 1_900 }]), hash([{ access: 'admin' }], [{}, { target: 'x' }]), hash([{ access: 'admin' }], [{}], 1_000, 2)]) expect(other).not.toBe(plan)
  })
})

test.each([
  [{ unchanged: 2, create: 0, narrow: 0, widen: 0, revoke: 0 }, 0, 0, 'Nothing is to be done: what stands is what the document says.'],
  [{ unchanged: 0, create: 1, narrow: 0, widen: 1, revoke: 0 }, 2, 0, 'Nothing is to be done. 2 wait for approval already.'],
  [{ unchanged: 0, create: 1, narrow: 1, widen: 2, revoke: 3 }, 1, 1, '3 grants end, one is narrowed and 2 are asked for. What is asked for takes effect only by its approvals. One waits for approval already. Something stands against one step, so nothing can be applied yet.'],
])('a plan in a sentence', (counts, waiting, blocked, sentence) => {
  expect(planSentence(counts, waiting, blocked)).toBe(sentence)
})
