import { beforeAll, expect, it } from 'vitest'
import { db } from '@/lib/db/client'
import { rows } from '@/lib/db/pool'
import { openCaseSchema, type SilenceVerdict } from '@/lib/offboarding/model'
import { at, testCtx } from '@/lib/testing/clock'
import { useDatabase } from '@/lib/testing/database'
import { as, declareRequestWorld } from '@/lib/testing/request-builders'
import { sendEvents } from '@/lib/testing/send-events'
import { loadOffboardingCalls } from '@/lib/views/offboarding-calls'
import { attestLine } from './attest-line'
import { countCalls } from './count-calls'
import { lookAtCase, lookAtCases } from './look'
import { openCase } from './open-case'
import { revokeCase } from './revoke-case'

useDatabase()

let number = 0
let id = ''

/** A call to github by triage at an offset from the fixed clock, delivered then or later. */
const call = (offset: string, more: Record<string, unknown> = {}, delivered = offset) =>
  sendEvents(testCtx(at(delivered)), { id: `e-${number += 1}`, occurredAt: at(offset).toISOString(), kind: 'tool_call', server: 'github', target: 'create_issue', access: 'write', agent: 'triage', client: 'code', human: 'dana@acme.test', outcome: 'denied', ...more })

/** The gateway was alive in these stretches, and in no others. */
async function alive(...stretches: [string, string][]): Promise<void> {
  await db().sourceAlive.deleteMany({})
  await db().sourceAlive.createMany({ data: stretches.map(([from, to]) => ({ id: `alv_${number += 1}`, sourceId: 'src_gw', from: at(from), to: at(to) })) })
}

const look = (offset: string): Promise<number> => lookAtCases(() => testCtx(at(offset)))
const found = async () => {
  const row = await db().offboardingCase.findUniqueOrThrow({ where: { id } })
  return { ...row, silence: row.verdictDetail as SilenceVerdict | null }
}
const trail = async (): Promise<string[]> => (await db().trailEntry.findMany({ where: { objectKind: 'offboarding', objectId: id }, orderBy: { seq: 'asc' } })).map((entry) => entry.action.replace('offboarding.', ''))
const told = async (kind: string): Promise<(string | null)[]> => (await db().notification.findMany({ where: { kind: `offboarding.${kind}` }, orderBy: { id: 'asc' } })).map((message) => message.recipientId)

beforeAll(async () => {
  await declareRequestWorld()
  await db().source.create({ data: { id: 'src_gw', name: 'gw', format: 'native', vantage: 'gateway', covers: [], heartbeatSeconds: 3600, createdAt: at('-90d') } })
  await db().serverSecret.create({ data: { id: 'sec_pat', serverId: 'srv_github', name: 'PAT', kind: 'static', location: 'vault' } })
  await db().nameBinding.create({ data: { id: 'nam_spiffe', holderKind: 'server', holderId: 'srv_github', name: 'spiffe://acme.test/server/github', origin: 'identity', createdAt: at('-1d') } })
})

it('the watch begins when the secrets are others: until then nothing is judged', async () => {
  await alive(['-20d', '+0d'])
  await call('-5d', { outcome: 'success' })
  await call('-1h', { outcome: 'success' })
  const opened = await openCase(testCtx(), await as('rae'), openCaseSchema.parse({ kind: 'server', subject: 'github', reason: 'Replaced', freeze: true }))
  id = opened.id
  await call('+30m')
  await revokeCase(testCtx(at('+1h')), await as('rae'), id, { reason: 'It is over', handOver: [] })
  await call('+90m')
  await look('+2h')
  expect(await found()).toMatchObject({ stage: 'revoked', verdict: null, lookedAt: null })
  for (const line of (await db().offboardingLine.findMany({ where: { caseId: id, state: { in: ['open', 'done'] }, action: { not: 'watch' } } }))) {
    await attestLine(testCtx(at('+3h')), await as('rae'), id, line.id, { reference: 'CHG-1' })
  }
  expect(await found()).toMatchObject({ stage: 'watch', rotatedAt: at('+3h'), watchFrom: at('+3h') })
  await alive(['-20d', '+4h'])
  await look('+4h')
  // Calls between the revocation and the watch are told, and are no alarm.
  expect(await found()).toMatchObject({ verdict: 'watching', silence: { calls: 1, refused: 1, dueAt: at('+171h').toISOString(), callers: [{ name: 'triage', calls: 1 }] } })
  expect((await found()).silence?.text).toBe('No call to github since Fri 20 Nov 15:00 UTC; gw listened. The verdict is due on Fri 27 Nov 15:00 UTC.')
})

it('a straggler starts the watch again at each call, and is told and recorded once a spell', async () => {
  await call('+1d')
  await alive(['-20d', '+25h'])
  expect(await look('+25h')).toBe(1)
  expect(await found()).toMatchObject({ stage: 'watch', verdict: 'still_calling', watchFrom: at('+1ms', at('+1d')), silence: { calls: 2, lastAt: at('+1d').toISOString(), events: [expect.stringMatching(/^evt_/), expect.stringMatching(/^evt_/)] } })
  expect((await told('still_calling')).toSorted()).toEqual(['per_bert', 'per_dana', 'per_erin', 'per_rae'])
  await call('+30h')
  await alive(['-20d', '+31h'])
  await look('+31h')
  await look('+31h')
  expect(await found()).toMatchObject({ verdict: 'still_calling', watchFrom: at('+1ms', at('+30h')) })
  expect(await told('still_calling')).toHaveLength(4)
  expect((await trail()).filter((action) => action === 'watch_restarted')).toHaveLength(1)
  // A day without a call: it is watched again, and a new call is a new spell.
  await alive(['-20d', '+54h'])
  await look('+54h')
  await look('+55h')
  expect(await found()).toMatchObject({ verdict: 'watching', watchFrom: at('+1ms', at('+30h')), silence: { dueAt: at('+1ms', at('+198h')).toISOString() } })
})

it('where the only source was dead nothing is concluded; the end moves by exactly the gap, and it is told once', async () => {
  const due = at('+1ms', at('+198h'))
  await alive(['-20d', '+60h'])
  await look('+62h')
  expect(await found()).toMatchObject({ verdict: 'not_evaluable', silence: { dueAt: at('+2h', due).toISOString(), servers: [{ name: 'github', gaps: [{ from: at('+60h').toISOString(), why: 'gw was not heard of' }] }] } })
  await look('+63h')
  await alive(['-20d', '+60h'], ['+84h', '+90h'])
  await look('+90h')
  expect((await found()).silence?.dueAt).toBe(at('+24h', due).toISOString())
  expect((await told('not_evaluable')).toSorted()).toEqual(['per_bert', 'per_erin', 'per_rae'])
  // A record that nobody could read may be a call, whoever else listened.
  await db().deadLetter.create({ data: { id: 'dlr_1', sourceId: 'src_gw', format: 'native', receivedAt: at('+91h'), occurredAt: at('+89h'), code: 'invalid', message: 'no target', body: '{}' } })
  await alive(['-20d', '+60h'], ['+84h', '+221h'])
  await look('+221h')
  expect(await found()).toMatchObject({ stage: 'watch', verdict: 'not_evaluable', silence: { blocking: ['gw has a record in dead letter that may be a call; retry or discard it'] } })
  await db().deadLetter.update({ where: { id: 'dlr_1' }, data: { status: 'discarded', closedAt: at('+221h') } })
})

it('then it is silent: the case closes by itself, the server retires, and everybody is told', async () => {
  await alive(['-20d', '+60h'], ['+84h', '+223h'])
  expect(await lookAtCase(testCtx(at('+222h')), await as('rae'), id)).toMatchObject({ stage: 'watch', verdict: 'not_evaluable' })
  // The client that tried has opened its line again; the silence alone does not pass over it.
  expect(await look('+223h')).toBe(1)
  expect(await found()).toMatchObject({ stage: 'watch', verdict: 'silent' })
  const copy = await db().offboardingLine.findFirstOrThrow({ where: { caseId: id, kind: 'client_copy', state: 'open' } })
  await attestLine(testCtx(at('+223h')), await as('erin'), id, copy.id, { reference: 'CHG-2' })
  expect(await look('+223h')).toBe(1)
  expect(await found()).toMatchObject({ stage: 'closed', closedAs: 'silent', closedBy: 'system', closedAt: at('+223h'), verdict: 'silent' })
  expect(await db().server.findUniqueOrThrow({ where: { id: 'srv_github' } })).toMatchObject({ lifecycle: 'retired', lifecycleBefore: null })
  expect(await db().nameBinding.findUniqueOrThrow({ where: { id: 'nam_spiffe' } })).toMatchObject({ validTo: at('+223h') })
  expect(await db().offboardingLine.findMany({ where: { caseId: id, state: { notIn: ['proven', 'attested', 'exempt'] } } })).toEqual([])
  expect((await told('closed')).toSorted()).toEqual(['per_bert', 'per_erin', 'per_rae'])
  await look('+224h')
  expect((await found()).stage).toBe('closed')
})

it('a call of the watch that comes in late opens it again; the server stays retired; silence closes it once more', async () => {
  // Of the past, from before the revocation: nothing late, whenever it comes in.
  await call('-2h', { outcome: 'success' }, '+225h')
  await look('+225h')
  expect((await found()).stage).toBe('closed')
  // Under the identity that it gave free, and that is nobody's: still this server.
  await call('+200h', { server: 'spiffe://acme.test/server/github', outcome: 'success' }, '+226h')
  expect(await look('+226h')).toBeGreaterThan(0)
  expect(await found()).toMatchObject({ stage: 'watch', reopened: 1, reopenedAt: at('+226h'), watchFrom: at('+226h'), closedAt: null, verdict: 'still_calling', silence: { calls: 4, refused: 3, lastAt: at('+200h').toISOString() } })
  expect((await db().server.findUniqueOrThrow({ where: { id: 'srv_github' } })).lifecycle).toBe('retired')
  expect((await told('reopened')).toSorted()).toEqual(['per_bert', 'per_dana', 'per_erin', 'per_rae'])
  await alive(['-20d', '+60h'], ['+84h', '+395h'])
  await look('+251h')
  expect((await found()).verdict).toBe('watching')
  await look('+393h')
  expect((await found()).stage).toBe('watch')
  await look('+394h')
  expect(await found()).toMatchObject({ stage: 'closed', closedAs: 'silent', reopened: 1, closedAt: at('+394h') })
  expect(await trail()).toEqual(['opened', 'frozen', 'revoked', 'line_attested', 'line_attested', 'rotated', 'watching', 'watch_restarted', 'line_attested', 'closed', 'reopened', 'closed'])
})

it('the picture adds up to the roll-up whatever came when, is exact by stage, and shades what nobody heard', async () => {
  expect(await countCalls(() => testCtx(at('+394h')))).toBe(1)
  expect(await countCalls(() => testCtx(at('+394h')))).toBe(0)
  const view = await loadOffboardingCalls(await as('rae'), id, at('+394h'))
  expect(view.perStage.map((one) => [one.stage, one.executed, one.refused, one.gapMs / 3_600_000])).toEqual([
    ['before', 3, 0, 0], ['frozen', 0, 1, 0], ['revoked', 0, 1, 0], ['rotated', 1, 2, 24], ['watch', 0, 0, 0], ['closed', 0, 0, 0],
  ])
  expect(view.marks.map((mark) => mark.stage)).toEqual(['open', 'frozen', 'revoked', 'rotated', 'watch', 'closed'])
  expect(view.buckets.filter((bucket) => bucket.gap !== 'none').map((bucket) => [bucket.at, bucket.gap])).toEqual([
    ['2026-11-23T00:00:00.000Z', 'all'], ['2026-11-23T06:00:00.000Z', 'all'], ['2026-11-23T12:00:00.000Z', 'all'], ['2026-11-23T18:00:00.000Z', 'all'],
  ])
  expect(view.sources).toEqual([{ name: 'gw', vouches: true }])
  const [sum] = await rows<{ n: number }>(`SELECT sum(executed + refused)::int AS n FROM offboarding_calls WHERE case_id = $1`, [id])
  expect(sum?.n).toBe(8)
})
