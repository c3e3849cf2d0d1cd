import { describe, expect, test } from 'vitest'
import type { GrantFact, ToolFact } from '@/lib/grants/model'
import { CLAIMS, exportWorld } from '@/lib/testing/enforcement-world'
import { type CaseGrant, caseGrant } from '@/lib/testing/grant-world'
import { claimsOf } from './export'
import { express } from './express'
import type { Claims, Expressed, ExportWorld } from './model'

const BASE: CaseGrant = { agent: 'triage', client: 'code', human: 'dana', target: 'create_issue', access: 'write' }
const tool = (name: string, access: 'read' | 'write' | 'admin'): ToolFact => ({ serverId: 'github', name, classes: [{ at: 0, access }] })
const TOOLS = { github: [tool('create_issue', 'write'), tool('create_repo', 'admin'), tool('list', 'read')] }

function asked(world: ExportWorld, more: { claims?: Claims; unconfirmed?: 'include'; server?: string } = {}): Expressed {
  return express(world, [...world.declarations.servers.values()].filter((one) => one.id === (more.server ?? 'github')), more.claims ?? CLAIMS, more.unconfirmed ?? 'leave_out')
}

function lost(change: CaseGrant, more: Parameters<typeof exportWorld>[2] = { tools: TOOLS }, question: Parameters<typeof asked>[1] = {}): string[] {
  return asked(exportWorld([caseGrant(BASE, change)], 1450, more), question).notExpressed.map(({ what, effect }) => `${what} ${effect}`)
}

const only = (grants: GrantFact[]): Expressed => asked(exportWorld(grants, 1450, { tools: TOOLS }))

describe('what a gateway cannot be told is left out and listed', () => {
  test.each<[string, CaseGrant, string[]]>([
    ['a scope', { scope: ['repo:*'] }, ['scope left_out']], ['a task credential', { mode: 'task' }, ['task left_out']], ['what happens behind the server', { targetKind: 'downstream', target: 'pg:select' }, ['downstream left_out']],
    ['a tool above the ceiling', { target: 'create_repo' }, ['access left_out']], ['tools above the ceiling of a glob', { target: 'create_*' }, ['access narrowed', 'glob narrowed']], ['a held tool', { suspensions: [{ from: 0, to: null, toolName: 'create_issue' }] }, ['hold left_out']],
    ['a held tool of a glob', { target: '*', suspensions: [{ from: 0, to: null, toolName: 'list' }] }, ['access narrowed', 'hold narrowed', 'glob narrowed']], ['an agent that has gone', { agent: 'old' }, ['agent left_out']], ['a person who has left', { human: 'gone' }, ['human left_out']],
    ['a glob of addresses with a percent sign', { targetKind: 'context', target: 'file:///*', access: 'read' }, ['glob narrowed']],
  ])('%s', (_, change, expected) => {
    expect(lost(change)).toEqual(expected)
  })

  test('a fresh approval: what is read needs none', () => {
    const world = exportWorld([caseGrant(BASE, { id: 'g1', target: '*' })], 1450, { tools: TOOLS, reauthorise: new Set(['g1']) })
    expect(asked(world).permits.map((permit) => permit.names.exact)).toEqual([['list']])
    expect(asked(world).notExpressed.map((one) => one.what)).toEqual(['reauthorise', 'access', 'glob'])
  })

  test('an import that nobody has confirmed, unless it is asked for', () => {
    const more = { tools: TOOLS, unconfirmed: new Set(['g1']) }
    expect([lost({}, more), lost({}, more, { unconfirmed: 'include' })]).toEqual([['confirmation left_out'], []])
  })

  test('a server that nobody is to reach', () => {
    expect(asked(exportWorld([caseGrant(BASE, { server: 'attic' })], 1450), { server: 'attic' }).notExpressed).toMatchObject([{ what: 'server', effect: 'left_out' }])
  })

  test('the human, where tokens do not say; an agent by itself is still told', () => {
    const claims = claimsOf({ agentClaim: 'act.sub', clientClaim: 'azp', humanClaim: 'none' })
    expect([lost({}, undefined, { claims }), lost({ human: 'none' }, undefined, { claims })]).toEqual([['human left_out'], []])
    expect(lost({ human: 'none' }, undefined, { claims: claimsOf({ agentClaim: 'sub', clientClaim: 'azp', humanClaim: 'none' }) })).toEqual(['human left_out'])
  })
})

describe('an export is a snapshot', () => {
  test('true until the earliest end of what it permits, a team’s membership among them', () => {
    const ends = (change: CaseGrant): number | null => only([caseGrant(BASE, change)]).notAfter
    expect([ends({}), ends({ validUntil: 1900 }), ends({ validUntil: 3000, human: 'team:core' }), ends({ validUntil: 1500, scope: ['x'] })]).toEqual([null, 1900, 2000, null])
  })

  test('of what is in force now: what has ended, rests or is still to begin is no part of it', () => {
    const grants = [{ validUntil: 1400 }, { revokedAt: 1000 }, { validFrom: 1600 }, { suspensions: [{ from: 0, to: null }] }].map((change, i) => caseGrant(BASE, { ...change, id: `g${i}` }))
    expect(only(grants)).toMatchObject({ inForce: 0, expressed: 0, permits: [], notExpressed: [] })
  })
})
