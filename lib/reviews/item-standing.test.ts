import { describe, expect, it } from 'vitest'
import { maySeeAnswer, ownAnswer, type Viewer } from './item-standing'

const ana: Viewer = { all: false, me: 'ana', people: ['ana', 'bo'], answers: true }
const pending = { stage: 2, iteration: 1, state: 'pending' }
const by = (personId: string, more: { stage?: number; iteration?: number; askedId?: string } = {}) => ({ stage: 2, iteration: 1, askedId: personId, personId, ...more })

describe('who sees an answer', () => {
  it.each([
    ['one’s own', ana, pending, by('ana'), null, true],
    ['that of one for whom one stands in', ana, pending, by('bo'), null, true],
    ['one given by somebody in one’s place', ana, pending, by('zoe', { askedId: 'ana' }), null, true],
    ['another’s, before one’s own', ana, pending, by('zoe'), null, false],
    ['another’s, after one’s own', ana, pending, by('zoe'), by('ana'), true],
    ['another’s of an earlier iteration, before one’s own', ana, { ...pending, iteration: 2 }, by('zoe'), null, false],
    ['another’s of an earlier stage', ana, pending, by('zoe', { stage: 1 }), null, true],
    ['another’s, once there is an outcome', ana, { ...pending, state: 'decided' }, by('zoe'), null, true],
    ['anybody’s, for who runs reviews', { ...ana, all: true }, pending, by('zoe'), null, true],
  ] as const)('%s', (_name, viewer, item, answer, own, expected) => {
    expect(maySeeAnswer(viewer, item, answer, own)).toBe(expected)
  })

  it('one’s own word of another iteration is not one’s word in this one', () => {
    expect(ownAnswer(ana, { ...pending, iteration: 2 }, [by('ana')])).toBeNull()
    expect(ownAnswer(ana, pending, [by('bo'), by('ana')])).toEqual(by('ana'))
  })
})
