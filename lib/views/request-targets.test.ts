import { describe, expect, test } from 'vitest'
import type { Requestable } from '@/lib/requests/queries/requestable'
import { foundFor } from './request-targets'

const tool = (server: string, name: string): Requestable => ({
  server: { slug: server, name: server, sensitivity: 'internal', lifecycle: 'active', environment: 'production' }, name, title: 'A title', description: null, access: 'write', unclassified: false,
  hints: { readOnly: null, destructive: null, openWorld: null },
})

describe('what a search for something to ask for shows', () => {
  test('tools of every server; once one is settled, of that one alone, since a request is about one server', () => {
    const found = [tool('github', 'create_issue'), tool('wiki', 'write_page')]
    expect(foundFor(found, 'write', '').map((hit) => hit.name)).toEqual(['create_issue', 'write_page'])
    expect(foundFor(found, 'write', 'wiki').map((hit) => hit.name)).toEqual(['write_page'])
  })

  test('a glob is offered as it was typed, to read at first, where a server is settled', () => {
    expect(foundFor([], 'create_*', 'github')).toMatchObject([{ server: 'github', name: 'create_*', access: 'read', pattern: true }])
    expect(foundFor([], 'create_*', '')).toEqual([])
    expect(foundFor([], 'create issue *', 'github')).toEqual([])
  })

  test('what a server does not describe is told by its title', () => {
    expect(foundFor([tool('github', 'x')], 'x', '')[0]?.says).toBe('A title')
  })
})
