import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { findAdapter } from './formats/adapters'
import type { NativeEvent } from './model'
import { type Draft, prepareRecord } from './prepare'
import { addSignals, secretSightings, type Signals, sortedSignals } from './signals'

const NOW = Date.UTC(2026, 10, 21, 12)
const HOUR = 3_600_000
const TOKEN = 'ghp_abcdefghijklmnopqrstuvwxyz0123456789'

function draft(event: Partial<NativeEvent> = {}): Draft {
  const adapter = findAdapter('native')
  if (adapter === null) throw new Error('The native format is known.')
  const whole = { occurredAt: new Date(NOW).toISOString(), kind: 'tool_call', server: 'github', target: 'push', agent: 'triage', client: 'code', outcome: 'success', ...event }
  const source = { id: 'src_gw', name: 'gw', format: 'native', vantage: 'gateway', redaction: 'drop', covers: [], attribution: {}, heartbeatSeconds: null } as unknown as Parameters<typeof prepareRecord>[2]
  const prepared = prepareRecord({ index: 0, text: JSON.stringify(whole) }, adapter, source, NOW)
  if (!('draft' in prepared)) throw new Error(JSON.stringify(prepared.letter))
  return prepared.draft
}

function noted(...drafts: [Draft, boolean][]) {
  const signals: Signals = new Map()
  for (const [one, counted] of drafts) addSignals(signals, one, 'src_gw', counted)
  return sortedSignals(signals)
}

describe('secrets among parameters', () => {
  test('are found by shape at any depth and told by their place, never by their value', () => {
    expect(secretSightings({ a: { b: [{ c: `see ${TOKEN}` }, { c: TOKEN }] }, d: 'plain' })).toEqual([{ parameter: '/a/b/-/c', shape: 'GitHub or GitLab token' }])
    expect(secretSightings({ key: '-----BEGIN RSA PRIVATE KEY-----\nMIIE' })).toEqual([{ parameter: '/key', shape: 'private key' }])
    expect(secretSightings({ url: 'https://kim:hunter2@db.acme.test/x' })).toEqual([{ parameter: '/url', shape: 'password in an address' }])
    expect(secretSightings({ headers: { Authorization: 'Bearer abcdefghijklmnop1234567890' } })).toEqual([{ parameter: '/headers/Authorization', shape: 'credentials of a header' }])
  })

  test('plain language, references, digests, cursors and identifiers are none', () => {
    for (const value of ['Basic authentication is used here', 'bearer of bad news today', 'https://acme.test/a@b', 'https://${USER}:${PASS}@db', '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08', '0af76519-16cd-43dd-8448-eb211c80319c', 'sk-', 'monkey-live-fast']) {
      expect(secretSightings({ value }), value).toEqual([])
    }
    expect(secretSightings({ pageToken: 'abc', cursor: 'eyJhIjoxfQ', count: 5, none: null })).toEqual([])
    expect(secretSightings(undefined)).toEqual([])
  })

  test('a secret that is a member’s name does not get out by its path', () => {
    expect(JSON.stringify(secretSightings({ [TOKEN]: TOKEN }))).not.toContain(TOKEN)
  })

  test('whatever the parameters are, at most five are told and none of them holds a value', () => {
    fc.assert(fc.property(fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 6 })), (parameters) => {
      expect(secretSightings({ ...parameters, x: [TOKEN] }).length).toBeLessThanOrEqual(5)
    }))
    const many = Object.fromEntries(Array.from({ length: 50 }, (_, i) => [`p${i}`, TOKEN]))
    expect(secretSightings(many)).toHaveLength(5)
  })

  test('are found before a source’s setting drops them', () => {
    const one = draft({ parameters: { token: TOKEN } })
    expect([one.parameters, one.secrets]).toEqual([null, [{ parameter: '/token', shape: 'GitHub or GitLab token' }]])
    expect(noted([one, false])).toMatchObject([{ kind: 'embedded_secret', subject: { server: 'github', target: 'push', agent: 'triage', parameter: '/token' }, count: 1 }])
  })
})

describe('which clients an agent came from', () => {
  test('one row per source, agent, client and hour, with its first and last time', () => {
    const at = (minutes: number, more: Partial<NativeEvent> = {}): Draft => draft({ occurredAt: new Date(NOW - HOUR + minutes * 60_000).toISOString(), ...more })
    const rows = noted([at(5), true], [at(1), true], [at(59), true], [at(60), true], [at(2, { client: 'cursor', outcome: 'denied' }), true])
    const facts = rows.map(({ subject, hour, count, firstAt, lastAt }) => [subject['client'], (hour - NOW) / HOUR, count, (firstAt - NOW) / 60_000, (lastAt - NOW) / 60_000]).sort()
    expect(facts).toEqual([['code', -1, 3, -59, -1], ['code', 0, 1, 0, 0], ['cursor', -1, 1, -58, -58]])
  })

  test('an absent identity, an uncounted report and what is no act are not noted', () => {
    expect(noted([draft({ agent: undefined }), true], [draft({ client: undefined }), true], [draft(), false], [draft({ kind: 'decision' }), true])).toEqual([])
  })
})
