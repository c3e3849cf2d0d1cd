import { expect, test } from 'vitest'
import { buildApp } from '@/lib/api/app'
import { createToken } from '@/lib/auth/commands/tokens'
import { db } from '@/lib/db/client'
import { newCtx } from '@/lib/ids'
import { openForLeavers } from '@/lib/offboarding/commands/leavers'
import { createAgent, patchAgent } from '@/lib/scim/commands/agents'
import { aPerson } from '@/lib/testing/actors'
import { useDatabase } from '@/lib/testing/database'

useDatabase()
const app = buildApp((level, message, detail) => { if (level === 'error') throw Object.assign(new Error(message), { detail }) })

test('whom and what a directory deactivates is offboarded by itself: they come back before anything is revoked, and not after it', async () => {
  const admin = await aPerson('admin@acme.test', ['admin'])
  const { token } = await createToken(admin, newCtx(), { name: 'directory', roles: [], scopes: ['scim'], expiresAt: new Date(Date.now() + 86_400_000) })
  const ask = async (method: string, path: string, body: unknown) => {
    const answer = await app.request(`/scim/v2${path}`, { method, headers: { authorization: `Bearer ${token}`, 'content-type': 'application/scim+json' }, body: JSON.stringify(body) })
    return { status: answer.status, body: answer.status === 204 ? {} : ((await answer.json()) as Record<string, unknown>) }
  }
  const active = (value: boolean) => ({ schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'], Operations: [{ op: 'replace', path: 'active', value }] })
  const user = { schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'], userName: 'eve@acme.test' }
  const eve = `/Users/${String((await ask('POST', '/Users', user)).body['id'])}`
  const by = () => ({ actor: { ...admin, kind: 'token' as const, roles: [], scopes: ['scim'] }, ctx: newCtx(), base: '', groupRoles: [] })
  const agent = String((await createAgent(by(), { agentUserName: 'a', externalId: 'spiffe://acme.test/a', owners: [{ value: eve.slice(7) }] }))['id'])
  const cases = () => db().offboardingCase.findMany({ where: { subjectKind: 'person' }, orderBy: { id: 'asc' }, select: { stage: true, occasion: true } })

  // Nobody is there who could sponsor the agent, so the case waits frozen, and a return cancels it.
  expect((await ask('PATCH', eve, active(false))).status).toBe(200)
  await openForLeavers(newCtx)
  expect(await cases()).toEqual([{ stage: 'frozen', occasion: 'left' }])
  expect((await ask('PATCH', eve, active(true))).body).toMatchObject({ active: true })
  expect(await cases()).toEqual([{ stage: 'cancelled', occasion: 'left' }])

  await patchAgent(by(), agent, [{ op: 'replace', path: 'owners', value: [{ value: admin.id }] }, { op: 'replace', path: 'active', value: 'False' }], null)
  expect((await ask('DELETE', eve, undefined)).status).toBe(204)
  await openForLeavers(newCtx)
  // No secret was theirs, so the watch has begun too.
  expect((await cases()).map((one) => one.stage)).toEqual(['cancelled', 'watch'])
  expect(await db().offboardingCase.findMany({ where: { subjectKind: 'agent' }, select: { stage: true, subjectId: true } })).toEqual([{ stage: 'watch', subjectId: agent }])
  await openForLeavers(newCtx)
  expect(await db().offboardingCase.count()).toBe(3)
  const back = await ask('POST', '/Users', user)
  expect(back).toMatchObject({ status: 409, body: { status: '409', detail: expect.stringContaining('under way') } })
  expect(await db().person.findUniqueOrThrow({ where: { email: 'eve@acme.test' } })).toMatchObject({ active: false })
})
