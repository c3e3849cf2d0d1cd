import { describe, expect, it } from 'vitest'
import { type CatalogueTool, claimsOf, sortCatalogue, standingOf } from './tool-standing'

const AT = new Date('2026-11-21T10:00:00Z')
const stored = { definitionHash: 'b', approvedHash: 'b', removedAt: null, versions: [] }

describe('where a definition stands', () => {
  it.each([
    ['approved', stored],
    ['removed', { ...stored, removedAt: AT }],
    ['declared', { ...stored, definitionHash: null, approvedHash: null }],
    ['added', { ...stored, approvedHash: null }],
    ['altered', { ...stored, approvedHash: 'a', versions: [{ change: 'altering' }] }],
    ['widened', { ...stored, approvedHash: 'a', versions: [{ change: 'altering' }, { change: 'widening' }] }],
  ])('%s', (standing, tool) => expect(standingOf(tool, true)).toBe(standing))

  it('nothing is added where nothing was ever approved', () => expect(standingOf({ ...stored, approvedHash: null }, false)).toBe('listed'))
})

describe('what a server claims', () => {
  it.each([
    [null, ['nothing']], [{}, ['nothing']], [{ readOnlyHint: false }, ['nothing']], [{ readOnlyHint: 'true' }, ['nothing']],
    [{ readOnlyHint: true, openWorldHint: false }, ['read only', 'closed world']], [{ destructiveHint: true, openWorldHint: true }, ['destructive', 'open world']],
  ])('%j', (annotations, claims) => expect(claimsOf(annotations)).toEqual(claims))
})

describe('the order of the catalogue', () => {
  const tool = (id: string, calls: number | null): CatalogueTool => ({
    id, server: id.split('/')[0] ?? '', sensitivity: 'internal', name: id.split('/')[1] ?? '', title: null, description: null, accessClass: 'read', decided: 'person', because: null, claims: ['nothing'],
    version: 1, standing: 'approved', grants: 0, firstSeenAt: AT.toISOString(), use: calls === null ? null : { recent: 0, calls, callers: 0, lastAt: null },
  })
  const tools = [tool('b/x', 5), tool('a/y', 5), tool('c/z', 9), tool('d/w', null)]

  it('puts the most called first and equal ones by name', () => expect(sortCatalogue(tools, '-calls').map(({ id }) => id)).toEqual(['c/z', 'a/y', 'b/x', 'd/w']))
  it('falls back to calls for a sort that it does not know', () => expect(sortCatalogue(tools, 'nonsense').map(({ id }) => id)).toEqual(['d/w', 'a/y', 'b/x', 'c/z']))
})
