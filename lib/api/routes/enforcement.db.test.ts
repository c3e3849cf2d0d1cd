import { beforeEach, describe, expect, it } from 'vitest'
import { buildApp } from '@/lib/api/app'
import { mintToken } from '@/lib/auth/commands/tokens'
import { db, transaction } from '@/lib/db/client'
import { SYSTEM } from '@/lib/auth/actor'
import { importGrants } from '@/lib/grants/commands/import-grants'
import type { Role } from '@/lib/people/model'
import { aPerson } from '@/lib/testing/actors'
import { testCtx } from '@/lib/testing/clock'
import { useDatabase } from '@/lib/testing/database'
import { agentGateway, toolHive } from '@/lib/testing/enforcement-engines'
import { aRow, declareGrantWorld } from '@/lib/testing/grant-builders'

const database = useDatabase()
const surprises: unknown[] = []
const app = buildApp((level, message, detail) => {
  if (level === 'error') surprises.push([message, detail])
})
let token = ''
const CALLER = { sub: 'dana', email: 'dana@acme.test', client_id: 'code', act: { sub: 'spiffe://acme.test/triage' } }

async function tokenFor(role: Role): Promise<string> {
  const person = await aPerson(`${role}@acme.test`, [role])
  return (await transaction((tx) => mintToken(tx, testCtx(), { name: 'test', ownerId: person.id, createdBy: person.id, roles: [role], scopes: ['read'], expiresAt: new Date(Date.now() + 86_400_000) }))).token
}

async function ask(query: string, as = token): Promise<Response> {
  return app.request(`/api/v1/grants/enforcement${query}`, { headers: { authorization: `Bearer ${as}` } })
}

type Body = { configs: { server: string | null; config: never }[]; notExpressed: { what: string; effect: string }[]; files: { name: string }[]; hash: string; notAfter: string | null; servers: string[]; inForce: number; expressed: number }

beforeEach(async () => {
  await database.truncate()
  await declareGrantWorld()
  await importGrants(testCtx(new Date()), SYSTEM, { reason: 'Elsewhere', grants: [aRow({ validUntil: new Date(Date.now() + 86_400_000).toISOString() }), aRow({ externalId: 'b', scope: ['repo:*'], validUntil: undefined })] })
  await db().grant.updateMany({ data: { confirmedAt: new Date() } })
  token = await tokenFor('security_reviewer')
  surprises.length = 0
})

describe('the export over HTTP', () => {
  it('is a configuration that the engines take and that lets exactly the granted call through', async () => {
    const toolhive = await (await ask('?format=toolhive&server=github')).json() as Body
    expect(toolhive).toMatchObject({ servers: ['github'], inForce: 2, expressed: 1, notExpressed: [{ what: 'scope', effect: 'left_out' }], files: [{ name: 'github.authz.json' }] })
    expect(Date.parse(toolhive.notAfter ?? '')).toBeGreaterThan(Date.now())
    const cedar = toolHive(toolhive.configs[0]?.config as never)
    expect(cedar({ kind: 'tool', name: 'create_issue' }, CALLER).allowed).toBe(true)
    expect(cedar({ kind: 'tool', name: 'create_issue' }, { ...CALLER, email: 'erin@acme.test' }).allowed).toBe(false)
    const gateway = await (await ask('?format=agentgateway')).json() as Body
    expect(agentGateway(gateway.configs[0]?.config as never)({ kind: 'tool', name: 'create_issue' }, 'github', CALLER)).toBe(true)
    const opa = await (await ask('?format=opa')).json() as Body
    expect(opa).toMatchObject({ servers: ['github', 'vault'], files: [{ name: 'data.json' }, { name: 'bailiwick.rego' }] })
  })

  it('leaves out what nobody has confirmed, unless it is asked for', async () => {
    await db().grant.updateMany({ data: { confirmedAt: null } })
    expect(await (await ask('?server=github')).json()).toMatchObject({ expressed: 0, notExpressed: [{ what: 'confirmation' }, { what: 'scope' }, { what: 'confirmation' }] })
    expect(await (await ask('?server=github&unconfirmed=include')).json()).toMatchObject({ expressed: 1 })
  })

  it('permits nothing on a quarantined server', async () => {
    await db().stateChange.create({ data: { id: 'sta_q', holderKind: 'server', holderId: 'srv_github', state: 'quarantined', at: new Date() } })
    await db().declarationEpoch.update({ where: { id: 1 }, data: { epoch: { increment: 1 } } })
    expect(await (await ask('?server=github')).json()).toMatchObject({ expressed: 0, notExpressed: [{ what: 'server' }, { what: 'server' }] })
  })

  it('gives one file as it is, and keeps its hash while it says the same', async () => {
    const file = await ask('?server=github&file=github.authz.json')
    expect(file.headers.get('content-disposition')).toBe('attachment; filename="github.authz.json"')
    expect(await file.json()).toMatchObject({ version: '1.0', type: 'cedarv1', cedar: { entities_json: '[]' } })
    const [one, two] = [await (await ask('')).json() as Body, await (await ask('')).json() as Body]
    expect(one.hash).toBe(two.hash)
    await db().grant.updateMany({ data: { revokedAt: new Date(), revokedBy: 'per_erin', revokeReason: 'x' } })
    await db().declarationEpoch.update({ where: { id: 1 }, data: { epoch: { increment: 1 } } })
    expect((await (await ask('')).json() as Body).hash).not.toBe(one.hash)
  })

  it.each([
    ['?format=nginx', 422], ['?server=nothing', 404], ['?file=../../etc/passwd', 404], ['?agentClaim=a%22b', 422], ['?clientClaim=none', 200], ['?humanClaim=none', 200], ['?agentClaim=in', 422], ['?agentClaim=sub&humanClaim=none', 200], ['?more=1', 422], ['?server=%00', 422],
  ])('answers %s with %i and no internal error', async (query, status) => {
    expect((await ask(query)).status).toBe(status)
    expect(surprises).toEqual([])
  })

  it('an owner gets own servers whole, and none of the others', async () => {
    const member = await tokenFor('owner')
    expect((await ask('?server=github', member)).status).toBe(404)
    expect(await (await ask('', member)).json()).toMatchObject({ servers: [], configs: [] })
  })
})
