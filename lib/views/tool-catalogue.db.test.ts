import { beforeEach, describe, expect, it } from 'vitest'
import type { Actor } from '@/lib/auth/actor'
import { db } from '@/lib/db/client'
import { classifyTool } from '@/lib/registry/commands/classify-tool'
import { classifyTools } from '@/lib/registry/commands/classify-tools'
import { declareTools } from '@/lib/registry/commands/declare-tools'
import { registerServer } from '@/lib/registry/commands/register-server'
import { listFleet } from '@/lib/registry/queries/tools'
import { newServerSchema } from '@/lib/registry/server-input'
import { aPerson } from '@/lib/testing/actors'
import { testClock } from '@/lib/testing/clock'
import { useDatabase } from '@/lib/testing/database'
import { toolCatalogue } from './tool-catalogue'

const { truncate } = useDatabase()
const clock = testClock()
let reviewer: Actor
let olga: Actor

const aServer = (slug: string, ownerEmail: string) => newServerSchema.parse({
  slug, name: slug, purpose: 'Issues and code', environment: 'production', sensitivity: 'internal', transport: 'streamable_http', endpoint: `https://${slug}.acme.test/mcp`, ownerEmail,
})

beforeEach(async () => {
  await truncate()
  reviewer = await aPerson('rita@acme.test', ['security_reviewer'])
  const owner = await aPerson('olga@acme.test', ['owner'])
  for (const [slug, email] of [['github', 'olga@acme.test'], ['jira', 'rita@acme.test']] as const) {
    await registerServer(reviewer, clock.ctx(), aServer(slug, email))
    await declareTools(reviewer, clock.ctx(), slug, [{ name: 'list', annotations: { readOnlyHint: true } }, { name: 'make' }])
  }
  const owned = await db().server.findMany({ where: { ownerId: owner.personId ?? '' }, select: { id: true } })
  olga = { ...owner, ownServerIds: owned.map(({ id }) => id) }
})

const wanted = (accessClass: 'read' | 'write' | 'admin', ...tools: string[]) => ({
  tools: tools.map((id) => ({ server: id.split('/')[0] ?? '', name: id.split('/')[1] ?? '' })), accessClass, reason: 'looked at them',
})

describe('the catalogue across servers', () => {
  it('shows every tool of every visible server with its class and claims', async () => {
    const { rows } = await toolCatalogue(reviewer, clock.now())
    expect(rows.map(({ id, accessClass, decided, claims }) => [id, accessClass, decided, claims])).toEqual(expect.arrayContaining([
      ['github/list', 'read', 'suggestion', ['read only']], ['github/make', 'write', 'unclassified', ['nothing']], ['jira/list', 'read', 'suggestion', ['read only']], ['jira/make', 'write', 'unclassified', ['nothing']],
    ]))
    expect(rows).toHaveLength(4)
  })

  it('shows an owner the tools of their own servers only, here and through the API', async () => {
    expect((await toolCatalogue(olga, clock.now())).rows.map(({ server }) => server)).toEqual(['github', 'github'])
    expect((await listFleet(olga, {}, { limit: 10 })).map(({ server }) => server)).toEqual(['github', 'github'])
  })

  it('is listed in pages that lose nothing, and filtered by the class that counts', async () => {
    const first = await listFleet(reviewer, {}, { limit: 3 })
    const last = first.at(-1)
    const rest = await listFleet(reviewer, {}, { limit: 3, after: last })
    expect([...first, ...rest].map(({ server, name }) => `${server}/${name}`)).toEqual(['github/list', 'github/make', 'jira/list', 'jira/make'])
    expect((await listFleet(reviewer, { class: 'write' }, { limit: 10 })).map(({ name }) => name)).toEqual(['make', 'make'])
    expect(await listFleet(reviewer, { decidedBy: 'person' }, { limit: 10 })).toEqual([])
  })
})

describe('one class for several tools', () => {
  it('is given to all of them, each with its own trail entry, and leaves alone what has it by a person’s choice', async () => {
    await classifyTool(reviewer, clock.ctx(), 'jira', 'make', { accessClass: 'read', reason: 'only a draft' })
    const before = await db().trailEntry.count()
    clock.advance('1h')
    expect(await classifyTools(reviewer, clock.ctx(), wanted('read', 'github/make', 'jira/make', 'github/list'))).toEqual({ changed: 2, unchanged: 1 })
    expect((await toolCatalogue(reviewer, clock.now())).rows.map(({ accessClass }) => accessClass)).toEqual(['read', 'read', 'read', 'read'])
    expect(await db().trailEntry.count()).toBe(before + 2)
  })

  it('changes nothing when one of them is unknown', async () => {
    await expect(classifyTools(reviewer, clock.ctx(), wanted('read', 'github/make', 'jira/nothing'))).rejects.toMatchObject({ code: 'not_found' })
    expect(await db().toolClass.count({ where: { decidedBy: 'person' } })).toBe(0)
  })

  it('changes nothing when one of them is on somebody else’s server', async () => {
    await expect(classifyTools(olga, clock.ctx(), wanted('read', 'github/make', 'jira/make'))).rejects.toMatchObject({ code: 'not_found' })
    expect(await db().toolClass.count({ where: { decidedBy: 'person' } })).toBe(0)
    expect(await classifyTools(olga, clock.ctx(), wanted('read', 'github/make'))).toEqual({ changed: 1, unchanged: 0 })
  })

  it('two such acts in opposite order do not wait for each other for ever', async () => {
    const answers = await Promise.all([classifyTools(reviewer, clock.ctx(), wanted('admin', 'github/make', 'jira/make')), classifyTools(reviewer, clock.ctx(), wanted('read', 'jira/list', 'github/list'))])
    expect(answers).toEqual([{ changed: 2, unchanged: 0 }, { changed: 2, unchanged: 0 }])
  })
})
