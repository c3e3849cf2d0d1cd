import { expect } from '@playwright/test'
import type { Api } from '../fixtures/http'
import { DAY, type Grant, type Happening, type World } from './world'

async function made(api: Api, path: string, body: unknown): Promise<Record<string, unknown>> {
  const answer = await api.post(path, body)
  expect(answer.status, `${path} ${JSON.stringify(body)} → ${JSON.stringify(answer.body)}`).toBe(201)
  return answer.body
}

export async function declareHolders(api: Api, world: World): Promise<void> {
  for (const person of world.people) await made(api, '/api/v1/people', { email: person.email, name: person.email, roles: ['member'], teams: person.teams, aliases: [person.alias] })
  const owner = world.people[0]?.email
  for (const agent of world.agents) await made(api, '/api/v1/agents', { name: agent.name, identity: { kind: 'spiffe', id: agent.spiffe }, sponsorEmail: owner, aliases: [agent.alias] })
  for (const client of world.clients) await made(api, '/api/v1/clients', { name: client.name, clientId: client.clientId, aliases: [client.alias] })
}

export async function declareServers(api: Api, world: World): Promise<void> {
  const owner = world.people[0]?.email
  for (const server of world.servers) {
    await made(api, '/api/v1/servers', {
      slug: server.slug, name: server.slug, purpose: 'For a test', environment: 'production', sensitivity: server.sensitivity, effects: server.effects,
      identity: { kind: 'spiffe', id: server.spiffe }, transport: 'streamable_http', endpoint: 'https://mcp.acme.test/mcp', ownerEmail: owner, aliases: [server.alias],
    })
    if (!server.registered) continue
    const to = server.sensitivity === 'confidential' ? 'pilot' : 'active'
    const moved = await api.post(`/api/v1/servers/${server.slug}/transitions`, { to, reason: 'Reviewed for the test' })
    expect(moved.status, JSON.stringify(moved.body)).toBe(200)
    expect(moved.body['lifecycle']).toBe(to)
    for (const tool of server.tools) {
      const answer = await api.patch(`/api/v1/servers/${server.slug}/tools/${encodeURIComponent(tool)}`, { accessClass: 'read', reason: 'Looked at for the test' })
      expect(answer.status, JSON.stringify(answer.body)).toBe(200)
    }
  }
}

/** Imports the world's grants; answers external id → grant id. */
export async function importGrants(api: Api, grants: readonly Grant[]): Promise<Map<string, string>> {
  const rows = grants.map((grant) => ({
    externalId: grant.externalId, server: grant.server, caller: { agent: grant.agent, client: grant.client, human: grant.human },
    target: { kind: grant.kind, name: grant.target }, access: grant.access, scope: grant.scope, purpose: 'Declared elsewhere',
    validFrom: new Date(grant.validFrom).toISOString(), ...(grant.validUntil === null ? {} : { validUntil: new Date(grant.validUntil).toISOString() }),
  }))
  const answer = await api.post('/api/v1/grants/import', { reason: 'In force before the console', grants: rows })
  expect(answer.status, JSON.stringify(answer.body)).toBe(200)
  const results = answer.body['results'] as { externalId: string; id?: string; status: string }[]
  expect(results.filter((row) => row.status === 'refused')).toEqual([])
  return new Map(results.map((row) => [row.externalId, row.id ?? '']))
}

export function nativeOf(event: Happening): Record<string, unknown> {
  const { at, access, ...rest } = event
  return { ...rest, occurredAt: new Date(at).toISOString(), ...(access === undefined ? {} : { access }) }
}

/** A gateway source with heartbeats back to 120 days ago, so that absence means something. */
export async function declareSource(api: Api, makeApi: (token: string) => Api, name: string, now: number): Promise<Api> {
  const source = await made(api, '/api/v1/sources', { name, format: 'native', expectedHeartbeatSeconds: 30 * 86_400, vantage: 'gateway' })
  const ingest = makeApi(String(source['token']))
  for (let days = 120; days >= 0; days -= 20) {
    const beat = await ingest.post('/api/v1/heartbeat', { deliveredThrough: new Date(now - days * DAY).toISOString() })
    expect(beat.status, JSON.stringify(beat.body)).toBe(200)
  }
  return ingest
}
