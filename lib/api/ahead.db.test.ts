import { beforeAll, expect, test } from 'vitest'
import { ensurePartitions } from '@/lib/activity/commands/partitions'
import { headlessStart } from '@/lib/auth/commands/headless-start'
import { newToken } from '@/lib/auth/secrets'
import { testCtx } from '@/lib/testing/clock'
import { useDatabase } from '@/lib/testing/database'
import { buildApp } from './app'

/** Events are accepted up to ten minutes ahead of the clock; what is declared now reaches them too. */
useDatabase()
const app = buildApp((_level, message, detail) => { throw Object.assign(new Error(message), { detail }) })
const start = newToken()

beforeAll(async () => {
  const now = new Date()
  await headlessStart(testCtx(now), { email: 'root@acme.test', password: 'correct horse battery staple', apiToken: start })
  await ensurePartitions(now)
})

async function ask<T>(method: string, path: string, body?: unknown): Promise<T> {
  const answer = await app.request(`/api/v1${path}`, {
    method, headers: { authorization: `Bearer ${start}`, 'content-type': 'application/json', 'bailiwick-source': 'gw' }, ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  if (answer.status >= 400) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`)
  return (answer.status === 204 ? null : await answer.json()) as T
}

const verdicts = async (): Promise<string[]> => (await ask<{ items: { verdict: string }[] }>('GET', '/events?server=gh')).items.map((event) => event.verdict)

test('an event dated a few minutes ahead is judged by what is declared until then', async () => {
  await ask('POST', '/servers', { slug: 'gh', name: 'GH', purpose: 'p', environment: 'production', sensitivity: 'internal', transport: 'stdio', command: 'x', ownerEmail: 'root@acme.test' })
  await ask('POST', '/servers/gh/transitions', { to: 'active', reason: 'r' })
  await ask('POST', '/people', { email: 'h@acme.test', name: 'H', roles: [], teams: ['red'] })
  await ask('POST', '/agents', { name: 'ag', identity: { kind: 'spiffe', id: 'spiffe://acme.test/ag' }, sponsorEmail: 'root@acme.test' })
  await ask('POST', '/clients', { name: 'cl' })
  await ask('POST', '/grants/import', { reason: 'r', grants: [{ externalId: 'e', server: 'gh', caller: { agent: 'ag', client: 'cl', human: 'team:red' }, target: { kind: 'tool', name: 't' }, access: 'write', purpose: 'p', validFrom: new Date(Date.now() - 86_400_000).toISOString() }] })
  const ahead = new Date(Date.now() + 5 * 60_000).toISOString()
  await ask('POST', '/events', { events: [{ id: 'f', occurredAt: ahead, kind: 'tool_call', server: 'gh', target: 't', outcome: 'success', human: 'h@acme.test', client: 'cl', agent: 'ag' }] })
  expect(await verdicts()).toEqual(['granted'])
  await ask('PATCH', '/teams/red', { remove: ['h@acme.test'] })
  expect(await verdicts()).toEqual(['wrong_caller'])
  await ask('PATCH', '/teams/red', { add: ['h@acme.test'] })
  expect(await verdicts()).toEqual(['granted'])
  const [grant] = (await ask<{ items: { id: string }[] }>('GET', '/grants?server=gh')).items
  await ask('POST', `/grants/${grant?.id ?? ''}/revoke`, { reason: 'r' })
  expect(await verdicts()).toEqual(['lapsed'])
})
