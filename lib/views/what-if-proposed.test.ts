import { describe, expect, it } from 'vitest'
import { fieldOf, proposedFrom } from './what-if-proposed'

describe('the grant that an address proposes', () => {
  it('is none before somebody asks, and before anything is filled in', () => {
    expect(proposedFrom({ server: 'github', tool: 'x', access: 'read' })).toBeNull()
    expect(proposedFrom({ add: '1' })).toBeNull()
  })

  it('is for anybody on anything where the address leaves that open', () => {
    expect(proposedFrom({ add: '1', server: 'github', target: ' create_issue ', agent: '', access: 'write' })).toEqual({
      grant: { server: 'github', caller: { agent: 'any', client: 'any', human: 'any' }, target: { kind: 'tool', name: 'create_issue' }, access: 'write', scope: [] },
    })
  })

  it.each([['repo:acme/*, repo:other/x'], ['repo:acme/*\nrepo:other/x'], [' repo:acme/*  repo:other/x ']])('takes resources apart: %j', (scope) => {
    expect(proposedFrom({ add: '1', server: 's', target: 't', scope })).toMatchObject({ grant: { scope: ['repo:acme/*', 'repo:other/x'] } })
  })

  it.each([
    [{ add: '1', server: 'github', target: '' }, 'target'], [{ add: '1', server: '', target: 'x' }, 'server'],
    [{ add: '1', server: 's', target: 't', access: 'root' }, 'access'], [{ add: '1', server: 's', target: 't', kind: 'file' }, 'kind'],
  ])('that is none says at which field: %j', (query, field) => expect(proposedFrom(query)).toMatchObject({ errors: [{ path: field }] }))
})

it('leads every place of a proposed grant to the field that asks for it', () => {
  expect(['changes.0.add.server', 'changes.0.add.caller.agent', 'target.name', 'target.kind', 'scope.3', 'elsewhere'].map(fieldOf)).toEqual(['server', 'agent', 'target', 'kind', 'scope', 'server'])
})
