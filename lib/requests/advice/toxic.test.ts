import { describe, expect, it } from 'vitest'
import { adviceFacts, aHeldGrant, aKnownServer, aTarget, aTool } from '@/lib/testing/advice-builders'
import type { AdviceFacts } from './facts'
import { TOXIC_RULES, toxicHits } from './toxic'

const ledger = aKnownServer('ledger', { sensitivity: 'confidential', tools: [aTool('list')] })
const mail = aKnownServer('mail', { tools: [aTool('send', { access: 'write', openWorld: true }), aTool('search', { openWorld: null }), aTool('inner', { openWorld: false })] })
const ids = (facts: AdviceFacts): string[] => toxicHits(facts).map((hit) => hit.id)
const CARRY = 'confidential_read_and_open_world_write'
const person = (personId: string) => ({ rule: 'person', personId }) as const
const forDana = { human: person('per_dana') }

describe('reading what is confidential and carrying it away', () => {
  const reads = (held: ReturnType<typeof aHeldGrant>[], content = {}) => adviceFacts({ server: ledger, others: [mail, aKnownServer('vault', { sensitivity: 'restricted' })], held, content: { ...forDana, ...content } })

  it('names both sides: the target that is asked for, and the grant that it holds', () => {
    expect(toxicHits(reads([aHeldGrant('gnt_1', 'mail', { target: 'send', access: 'write' })]))).toMatchObject([{
      id: CARRY, severity: 'high', first: { by: { kind: 'target', index: 0 }, server: 'ledger', target: 'list' }, second: { by: { kind: 'grant', id: 'gnt_1' }, server: 'mail', target: 'send' },
    }])
  })

  it('is found the other way round: the write is asked for, the read is held', () => {
    const facts = adviceFacts({ server: mail, others: [ledger], held: [aHeldGrant('gnt_1', 'ledger')], content: { ...forDana, targets: [aTarget({ name: 'send', access: 'write' })] } })
    expect(toxicHits(facts)).toMatchObject([{ id: CARRY, first: { by: { kind: 'grant', id: 'gnt_1' } }, second: { by: { kind: 'target', index: 0 } } }])
  })

  it('counts a mere read of a tool that says it reaches the open world, and less one that does not deny it', () => {
    expect(toxicHits(reads([aHeldGrant('g', 'mail', { target: 'send' })]))).toMatchObject([{ severity: 'high' }])
    expect(toxicHits(reads([aHeldGrant('g', 'mail', { target: 'search' })]))).toMatchObject([{ severity: 'medium' }])
    expect(ids(reads([aHeldGrant('g', 'mail', { target: 'inner' })]))).toEqual([])
  })

  it('weighs less where what is read does not fall to a lower class, or the tools say that they stay in a closed world', () => {
    expect(toxicHits(reads([aHeldGrant('g', 'vault', { target: 'put', access: 'write' })]))).toMatchObject([{ severity: 'medium' }])
    expect(toxicHits(reads([aHeldGrant('g', 'mail', { target: 'put', access: 'write' })]))).toMatchObject([{ severity: 'high' }])
    expect(toxicHits(reads([aHeldGrant('g', 'mail', { target: 'inner', access: 'write' })]))).toMatchObject([{ severity: 'medium' }])
  })

  it('is no concern on one server, from an internal one, in two clients, or for two humans', () => {
    const write = { target: 'send', access: 'write' } as const
    expect(ids(adviceFacts({ server: ledger, held: [aHeldGrant('g', 'ledger', write)], content: forDana }))).toEqual([])
    expect(ids(adviceFacts({ others: [mail], held: [aHeldGrant('g', 'mail', write)], content: forDana }))).toEqual([])
    expect(ids(reads([aHeldGrant('g', 'mail', { ...write, clientId: 'cli_a' })], { clientId: 'cli_b' }))).toEqual([])
    expect(ids(reads([aHeldGrant('g', 'mail', { ...write, human: person('per_erin') })]))).toEqual([])
    expect(ids(reads([aHeldGrant('g', 'mail', { ...write, human: { rule: 'none' } })]))).toEqual([])
    expect(ids(reads([aHeldGrant('g', 'mail', { ...write, human: { rule: 'any' } })]))).toEqual([CARRY])
  })

  it('is found between two targets of one request, and within one that admits both, where a tool of a confidential server says that it reaches the open world', () => {
    const crm = aKnownServer('crm', { sensitivity: 'restricted', tools: [aTool('customers'), aTool('send_mail', { access: 'write', openWorld: true })] })
    const asked = (...names: string[]) => toxicHits(adviceFacts({ server: crm, content: { ...forDana, targets: names.map((name) => aTarget({ name })) } }))
    expect(asked('customers', 'send_mail')).toMatchObject([{ id: CARRY, severity: 'medium', first: { target: 'customers' }, second: { target: 'send_mail' } }])
    expect(asked('*')).toMatchObject([{ id: CARRY, first: { target: '*' }, second: null }])
    expect([asked('customers'), asked('send_mail')]).toEqual([[], []])
  })

  it('is not the doing of a request when both sides are held already', () => {
    const facts = adviceFacts({ others: [ledger, mail], held: [aHeldGrant('a', 'ledger'), aHeldGrant('b', 'mail', { target: 'send', access: 'write' })], content: forDana })
    expect(ids(facts)).toEqual([])
  })

  it('does not name what the reader may not see, and still says that there is something', () => {
    const [hit] = toxicHits(reads([aHeldGrant('gnt_secret', 'mail', { target: 'send', access: 'write' }, { hidden: true })]))
    expect(hit).toMatchObject({ id: CARRY, second: { hidden: true, server: '', target: '', by: { id: '' } } })
    expect(JSON.stringify(hit)).not.toMatch(/gnt_secret|mail|send/)
  })

  it('holds a renewal against all but the grant that it renews', () => {
    const held = [aHeldGrant('gnt_old', 'ledger', forDana), aHeldGrant('gnt_1', 'mail', { target: 'send', access: 'write' })]
    expect(ids({ ...reads(held), kind: 'renewal', grantId: 'gnt_old' })).toEqual([CARRY])
  })
})

describe('taking orders from strangers', () => {
  const search = aKnownServer('web', { tools: [aTool('search', { openWorld: true })] })
  const deploy = (more = {}) => adviceFacts({ server: aKnownServer('deploy', { effects: ['production_change'] }), others: [search], held: [aHeldGrant('g', 'web', { target: 'search' })], content: { ...forDana, targets: [aTarget({ name: 'roll_out', access: 'write' })], ...more } })

  it('is found where open-world content meets a write that counts', () => {
    expect(toxicHits(deploy())).toMatchObject([{ id: 'open_world_read_and_grave_write', severity: 'medium', first: { server: 'web' }, second: { server: 'deploy' } }])
    expect(ids(deploy({ targets: [aTarget({ name: 'status' })] }))).toEqual([])
  })
})

describe('what is wrong by itself', () => {
  const one = (server: Parameters<typeof aKnownServer>[1], target: Parameters<typeof aTarget>[0], more = {}): string[] => ids(adviceFacts({ server: aKnownServer('one', server), content: { ...forDana, targets: [aTarget(target)], ...more } }))

  it.each([['iam', 'write', true], ['secrets', 'admin', true], ['iam', 'read', false], ['payments', 'admin', false]] as const)('an agent with power over %s by %s could widen its own reach: %s', (effect, access, found) => {
    expect(one({ effects: [effect] }, { access }).includes('self_amplifying_admin')).toBe(found)
  })

  it('a change of production needs a human who answers for it', () => {
    for (const human of [{ rule: 'none' }, { rule: 'any' }]) expect(one({ effects: ['production_change'] }, { access: 'write' }, { human })).toContain('production_change_without_human')
    for (const human of [person('per_dana'), { rule: 'team', teamId: 'tem_core' }]) expect(one({ effects: ['payments'] }, { access: 'admin' }, { human })).toEqual([])
    expect(one({ effects: ['production_change'] }, { access: 'read' }, { human: { rule: 'none' } })).toEqual([])
  })

  it('admin on nobody’s behalf is unattended; for anybody it needs a fresh approval', () => {
    expect(one({}, { access: 'admin' }, { human: { rule: 'none' }, reauthorise: true })).toEqual(['unattended_admin'])
    expect(one({}, { access: 'admin' }, { human: { rule: 'any' } })).toEqual(['unattended_admin'])
    expect(one({}, { access: 'admin' }, { human: { rule: 'any' }, reauthorise: true })).toEqual([])
  })

  it('has a rule with an id of its own and a title each', () => {
    expect(new Set(TOXIC_RULES.map((rule) => rule.id)).size).toBe(TOXIC_RULES.length)
    expect(TOXIC_RULES.every((rule) => rule.title.length > 10)).toBe(true)
  })
})
