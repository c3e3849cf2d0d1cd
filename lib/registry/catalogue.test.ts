import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Annotations, classAfterChange, nextClassAt, suggestClass } from './access-class'
import cases from './cases.json'
import { ACCESS, ACCESS_RANK } from './model'
import { aliasView, diffAliases } from './name-diff'
import { serverFaults } from './server-input'
import { definitionHash } from './definition-hash'
import { definitionOf } from './tool-definition'

describe('a tool’s suggested class', () => {
  it.each(cases.access as [Annotations | null, string, string][])('annotations %j suggest %s', (annotations, access, because) => {
    expect(suggestClass(annotations)).toEqual({ access, because })
  })

  it('never gets lower by a change of the server', () => {
    fc.assert(fc.property(fc.constantFrom(...ACCESS), fc.constantFrom(...ACCESS), (before, suggested) => {
      expect(ACCESS_RANK[classAfterChange(before, suggested)]).toBeGreaterThanOrEqual(ACCESS_RANK[before])
    }))
  })

  it('two classes in one millisecond keep their order', () => {
    const now = new Date(1000)
    expect(nextClassAt(undefined, now)).toBe(now)
    expect(nextClassAt(new Date(999), now)).toBe(now)
    expect(nextClassAt(new Date(1000), now).getTime()).toBe(1001)
  })
})

describe('a tool’s definition', () => {
  it('hashes the same whatever the order of its members, and other when one changes', () => {
    const tool = { name: 'a', description: 'x', inputSchema: { type: 'object', properties: { b: {}, a: {} } } }
    expect(definitionHash({ inputSchema: { properties: { a: {}, b: {} }, type: 'object' }, description: 'x', name: 'a' })).toBe(definitionHash(tool))
    expect(definitionHash({ ...tool, description: 'y' })).not.toBe(definitionHash(tool))
  })

  it('leaves absent members out, and is SHA-256 over canonical JSON', () => {
    expect(definitionOf({ name: 'a', title: undefined })).toEqual({ name: 'a' })
    expect(definitionHash({ name: 'a' })).toBe('d9d719b27480b55cd4918020e7473e716ed3569c8adafe926cf9b10b4f8ef064')
  })
})

describe('a change of aliases', () => {
  const bound = [{ name: 'gh', source: null, from: null }, { name: 'gh', source: 'gateway', from: new Date(5) }]

  it('binds what is new, releases what is left out and keeps the rest, each source by itself', () => {
    expect(diffAliases(bound, [{ name: 'gh', source: null, from: null }, { name: 'hub', source: null, from: null }])).toEqual({
      added: [{ name: 'hub', source: null, from: null }], released: [{ name: 'gh', source: 'gateway', from: new Date(5) }], moved: [],
    })
  })

  it('refuses another start for one that stays', () => {
    expect(diffAliases(bound, [{ name: 'gh', source: 'gateway', from: new Date(6).toISOString() }]).moved).toHaveLength(1)
    expect(diffAliases(bound, [{ name: 'gh', source: 'gateway', from: new Date(5).toISOString() }]).moved).toHaveLength(0)
  })

  it('is answered as it was asked: a name alone where it has neither source nor start', () => {
    expect(bound.map(aliasView)).toEqual(['gh', { name: 'gh', source: 'gateway', from: '1970-01-01T00:00:00.005Z' }])
  })
})

describe('a server’s members together', () => {
  const server = { sensitivity: 'internal', identity: null, transport: 'sse', endpoint: 'https://x.test', command: null, ownerEmail: 'a@x.test', backupOwnerEmail: null, aliases: [], secrets: [] } as const
  const paths = (change: Partial<Parameters<typeof serverFaults>[0]>): string[] => serverFaults({ ...server, ...change } as Parameters<typeof serverFaults>[0]).map((fault) => fault.path)

  it('are right as they stand', () => expect(paths({})).toEqual([]))
  it('need an identity when sensitive', () => expect(paths({ sensitivity: 'restricted' })).toEqual(['identity']))
  it('need a command for stdio and nothing else', () => expect(paths({ transport: 'stdio' })).toEqual(['command', 'endpoint']))
  it('need an endpoint for http and no command', () => expect(paths({ endpoint: null, command: ['x'] })).toEqual(['endpoint', 'command']))
  it('need a backup owner who is somebody else', () => expect(paths({ backupOwnerEmail: 'a@x.test' })).toEqual(['backupOwnerEmail']))
  it('say which alias is given twice', () => expect(paths({ aliases: [{ name: 'a', source: null, from: null }, { name: 'a', source: 's', from: null }, { name: 'a', source: null, from: null }] })).toEqual(['aliases.2']))
})
