import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { unzipSync } from 'fflate'
import { extractText } from 'unpdf'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildApp } from '@/lib/api/app'
import { mintToken } from '@/lib/auth/commands/tokens'
import { db, transaction } from '@/lib/db/client'
import { recountSilence } from '@/lib/offboarding/certificate-recount'
import { countCalls } from '@/lib/offboarding/commands/count-calls'
import { lookAtCases } from '@/lib/offboarding/commands/look'
import type { SilenceVerdict } from '@/lib/offboarding/model'
import type { OffboardingCallsView } from '@/lib/offboarding/stage-calls'
import type { Role } from '@/lib/people/model'
import { chainHash } from '@/lib/trail/chain'
import { aPerson } from '@/lib/testing/actors'
import { at, testCtx } from '@/lib/testing/clock'
import { useDatabase } from '@/lib/testing/database'
import { declareRequestWorld } from '@/lib/testing/request-builders'
import { sendEvents } from '@/lib/testing/send-events'

useDatabase()
const surprises: unknown[] = []
const app = buildApp((level, message, detail) => {
  if (level === 'error') surprises.push([message, detail])
})
const folder = mkdtempSync(path.join(tmpdir(), 'certificate-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

let keyId = ''
let token = ''

async function tokenFor(role: Role): Promise<string> {
  const person = await aPerson(`${role}.certificate@acme.test`, [role])
  return (await transaction((tx) => mintToken(tx, testCtx(), { name: 'test', ownerId: person.id, createdBy: person.id, roles: [role], scopes: ['read'], expiresAt: new Date(Date.now() + 86_400_000) }))).token
}

const ask = async (address: string, by = token): Promise<Response> => app.request(`/api/v1/${address}`, { headers: { authorization: `Bearer ${by}` } })
const zip = async (id: string): Promise<Record<string, Uint8Array>> => unzipSync(new Uint8Array(await (await ask(`offboarding/${id}/certificate/certificate.zip`)).arrayBuffer()))
const text = (bytes: Uint8Array | undefined): string => new TextDecoder().decode(bytes)
const lines = (bytes: Uint8Array | undefined): Record<string, unknown>[] => text(bytes).trimEnd().split('\n').filter((line) => line !== '').map((line) => JSON.parse(line) as Record<string, unknown>)
const pages = async (bytes: Uint8Array | undefined): Promise<string[]> => (await extractText(new Uint8Array(bytes ?? []), { mergePages: false })).text.map((page) => page.replaceAll(/\s+/g, ' '))
type Json = { kind: string; interim: boolean; statement: string; silence: SilenceVerdict; counts: { lines: Record<string, number>; calls: OffboardingCallsView['perStage']; events: { listed: number; total: number } } }
const json = (files: Record<string, Uint8Array>): Json => JSON.parse(text(files['certificate.json'])) as Json

/** A watched case of github, whose watch began six days before the fixed clock. */
async function aWatchedCase(id: string, subject: { kind: 'server' | 'agent'; id: string; name: string }): Promise<void> {
  await db().offboardingCase.create({ data: {
    id, subjectKind: subject.kind, subjectId: subject.id, subjectName: subject.name, stage: 'watch', reason: 'Łukasz 山田 says so', occasion: 'manual', ownerId: 'per_rae', openedBy: 'per_rae', openedAt: at('-10d'), frozenAt: at('-9d'), frozenBy: 'per_rae', before: { lifecycle: 'active' },
    revokedAt: at('-8d'), revokedBy: 'per_rae', rotatedAt: at('-6d'), rotatedBy: 'system', watchFrom: at('-6d'), watchDays: 5, updatedAt: at('-6d'),
  } })
  const line = (key: string, more: { state: string; position: number } & Record<string, unknown>) => ({ id: `oln_${id}_${key}`, caseId: id, key, kind: 'webhook', title: key, why: 'It would go on', action: 'edit', proofBy: 'Somebody says so', foundAt: at('-10d'), ...more })
  await db().offboardingLine.createMany({ data: [
    line('attested', { state: 'attested', actedBy: 'per_rae', actedAt: at('-7d'), reference: '=HYPERLINK("http://evil.test")', position: 0 }), line('exempt', { state: 'exempt', actedBy: 'per_rob', actedAt: at('-7d'), note: 'Of no use to anybody', position: 1 }),
    line('silence', { kind: 'silence', action: 'watch', state: 'open', position: 2 }),
  ] })
}

/** github falls silent in spite of a gap of half a day; triage is closed by a signature; release is still being watched. */
beforeAll(async () => {
  await declareRequestWorld()
  await db().source.create({ data: { id: 'src_gw', name: 'gw', format: 'native', vantage: 'gateway', covers: [], heartbeatSeconds: 3600, createdAt: at('-90d') } })
  await db().sourceAlive.createMany({ data: [{ id: 'alv_1', sourceId: 'src_gw', from: at('-40d'), to: at('-3d') }, { id: 'alv_2', sourceId: 'src_gw', from: at('-60h'), to: at('+0d') }] })
  await db().sourceDrop.create({ data: { id: 'drp_1', sourceId: 'src_gw', from: at('-50h'), to: at('-49h'), count: 4 } })
  const call = (id: string, offset: string, outcome: string) => ({ id, occurredAt: at(offset).toISOString(), kind: 'tool_call', server: 'github', target: 'create_issue', access: 'write', agent: 'ghost', client: 'code', human: 'dana@acme.test', outcome })
  await sendEvents(testCtx(at('-7d')), call('e1', '-12d', 'success'), call('e2', '-212h', 'denied'), call('e3', '-8d', 'denied'), call('e4', '-7d', 'denied'))
  await db().server.update({ where: { id: 'srv_github' }, data: { lifecycle: 'offboarding', lifecycleBefore: 'active', revokedAt: at('-8d') } })
  await aWatchedCase('off_github', { kind: 'server', id: 'srv_github', name: 'github' })
  await aWatchedCase('off_triage', { kind: 'agent', id: 'agt_triage', name: 'triage' })
  await db().offboardingCase.update({ where: { id: 'off_triage' }, data: { stage: 'closed', closedAt: at('-1d'), closedBy: 'per_rob', closedAs: 'exception', closeReason: 'The vendor has switched it off' } })
  await aWatchedCase('off_release', { kind: 'agent', id: 'agt_release', name: 'release' })
  await db().offboardingCase.update({ where: { id: 'off_release' }, data: { watchDays: 9 } })
  await countCalls(() => testCtx())
  await lookAtCases(() => testCtx())
  // What has been found meanwhile is signed for, and it closes.
  await db().offboardingLine.updateMany({ where: { caseId: 'off_github', state: 'open', action: { not: 'watch' } }, data: { state: 'exempt', actedBy: 'per_rob', actedAt: at('-1h'), note: 'Of no use to anybody' } })
  await lookAtCases(() => testCtx())
  token = await tokenFor('auditor')
  keyId = (await ask('signing-key')).headers.get('x-key-id') ?? ''
})

describe('the certificate of what fell silent', () => {
  let files: Record<string, Uint8Array> = {}
  beforeAll(async () => { files = await zip('off_github') })

  it('says on its first page that it is silent, since when, and who vouches for it', async () => {
    expect(json(files)).toMatchObject({ kind: 'silent', interim: false })
    const [first] = await pages(files['certificate.pdf'])
    expect(first).toContain('proof of silence')
    expect(first).toContain('Over, and proven: No call to github since Sat 14 Nov 12:00 UTC, for 5 d; gw listened.')
    expect(first).toContain('2026-11-14 12:00 UTC to 2026-11-17 12:00 UTC; 2026-11-18 00:00 UTC to 2026-11-20 12:00 UTC')
    expect(first).toContain('Łukasz 山田 says so')
    expect((await pages(files['certificate.pdf'])).join(' ')).toContain('gw lost records')
  })

  it('every figure is counted again from the files', () => {
    const { silence, counts } = json(files)
    expect(recountSilence(silence)).toEqual({ vouchedMs: silence.vouchedMs, dueAt: silence.dueAt, unheard: 0 })
    expect(silence.dueAt).toBe(new Date(at('-1d').getTime() + 13 * 3_600_000 + 1).toISOString())
    const events = lines(files['events.ndjson'])
    expect([events.length, events.filter((event) => event['outcome'] === 'denied').length]).toEqual([silence.calls, silence.refused])
    expect(events.map((event) => [event['occurredAt'], event['agent']])).toEqual([[at('-8d').toISOString(), 'ghost'], [at('-7d').toISOString(), 'ghost']])
    const pieces = text(files['calls.csv']).trimEnd().split('\r\n').slice(1).map((row) => row.split(','))
    for (const stage of counts.calls) {
      const within = pieces.filter(([from]) => Date.parse(from ?? '') >= Date.parse(stage.from) && Date.parse(from ?? '') < Date.parse(stage.to))
      expect([within.reduce((sum, row) => sum + Number(row[2]), 0), within.reduce((sum, row) => sum + Number(row[3]), 0)], stage.stage).toEqual([stage.executed, stage.refused])
      expect(within.every((row) => row[1] === stage.stage)).toBe(true)
    }
    expect(counts.calls.map((one) => [one.stage, one.executed, one.refused])).toEqual([['before', 1, 0], ['frozen', 0, 1], ['revoked', 0, 2], ['rotated', 0, 0], ['watch', 0, 0], ['closed', 0, 0]])
    // It tells nothing of the time after the end, which would be another one at each making.
    expect(counts.calls.at(-1)).toMatchObject({ stage: 'closed', from: at('+0d').toISOString(), to: at('+0d').toISOString() })
    expect(counts.lines).toMatchObject({ attested: 1, exempt: 2, proven: text(files['lines.csv']).split('\r\n').filter((row) => row.includes(',proven,')).length })
    for (const { prevHash, hash, ...entry } of lines(files['trail.ndjson'])) expect(Buffer.from(chainHash(Buffer.from(String(prevHash), 'hex'), entry as never)).toString('hex')).toBe(hash)
    expect(text(files['lines.csv'])).toContain(`"'=HYPERLINK(""http://evil.test"")"`)
  })

  it('is verified with openssl alone, by the very script that every pack has; one changed byte is found', () => {
    for (const [name, bytes] of Object.entries(files)) writeFileSync(path.join(folder, name), bytes)
    const verify = (key = keyId) => spawnSync('sh', [path.resolve('public/verify-evidence.sh'), folder, key], { encoding: 'utf8' })
    expect(verify()).toMatchObject({ status: 0, stdout: expect.stringContaining('Everything fits.') })
    expect(verify('0000000000000000').status).toBe(1)
    const touched = readFileSync(path.join(folder, 'calls.csv'))
    const last = touched.length - 3
    touched[last] = (touched[last] ?? 0) ^ 1
    writeFileSync(path.join(folder, 'calls.csv'), touched)
    expect(verify()).toMatchObject({ status: 1, stdout: expect.stringContaining('FAILED  calls.csv was changed') })
  })

  it('is the same each time, single files too, and each download is in the trail', async () => {
    const again = await zip('off_github')
    for (const name of Object.keys(files).filter((one) => !one.startsWith('manifest'))) expect(Buffer.compare(files[name] ?? Buffer.of(), again[name] ?? Buffer.of(1)), name).toBe(0)
    const single = await ask('offboarding/off_github/certificate/certificate.json')
    expect(Buffer.from(await single.arrayBuffer()).equals(Buffer.from(files['certificate.json'] ?? Buffer.of()))).toBe(true)
    expect((await db().trailEntry.findMany({ where: { action: 'offboarding.exported' }, orderBy: { seq: 'asc' } })).map((entry) => (entry.detail as { file: string }).file)).toEqual(['certificate.zip', 'certificate.zip', 'certificate.json'])
  })
})

it('what was closed by a signature is never called proof, and what is not over says so', async () => {
  const exception = await zip('off_triage')
  const [first] = await pages(exception['certificate.pdf'])
  expect(first).toContain('was closed by exception on 2026-11-19 12:00 UTC, signed by Rob, who gave as the reason: “The vendor has switched it off”. This is no proof that it is silent.')
  expect(first).not.toMatch(/proven:|Proof of silence/i)
  expect(text(exception['README.txt'])).toContain('CLOSED BY EXCEPTION')
  const open = await zip('off_release')
  expect(json(open)).toMatchObject({ kind: 'open', interim: true, silence: { verdict: 'watching', servers: [] } })
  expect((await pages(open['certificate.pdf']))[0]).toContain('Interim')
  expect(JSON.parse(text(open['manifest.json']))).toMatchObject({ interim: true, case: { id: 'off_release', stage: 'watch', kind: 'open' } })
})

it('is for those who may have evidence; the picture for those who may see the case', async () => {
  for (const [role, status] of [['admin', 200], ['security_reviewer', 200], ['incident_responder', 200], ['member', 403], ['owner', 403]] as const) {
    expect((await ask('offboarding/off_github/certificate', await tokenFor(role))).status, role).toBe(status)
  }
  expect((await ask('offboarding/off_github/certificate/secrets.json')).status).toBe(404)
  expect((await ask('offboarding/off_github/certificate/toString')).status).toBe(404)
  expect((await ask('offboarding/off_nowhere/certificate/lines.csv')).status).toBe(404)
  expect(await (await ask('offboarding/off_github/calls')).json()).toMatchObject({ stepMs: 21_600_000, sources: [{ name: 'gw', vouches: true }] })
  expect((await ask('offboarding/off_nowhere/calls')).status).toBe(404)
  expect((await app.request('/api/v1/offboarding/off_github/certificate')).status).toBe(401)
  expect(surprises).toEqual([])
})
