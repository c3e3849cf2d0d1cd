import { beforeAll, describe, expect, test } from 'vitest'
import { mintToken } from '@/lib/auth/commands/tokens'
import { PERMISSIONS } from '@/lib/auth/permissions'
import type { Route } from '@/lib/boundary/route'
import { transaction } from '@/lib/db/client'
import { ROLES, type Role } from '@/lib/people/model'
import { aPerson } from '@/lib/testing/actors'
import { testCtx } from '@/lib/testing/clock'
import { useDatabase } from '@/lib/testing/database'
import { buildApp } from './app'
import { routes } from './routes'

/** Every endpoint × every role, asked through the door itself. */
useDatabase()

const failures: unknown[] = []
const app = buildApp((level, message, detail) => {
  if (level === 'error') failures.push([message, detail])
})
const OTHERS = ['none', 'gateway', 'directory'] as const
type Caller = Role | (typeof OTHERS)[number]
const tokens = new Map<Caller, string>()

beforeAll(async () => {
  const year = new Date(Date.now() + 300 * 86_400_000)
  for (const role of [...ROLES, ...OTHERS] as const) {
    const roles: Role[] = role === 'none' || role === 'gateway' || role === 'directory' ? [] : [role]
    // A directory's token has no roles, and counts while its owner is an administrator.
    const person = await aPerson(`${role}@acme.test`, role === 'directory' ? ['admin'] : roles)
    const scopes = role === 'gateway' ? ['ingest:gw'] : role === 'directory' ? ['scim'] : ['read', 'write']
    const minted = await transaction((tx) => mintToken(tx, testCtx(), { name: role, ownerId: person.id, createdBy: person.id, roles, scopes, expiresAt: year }))
    tokens.set(role, minted.token)
  }
})

function ask(route: Route, token: string | undefined): Promise<Response> {
  const path = route.path.replaceAll(/:[A-Za-z]+/g, 'nothing-of-this-name')
  const headers: Record<string, string> = { 'content-type': 'application/json', ...(token === undefined ? {} : { authorization: `Bearer ${token}` }) }
  // A body no schema accepts: who may not is refused before it is read, and nothing is ever changed.
  return Promise.resolve(app.request(path, route.method === 'GET' ? { headers } : { method: route.method, headers, body: '{"\\u0001":1}' }))
}

const guarded = routes.filter((route) => !('public' in route.access))

describe.each(guarded.map((route) => [`${route.method} ${route.path}`, route] as const))('%s', (_name, route) => {
  test('without a token or with a foreign one it answers 401', async () => {
    expect((await ask(route, undefined)).status).toBe(401)
    expect((await ask(route, 'bwk_aaaaaaaaaaaa_bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb_00000000')).status).toBe(401)
  })

  test.each([...ROLES, ...OTHERS] as const)('%s is refused exactly where the table says so', async (role) => {
    const answer = await ask(route, tokens.get(role))
    const may = mayCall(route, role)
    if (may) expect(answer.status).not.toBe(403)
    else expect(answer.status).toBe(403)
    expect(answer.status).not.toBe(401)
    expect(answer.status).toBeLessThan(500)
    expect(failures).toEqual([])
  })
})

function mayCall(route: Route, role: Caller): boolean {
  if ('public' in route.access) return true
  if ('ingest' in route.access) return role === 'gateway'
  if ('provision' in route.access) return role === 'directory'
  if (role === 'gateway' || role === 'directory') return false
  if (route.access.permission === null) return true
  const row: Partial<Record<Role, string>> = PERMISSIONS[route.access.permission]
  return role !== 'none' && row[role] !== undefined
}

test('no path is served twice, and every path is under a machine prefix', () => {
  const seen = routes.map((route) => `${route.method} ${route.path}`)
  expect(new Set(seen).size).toBe(seen.length)
  for (const route of routes) expect(route.path).toMatch(/^\/(api\/(v1|health)|v1|access|oauth|scim|\.well-known)\b/)
})
