import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { SourceFact } from '@/lib/drift/model'
import { aWatcher } from '@/lib/testing/drift-builders'
import { NOW } from '@/lib/testing/drift-time'
import { MINUTE, readMinutes } from '@/lib/testing/silence-oracle'
import { type SilenceFacts, silenceOf } from './silence'
import { lengthOf, spansOf, vouchedFor } from './vouched'

const RUNS = { numRuns: 1500 }
const LONG = 240
const SLUGS = ['github', 'vault', 'pay'] as const
const HEARTBEAT = 10

const minute = (max = LONG): fc.Arbitrary<number> => fc.integer({ min: 0, max })
const anySpan = fc.tuple(minute(), fc.integer({ min: 0, max: 150 })).map(([from, length]) => ({ from: from - 20, to: Math.min(from - 20 + length, LONG) }))
const when = (at: number): number => NOW - (LONG - at) * MINUTE

/** As the store keeps them: gaps of at most one heartbeat are bridged. */
function bridged(spans: readonly { from: number; to: number }[]): { from: number; to: number }[] {
  const found: { from: number; to: number }[] = []
  for (const one of [...spans].sort((a, b) => a.from - b.from)) {
    const last = found.at(-1)
    if (last !== undefined && one.from <= last.to + HEARTBEAT) last.to = Math.max(last.to, one.to)
    else found.push({ ...one })
  }
  return found.map((one) => ({ from: when(one.from), to: when(one.to) }))
}

type Draft = { spans: { from: number; to: number }[]; fact: Omit<Partial<SourceFact>, 'alive'> }

const anySource = fc.record({
  spans: fc.array(anySpan, { maxLength: 4 }), sampled: fc.constantFrom(false, false, false, true), vantage: fc.constantFrom<SourceFact['vantage'][]>('gateway', 'gateway', 'server', 'agent', 'mixed'), quiet: fc.constantFrom(false, false, false, true),
  covers: fc.constantFrom<(readonly string[])[]>([], [], ['github'], ['vault', 'pay'], ['pay', 'github']), drops: fc.array(fc.tuple(minute(LONG - 1), fc.integer({ min: 1, max: 20 }), fc.integer({ min: 0, max: 3 })), { maxLength: 2 }),
  letters: fc.constantFrom(0, 0, 0, 0, 1).chain((count) => fc.array(minute(), { minLength: count, maxLength: count })),
}).map(({ spans, sampled, vantage, quiet, covers, drops, letters }): Draft => ({
  spans, fact: { sampled, vantage, covers, heartbeatMs: quiet ? null : HEARTBEAT * MINUTE, drops: drops.map(([from, length, count]) => ({ from: when(from), to: when(from + length) - 1, count })), deadLetters: letters.map(when) },
}))

const anyWorld = fc.record({
  drafts: fc.array(anySource, { minLength: 1, maxLength: 4 }), servers: fc.uniqueArray(fc.constantFrom(...SLUGS), { maxLength: 3 }), watchFrom: minute(200), watch: fc.integer({ min: 1, max: 120 }),
  calls: fc.array(fc.tuple(fc.constantFrom('triage', 'mirror'), minute(LONG - 1), fc.boolean()), { maxLength: 2 }), alarm: fc.integer({ min: 0, max: 40 }),
}).map(({ drafts, servers, watchFrom, watch, calls, alarm }) => ({
  drafts,
  facts: {
    now: NOW, subject: { kind: 'server' as const, name: 'github' }, watchFrom: when(watchFrom), watchMs: watch * MINUTE, alarmFrom: when(watchFrom - Math.min(alarm, watchFrom)), reopenedAt: null,
    servers: servers.map((slug) => ({ id: `srv_${slug}`, slug })), sources: sourcesOf(drafts), events: [],
    // The last millisecond of a minute, so that the time after it begins with a full one.
    heard: calls.map(([name, at, executed]) => ({ name, executed: executed ? 1 : 0, refused: executed ? 0 : 1, lastAt: when(at + 1) - 1 })),
  } satisfies SilenceFacts,
}))

function sourcesOf(drafts: readonly Draft[]): SourceFact[] {
  return drafts.map(({ spans, fact }, index) => aWatcher({ id: `src_${index}`, name: `s${index}`, ...fact, alive: bridged(spans) }))
}

const byMinute = (facts: SilenceFacts) => readMinutes({ ...facts, heard: facts.heard.map((one) => ({ ...one, lastAt: one.lastAt + 1 - MINUTE })) })

describe('the proof of silence in random worlds', () => {
  it('comes to what counting minute by minute comes to: verdict, start, vouched time, and the very moment at which it is due', () => {
    const seen = new Set<string>()
    fc.assert(fc.property(anyWorld, ({ facts }) => {
      const [found, second] = [silenceOf(facts), byMinute(facts)]
      seen.add(found.verdict)
      expect(found.verdict).toBe(second.verdict)
      expect(Date.parse(found.from)).toBe(second.from)
      expect(found.vouchedMs).toBe(Math.min(second.vouched.filter(Boolean).length * MINUTE, facts.watchMs))
      expect(found.dueAt === null ? null : Date.parse(found.dueAt)).toBe(second.due)
    }), RUNS)
    expect([...seen].sort()).toEqual(['not_evaluable', 'silent', 'still_calling', 'watching'])
  })

  it('is never given while less than all of the needed time was vouched for, for every server', () => {
    fc.assert(fc.property(anyWorld, ({ facts }) => {
      if (silenceOf(facts).verdict !== 'silent') return
      expect(byMinute(facts).vouched.filter(Boolean).length * MINUTE).toBeGreaterThanOrEqual(facts.watchMs)
    }), RUNS)
  })

  it('another sign of life never lowers the time that is vouched for', () => {
    fc.assert(fc.property(anyWorld, anySpan, fc.nat(3), ({ drafts, facts }, more, which) => {
      const grown = drafts.map((draft, index) => (index === which % drafts.length ? { ...draft, spans: [...draft.spans, more] } : draft))
      expect(silenceOf({ ...facts, sources: sourcesOf(grown) }).vouchedMs).toBeGreaterThanOrEqual(silenceOf(facts).vouchedMs)
    }), RUNS)
  })

  it('a call never makes it silent, and one in the watch always ends that it was', () => {
    fc.assert(fc.property(anyWorld, minute(LONG - 1), ({ facts }, at) => {
      const heard = { name: 'late', executed: 0, refused: 1, lastAt: when(at) }
      const [before, after] = [silenceOf(facts), silenceOf({ ...facts, heard: [...facts.heard, heard] })]
      if (after.verdict === 'silent') expect(before.verdict).toBe('silent')
      if (heard.lastAt >= facts.watchFrom) expect(after.verdict).toBe('still_calling')
    }), RUNS)
  })

  it('the end moves by exactly the time that nobody vouched for', () => {
    fc.assert(fc.property(anyWorld, ({ facts }) => {
      const found = silenceOf(facts)
      const gaps = facts.servers.flatMap((server) => {
        const window = { from: Date.parse(found.from), to: Date.parse(found.to) }
        const { spans } = vouchedFor(facts.sources, server, window)
        return [...spans, { from: window.to, to: window.to }].map((one, index) => ({ from: spans[index - 1]?.to ?? window.from, to: one.from }))
      })
      if (found.dueAt === null || found.verdict === 'silent' || Date.parse(found.dueAt) <= NOW) return
      expect(Date.parse(found.dueAt)).toBe(Date.parse(found.from) + facts.watchMs + lengthOf(spansOf(gaps)))
    }), RUNS)
  })
})
