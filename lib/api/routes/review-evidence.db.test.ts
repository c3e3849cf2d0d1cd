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
import { chainHash } from '@/lib/trail/chain'
import type { Role } from '@/lib/people/model'
import { answerItem, undoAnswer } from '@/lib/reviews/commands/answer-item'
import { answerMany } from '@/lib/reviews/commands/answer-many'
import { reassignItem } from '@/lib/reviews/commands/assign'
import { closeStage } from '@/lib/reviews/commands/close-stage'
import { answerSchema, bulkSchema } from '@/lib/reviews/model'
import { recount } from '@/lib/reviews/pack-recount'
import { aPerson } from '@/lib/testing/actors'
import { at, testCtx } from '@/lib/testing/clock'
import { useDatabase } from '@/lib/testing/database'
import { as } from '@/lib/testing/request-builders'
import { aRunningReview, declareReviewWorld, itemOf } from '@/lib/testing/review-world'

const database = useDatabase()
const surprises: unknown[] = []
const app = buildApp((level, message, detail) => {
  if (level === 'error') surprises.push([message, detail])
})
const folder = mkdtempSync(path.join(tmpdir(), 'pack-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

let campaign = ''
let keyId = ''
let token = ''

async function tokenFor(role: Role): Promise<string> {
  const person = await aPerson(`${role}.evidence@acme.test`, [role])
  return (await transaction((tx) => mintToken(tx, testCtx(), { name: 'test', ownerId: person.id, createdBy: person.id, roles: [role], scopes: ['read'], expiresAt: new Date(Date.now() + 86_400_000) }))).token
}

async function ask(address: string, by = token): Promise<Response> {
  return app.request(`/api/v1/${address}`, { headers: { authorization: `Bearer ${by}` } })
}

async function zip(): Promise<Record<string, Uint8Array>> {
  return unzipSync(new Uint8Array(await (await ask(`reviews/${campaign}/evidence/evidence.zip`)).arrayBuffer()))
}

const text = (bytes: Uint8Array | undefined) => new TextDecoder().decode(bytes)
const lines = (bytes: Uint8Array | undefined) => text(bytes).trimEnd().split('\n').map((line) => JSON.parse(line) as Record<string, unknown>)

const answer = async (by: string, grant: string, input: Record<string, unknown>, hours = '+1h') => answerItem(testCtx(at(hours)), await as(by), await itemOf(grant), answerSchema.parse({ reason: 'It is so', ...input }))

/** A review with everything that a pack must tell: answers changed and taken back, one handed on, a batch, a contradiction, silence. */
beforeAll(async () => {
  await database.truncate()
  await declareReviewWorld()
  await db().person.update({ where: { id: 'per_bert' }, data: { name: 'Łukasz 山田' } })
  await db().grant.update({ where: { id: 'gnt_glob' }, data: { purpose: '=HYPERLINK("http://evil.test")' } })
  campaign = await aRunningReview({ stages: [{ name: 'Owners', reviewers: [{ kind: 'owner' }, { kind: 'backup_owner' }], days: 10 }] })
  await answer('erin', 'asked', { answer: 'revoke', seconds: 1.2 })
  await answer('erin', 'asked', { answer: 'keep', seconds: 3, opened: true })
  await answer('bert', 'asked', { answer: 'revoke', seconds: 20 })
  await answer('bert', 'glob', { answer: 'keep', reason: '+1' })
  await undoAnswer(testCtx(at('+2h')), await as('bert'), await itemOf('glob'))
  await answer('bert', 'glob', { answer: 'revoke' }, '+3h')
  await answer('bert', 'scoped', { answer: 'keep' })
  await reassignItem(testCtx(at('+4h')), await as('bert'), await itemOf('scoped'), { toEmail: 'sam@acme.test', reason: 'Not mine' })
  const left = ['glob', 'scoped', 'admin', 'anybody', 'team']
  await answerMany(testCtx(at('+5h')), await as('erin'), campaign, bulkSchema.parse({ answer: 'abstain', reason: 'Cannot tell', ids: await Promise.all(left.map(itemOf)) }))
  token = await tokenFor('auditor')
  keyId = (await ask('signing-key')).headers.get('x-key-id') ?? ''
})

describe('while the campaign runs', () => {
  let files: Record<string, Uint8Array> = {}
  beforeAll(async () => {
    files = await zip()
  })

  it('says that it is interim, in the report as in the manifest', async () => {
    expect(JSON.parse(text(files['manifest.json']))).toMatchObject({ interim: true, keyId, campaign: { id: campaign, state: 'running' }, generatedBy: 'test' })
    const { text: pages } = await extractText(files['report.pdf'] ?? new Uint8Array(), { mergePages: true })
    expect(pages).toContain('Interim')
    expect(pages).toContain('Łukasz 山田')
    expect(text(files['README.txt'])).toContain('INTERIM')
  })

  it('tells nobody which rows do not exist', () => {
    expect(lines(files['items.ndjson']).every((item) => item['canary'] === null)).toBe(true)
  })

  it('answers and outcomes counted again from the trail are those of campaign.json', () => {
    const { counts } = JSON.parse(text(files['campaign.json'])) as { counts: ReturnType<typeof recount> }
    const again = recount(lines(files['trail.ndjson']) as never)
    expect(again).toEqual({ answers: counts.answers, changed: counts.changed, outcomes: counts.outcomes })
    expect(again.changed).toBeGreaterThan(1)
    expect(again.answers['revoke']).toBe(2)
  })
})

describe('after the last stage', () => {
  let files: Record<string, Uint8Array> = {}
  beforeAll(async () => {
    await closeStage(testCtx(at('+6h')), await as('rae'), campaign, 'Everybody was asked')
    files = await zip()
  })

  it('outcomes counted again from the trail are those of campaign.json', () => {
    const { counts, interim } = JSON.parse(text(files['campaign.json'])) as { interim: boolean; counts: ReturnType<typeof recount> & { items: number; canaries: number } }
    expect(interim).toBe(true)
    expect(recount(lines(files['trail.ndjson']) as never)).toEqual({ answers: counts.answers, changed: counts.changed, outcomes: counts.outcomes })
    expect(Object.values(counts.outcomes).reduce((sum, one) => sum + one, 0)).toBe(counts.items)
    expect(counts.canaries).toBe(0)
  })

  it('each line of the trail carries what its hash is made of', () => {
    const entries = lines(files['trail.ndjson'])
    expect(entries.length).toBeGreaterThan(8)
    for (const { prevHash, hash, ...entry } of entries) expect(Buffer.from(chainHash(Buffer.from(String(prevHash), 'hex'), entry as never)).toString('hex')).toBe(hash)
  })

  it('a spreadsheet runs nothing that a stranger wrote; the NDJSON has it as it was', () => {
    expect(text(files['items.csv'])).toContain(`"'=HYPERLINK(""http://evil.test"")"`)
    expect(text(files['items.csv'])).not.toMatch(/(^|,)"?[=+@]/m)
    expect(lines(files['items.ndjson']).some((item) => JSON.stringify(item).includes('"=HYPERLINK('))).toBe(true)
  })

  it('has every answer by name, those replaced too, and one line an item', () => {
    const items = lines(files['items.ndjson'])
    const asked = items.find((item) => (item['frozen'] as { grant?: { id: string } }).grant?.id === 'gnt_asked') as { conflict: boolean; answers: { person: { name: string }; answer: string; supersededAt: string | null }[] }
    expect(asked.answers.map((one) => [one.person.name, one.answer, one.supersededAt === null])).toEqual([['erin', 'revoke', false], ['erin', 'keep', true], ['Łukasz 山田', 'revoke', true]])
    expect(asked.conflict).toBe(true)
    expect(text(files['items.csv']).trimEnd().split('\r\n')).toHaveLength(items.length + 1)
    expect(text(files['items.csv'])).toContain('Łukasz 山田 <bert@acme.test>')
  })
})

describe('once the campaign is over', () => {
  beforeAll(async () => {
    await db().reviewItem.updateMany({ where: { campaignId: campaign, state: { in: ['pending', 'decided', 'error', 'remediated'] } }, data: { state: 'exempt' } })
    await db().reviewCampaign.updateMany({ where: { id: campaign, state: 'remediation' }, data: { state: 'confirming', confirmingAt: at('+8h') } })
    await db().reviewCampaign.updateMany({ where: { id: campaign, state: 'confirming' }, data: { state: 'closed', closedAt: at('+9h'), closedBy: 'system', closeReason: 'For a test' } })
  })

  it('gives the same bytes each time, and the single files are those of the zip', async () => {
    const [first, second] = [await zip(), await zip()]
    for (const name of Object.keys(first).filter((one) => !one.startsWith('manifest'))) {
      expect(Buffer.compare(first[name] ?? Buffer.of(), second[name] ?? Buffer.of(1)), name).toBe(0)
    }
    for (const name of ['items.csv', 'trail.ndjson', 'report.pdf']) {
      const single = await ask(`reviews/${campaign}/evidence/${name}`)
      expect(Buffer.compare(Buffer.from(await single.arrayBuffer()), Buffer.from(first[name] ?? [])), name).toBe(0)
    }
    expect(JSON.parse(text(first['manifest.json']))).toMatchObject({ interim: false, campaign: { state: 'closed' } })
    expect((await extractText(first['report.pdf'] ?? new Uint8Array(), { mergePages: true })).text).toMatch(/Closed on .*revoked/)
  })

  it('every download is in the trail, with its hash, and none of them is in the pack', async () => {
    const before = await db().trailEntry.count({ where: { action: 'review.exported' } })
    const files = await zip()
    const [last] = await db().trailEntry.findMany({ where: { action: 'review.exported' }, orderBy: { seq: 'desc' }, take: 1 })
    expect(await db().trailEntry.count({ where: { action: 'review.exported' } })).toBe(before + 1)
    expect(last).toMatchObject({ objectId: campaign, detail: { file: 'evidence.zip', interim: false, keyId } })
    expect(text(files['trail.ndjson'])).not.toContain('review.exported')
  })

  it('the shell script finds it whole, and finds any byte of any file that was changed', async () => {
    const files = await zip()
    const script = path.join(folder, 'verify.sh')
    const pack = mkdtempSync(path.join(folder, 'pack-'))
    writeFileSync(script, files['verify.sh'] ?? '')
    for (const [name, bytes] of Object.entries(files)) writeFileSync(path.join(pack, name), bytes)
    const run = (...args: string[]) => spawnSync('sh', [script, pack, ...args], { encoding: 'utf8' })
    expect(run(keyId)).toMatchObject({ status: 0, stdout: expect.stringContaining('Everything fits.') as string })
    expect(run('0000000000000000')).toMatchObject({ status: 1, stdout: expect.stringContaining('not 0000000000000000') as string })
    for (const [index, [name, bytes]] of Object.entries(files).entries()) {
      const place = [0, Math.floor(bytes.length / 2), bytes.length - 1][index % 3] ?? 0
      const changed = Buffer.from(bytes)
      changed[place] = (changed[place] ?? 0) ^ 1
      writeFileSync(path.join(pack, name), changed)
      expect(run().status, `${name}, byte ${place}`).toBe(1)
      writeFileSync(path.join(pack, name), bytes)
    }
    writeFileSync(path.join(pack, 'more.csv'), 'x')
    expect(run(keyId)).toMatchObject({ status: 1, stdout: expect.stringContaining('more.csv is not in manifest.json') as string })
    expect(readFileSync(path.join(pack, 'manifest.json'), 'utf8')).toContain(keyId)
  }, 200_000)
})

describe('who may have it', () => {
  it.each([['admin', 200], ['security_reviewer', 200], ['auditor', 200], ['owner', 403], ['member', 403], ['incident_responder', 403]] as const)('%s: %d', async (role, status) => {
    // Those who see all see how closely people looked, evidence or not.
    const looks = role === 'incident_responder' ? 200 : status === 403 ? 404 : status
    const by = role === 'auditor' ? token : await tokenFor(role)
    for (const part of ['evidence', 'evidence/items.csv']) expect((await ask(`reviews/${campaign}/${part}`, by)).status, part).toBe(status)
    expect((await ask(`reviews/${campaign}/quality`, by)).status).toBe(looks)
    expect((await ask('signing-key', by)).status).toBe(200)
    expect(surprises).toEqual([])
  })

  it('without signing in, nothing, not even the key', async () => {
    expect((await app.request('/api/v1/signing-key')).status).toBe(200)
    expect((await app.request(`/api/v1/reviews/${campaign}/evidence/evidence.zip`)).status).toBe(401)
  })

  it('a file that is none of the pack’s and a campaign that is none are not found; a draft has no evidence', async () => {
    expect((await ask(`reviews/${campaign}/evidence/secrets.json`)).status).toBe(404)
    expect((await ask(`reviews/${campaign}/evidence/toString`)).status).toBe(404)
    expect((await ask('reviews/rev_nowhere/evidence/items.csv')).status).toBe(404)
    await db().reviewCampaign.create({ data: { id: 'rev_draft', name: 'Draft', kind: 'grants', state: 'draft', content: {}, occasion: 'manual', createdBy: 'per_rae', createdAt: at('-1d'), updatedAt: at('-1d') } })
    expect((await ask('reviews/rev_draft/evidence/items.csv')).status).toBe(409)
  })
})
