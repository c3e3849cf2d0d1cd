import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { UsageFact } from '@/lib/activity/model'
import { evaluability } from '@/lib/drift/evaluability'
import type { SourceFact } from '@/lib/drift/model'
import { DAY_MS } from '@/lib/drift/window'
import type { GrantFact } from '@/lib/grants/model'
import { aGrantFact, aUse, aWatcher } from '@/lib/testing/drift-builders'
import { ago, NOW } from '@/lib/testing/drift-time'
import { type CaseGrant, worldWith } from '@/lib/testing/grant-world'
import { type Watch, confirmationOf } from './confirmation'

const END = ago(8)
const own = (more: CaseGrant = {}): GrantFact => aGrantFact({ id: 'own', revokedAt: END, ...more })
const other = (more: CaseGrant = {}): GrantFact => aGrantFact({ id: 'other', ...more })
const lapsed = (more: Partial<UsageFact> = {}): UsageFact => aUse({ verdict: 'lapsed', nearestGrantId: 'own', ...more })
const before = (more: Partial<UsageFact> = {}): UsageFact => aUse({ verdict: 'granted', grantId: 'own', lastAt: ago(20), ...more })

type Case = Partial<Omit<Watch, 'declarations' | 'silence'>> & { others?: readonly GrantFact[]; sources?: readonly SourceFact[] }

function aWatch({ others = [], sources = [aWatcher()], ...more }: Case = {}): Watch {
  const ended = more.ended ?? [own()]
  return {
    declarations: worldWith([...ended, ...(more.left ?? []), ...others]), ended, left: [], endedAt: END, watchMs: 7 * DAY_MS, after: [], used: [before()], now: NOW,
    silence: (window) => evaluability(sources, { id: 'github', slug: 'github' }, window), ...more,
  }
}

const status = (more: Case = {}): string => confirmationOf(aWatch(more)).status

describe('what the watch says', () => {
  it.each<[string, Case, string]>([
    ['nothing came, a gateway watched: confirmed', {}, 'confirmed'],
    ['its days are not over: watching', { endedAt: ago(6) }, 'watching'],
    ['a call came through that it would have covered: still used', { after: [lapsed()] }, 'still_used'],
    ['on the first day already', { endedAt: ago(6), after: [lapsed({ lastAt: ago(5) })] }, 'still_used'],
    ['and long after its days are over', { endedAt: ago(60), after: [lapsed({ lastAt: ago(1) })] }, 'still_used'],
    ['it failed at the server, but it came through', { after: [lapsed({ outcome: 'error' })] }, 'still_used'],
    ['every call was blocked: confirmed', { after: [lapsed({ outcome: 'denied' })] }, 'confirmed'],
    ['nearest to it though it fails more', { after: [lapsed({ verdict: 'over_access', access: 'admin' })] }, 'still_used'],
    ['nearest to another grant, but this one would have covered it too', { after: [lapsed({ nearestGrantId: 'other' })] }, 'still_used'],
    ['another tool', { after: [lapsed({ target: 'pull', nearestGrantId: null, verdict: 'ungranted' })] }, 'confirmed'],
    ['another caller', { after: [lapsed({ agentId: 'release', nearestGrantId: null, verdict: 'wrong_caller' })] }, 'confirmed'],
    ['another grant covered it: that is no use of this one', { after: [aUse({ verdict: 'granted', grantId: 'x' })] }, 'confirmed'],
    ['resources outside its scope', { ended: [own({ scope: ['repo:a/*'] })], after: [lapsed({ resourceKeys: ['repo:b/x'], nearestGrantId: null, verdict: 'out_of_scope' })] }, 'confirmed'],
    ['the same again elsewhere: still reachable', { others: [other()] }, 'still_reachable'],
    ['something broader', { others: [other({ target: '*', access: 'admin' })] }, 'still_reachable'],
    ['something broader, though it was never used', { others: [other({ target: '*' })], used: [] }, 'still_reachable'],
    ['something else that admits what was used', { ended: [own({ target: '*' })], others: [other()] }, 'still_reachable'],
    ['something else that admits nothing of it', { ended: [own({ target: '*' })], others: [other({ target: 'pull' })] }, 'confirmed'],
    ['something less: read where write was used', { others: [other({ access: 'read' })] }, 'confirmed'],
    ['another that is over', { others: [other({ revokedAt: ago(1) })] }, 'confirmed'],
    ['another that begins later', { others: [other({ validFrom: NOW + 1 })] }, 'confirmed'],
    ['another that rests', { others: [other({ suspensions: [{ from: ago(1), to: null }] })] }, 'confirmed'],
    ['another for any agent', { others: [other({ agent: 'any' })] }, 'still_reachable'],
    ['what a narrowing left is no way around it', { ended: [own({ target: '*' })], left: [other()] }, 'confirmed'],
    ['what it took away is reachable elsewhere', { ended: [own({ target: '*' })], left: [other()], others: [other({ id: 'third', target: 'pull' })], used: [before(), before({ target: 'pull' })] }, 'still_reachable'],
    ['it stands again itself', { ended: [own({ revokedAt: null })] }, 'still_reachable'],
    ['cut resources, and another without scope', { used: [before({ resourceKeys: ['repo:a/b/c/*'] })], ended: [own({ target: '*' })], others: [other()] }, 'still_reachable'],
    ['cut resources, and another whose scope holds them all', { used: [before({ resourceKeys: ['repo:a/b/c/*'] })], ended: [own({ target: '*' })], others: [other({ scope: ['repo:a/*'] })] }, 'still_reachable'],
    ['cut resources, and another whose scope holds some', { used: [before({ resourceKeys: ['repo:a/b/c/*'] })], ended: [own({ target: '*' })], others: [other({ scope: ['repo:a/b/c/d'] })] }, 'confirmed'],
    ['nobody watches: not evaluable', { sources: [] }, 'not_evaluable'],
    ['only the agent’s own word: not evaluable', { sources: [aWatcher({ vantage: 'agent' })] }, 'not_evaluable'],
    ['a gap in its first days, and up to now: not evaluable', { sources: [aWatcher({ alive: [{ from: ago(365), to: ago(5) }, { from: ago(4), to: NOW }] })] }, 'not_evaluable'],
    ['a gap, but as long watched since: confirmed', { endedAt: ago(20), sources: [aWatcher({ alive: [{ from: ago(365), to: ago(15) }, { from: ago(14), to: NOW }] })] }, 'confirmed'],
    ['used comes before reachable, and both before silence', { after: [lapsed()], others: [other()], sources: [] }, 'still_used'],
  ])('%s', (_what, more, expected) => {
    expect(status(more)).toBe(expected)
  })

  it('says how many calls by whom and when the last was, and counts what was blocked', () => {
    expect(confirmationOf(aWatch({ after: [lapsed({ count: 13 }), lapsed({ agent: 'release', agentId: 'release', count: 1 }), lapsed({ outcome: 'denied', count: 5 })] })).detail).toMatchObject({
      calls: 14, blocked: 5, lastAt: new Date(ago(2)).toISOString(), text: expect.stringMatching(/^14 calls came through after it was ended, by triage through code for dana and release through code for dana; the last on /),
    })
    expect(confirmationOf(aWatch({ after: [lapsed({ outcome: 'denied', count: 5 })] })).detail).toMatchObject({ source: 'gw', blocked: 5, text: 'No call came through, and 5 were blocked; gw watched all the time.' })
    expect(confirmationOf(aWatch({ others: [other()] })).detail).toMatchObject({ grantIds: ['other'], text: 'Another grant that is in force admits all of it: push (write).' })
    expect(confirmationOf(aWatch({ sources: [aWatcher({ drops: [{ from: ago(3), to: ago(3), count: 4 }] })] })).detail).toMatchObject({ gaps: ['gw lost records'], text: 'Nothing was seen, but nobody can vouch for that: gw lost records.' })
  })
})

describe('whatever happens', () => {
  const name = fc.constantFrom('push', 'pull', '*', 'pu*')
  const access = fc.constantFrom<('read' | 'write' | 'admin')[]>('read', 'write', 'admin')
  const someGrant = fc.record({ target: name, access, agent: fc.constantFrom('triage', 'release', 'any'), scope: fc.constantFrom([], ['repo:a/*']), validUntil: fc.constantFrom(null, NOW + 1, ago(1)) })
  const someUse = fc.record({ target: fc.constantFrom('push', 'pull'), access, agentId: fc.constantFrom('triage', 'release'), outcome: fc.constantFrom<UsageFact['outcome'][]>('success', 'error', 'denied'), verdict: fc.constantFrom('lapsed', 'over_access', 'ungranted', 'granted'), nearestGrantId: fc.constantFrom(null, 'own', 'other'), resourceKeys: fc.constantFrom([], ['repo:a/x'], ['repo:b/x']) })
  const someSources = fc.array(fc.record({ from: fc.integer({ min: 0, max: 20 }), days: fc.integer({ min: 0, max: 20 }), vantage: fc.constantFrom<SourceFact['vantage'][]>('gateway', 'agent') }), { maxLength: 3 })
    .map((list) => list.map((one) => aWatcher({ vantage: one.vantage, alive: [{ from: ago(one.from), to: Math.min(NOW, ago(one.from) + one.days * DAY_MS) }] })))
  const world = fc.record({ mine: someGrant, others: fc.array(someGrant, { maxLength: 3 }), after: fc.array(someUse, { maxLength: 4 }), sources: someSources, endedDays: fc.integer({ min: 0, max: 20 }) })
    .map(({ mine, others, after, sources, endedDays }): Case => ({ ended: [own({ ...mine, validUntil: null, revokedAt: ago(endedDays) })], others: others.map((one, index) => other({ id: `other${index}`, ...one })), after: after.map((use) => aUse({ ...use, lastAt: ago(Math.min(endedDays, 1) / 2) })), sources, endedAt: ago(endedDays) }))

  it('is never confirmed while a use after the end is known that came nearest to it, nor turned from reachable by one', () => {
    fc.assert(fc.property(world, (given) => {
      const used = [...(given.after ?? []), lapsed({ lastAt: NOW })]
      expect(status({ ...given, after: used })).toBe('still_used')
    }))
  })

  it('is never confirmed without a source that vouches for as long a time as the watch, all of it after the end', () => {
    fc.assert(fc.property(world, (given) => {
      const watch = aWatch(given)
      const { status: found, detail } = confirmationOf(watch)
      if (found !== 'confirmed') return
      expect(NOW - watch.endedAt).toBeGreaterThanOrEqual(watch.watchMs)
      const vouching = (given.sources ?? []).filter((source) => source.name === detail.source && source.vantage === 'gateway')
      expect(vouching.some((source) => source.alive.some((one) => one.to - Math.max(one.from, watch.endedAt) + (source.heartbeatMs ?? 0) >= watch.watchMs))).toBe(true)
    }))
  })

  it('is never confirmed by one more grant in force', () => {
    fc.assert(fc.property(world, someGrant, (given, one) => {
      const more = { ...given, others: [...(given.others ?? []), other({ id: 'more', ...one })] }
      if (status(given) === 'still_reachable') expect(status(more)).toBe('still_reachable')
      if (status(more) === 'confirmed') expect(status(given)).toBe('confirmed')
    }))
  })

  it('counts blocked calls and never takes them for use', () => {
    fc.assert(fc.property(world, (given) => {
      const blocked = (given.after ?? []).map((row): UsageFact => ({ ...row, outcome: 'denied' }))
      const found = confirmationOf(aWatch({ ...given, after: blocked }))
      expect(found.status).not.toBe('still_used')
      expect(found.detail.calls).toBe(0)
      expect(found.status).toBe(status({ ...given, after: [] }))
    }))
  })
})
