import { beforeAll, expect, test } from 'vitest'
import { buildApp } from '@/lib/api/app'
import { mintToken } from '@/lib/auth/commands/tokens'
import { db, transaction } from '@/lib/db/client'
import { at, testCtx } from '@/lib/testing/clock'
import { useDatabase } from '@/lib/testing/database'
import { declareRequestWorld } from '@/lib/testing/request-builders'

useDatabase()
const app = buildApp(() => undefined)
let headers: Record<string, string> = {}

beforeAll(async () => {
  await declareRequestWorld()
  await db().tool.create({ data: { id: 'tol_1', serverId: 'srv_github', name: 'create_issue', description: 'Opens a ticket.', suggested: 'write', firstSeenAt: at('-1d'), lastSeenAt: at('-1d') } })
  const minted = await transaction((tx) => mintToken(tx, testCtx(), { name: 'reads', ownerId: 'per_dana', createdBy: 'per_dana', roles: ['member'], scopes: ['read'], expiresAt: new Date(Date.now() + 300 * 86_400_000) }))
  headers = { authorization: `Bearer ${minted.token}`, 'content-type': 'application/json' }
})

const preview = (body: unknown) => app.request('/api/v1/grant-requests/preview', { method: 'POST', headers, body: JSON.stringify(body) })

test('a token that may only read finds what may be asked for, and is told what a request would need', async () => {
  const found = await app.request('/api/v1/requestable?q=ticket', { headers })
  expect([found.status, await found.json()]).toMatchObject([200, { items: [{ name: 'create_issue', server: { slug: 'github' }, access: 'write' }] }])
  const answer = await preview({ server: 'github', caller: { agent: 'triage', client: 'code', human: 'any' }, target: { kind: 'tool', name: 'create_issue' }, access: 'write', purpose: 'Triage' })
  expect([answer.status, await answer.json()]).toMatchObject([200, { missing: [], blocked: [], steps: [{ step: 'owner', holders: [{ name: 'erin' }] }, { step: 'security', need: 1 }], adds: { targets: [{ counts: { admitted: 1 } }] } }])
  expect(await db().grantRequest.count()).toBe(0)
})

test('a draft is begun from an address, for the preview to take as it is', async () => {
  const draft = await app.request('/api/v1/requestable/draft?server=github&tool=create_issue&agent=triage', { headers })
  const { draft: begun } = (await draft.json()) as { draft: Record<string, unknown> }
  expect(begun).toMatchObject({ server: 'github', targets: [{ name: 'create_issue', access: 'write' }] })
  expect(await (await preview(begun)).json()).toMatchObject({ missing: ['caller.client', 'caller.human', 'purpose'] })
})

test('what nobody asks for is refused, and what is none of theirs', async () => {
  expect((await preview({ server: 'github', wrong: 1 })).status).toBe(422)
  expect((await app.request('/api/v1/requestable?limit=1000', { headers })).status).toBe(422)
  expect((await preview({ server: 'github', caller: { agent: 'nobody', client: 'code', human: 'any' } })).status).toBe(403)
  expect((await app.request('/api/v1/grant-requests/req_none/advice', { headers })).status).toBe(404)
})
