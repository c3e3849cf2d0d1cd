import { db, type Tx } from '@/lib/db/client'
import type { StoredLine } from '@/lib/offboarding/case-view'
import { paths } from '@/lib/paths'

/** What these people, tokens, servers, agents and clients are called; an id that is nobody's any more stays an id. */
export async function caseNames(ids: readonly (string | null)[], client: Tx = db()): Promise<(id: string) => string> {
  const wanted = [...new Set(ids.flatMap((id) => id ?? []))]
  const of = (prefix: string): { id: { in: string[] } } => ({ id: { in: wanted.filter((id) => id.startsWith(prefix)) } })
  // One after the other: a transaction has one connection.
  const people = await client.person.findMany({ where: of('per_'), select: { id: true, name: true } })
  const tokens = await named(of('tok_'), (where) => client.apiToken.findMany({ where, select: { id: true, name: true } }))
  const servers = await named(of('srv_'), (where) => client.server.findMany({ where, select: { id: true, name: true } }))
  const agents = await named(of('agt_'), (where) => client.agent.findMany({ where, select: { id: true, name: true } }))
  const clients = await named(of('cli_'), (where) => client.client.findMany({ where, select: { id: true, name: true } }))
  const names = new Map([['system', 'Bailiwick'], ...[...people, ...servers, ...agents, ...clients].map((one): [string, string] => [one.id, one.name]), ...tokens.map((one): [string, string] => [one.id, `token ${one.name}`])])
  return (id) => names.get(id) ?? id
}

type Where = { id: { in: string[] } }

async function named(where: Where, find: (where: Where) => Promise<{ id: string; name: string }[]>): Promise<{ id: string; name: string }[]> {
  return where.id.in.length === 0 ? [] : find(where)
}

/** Console paths of what lines are about; null where there is no page. */
export async function linePaths(lines: readonly StoredLine[], client: Tx = db()): Promise<(line: StoredLine) => string | null> {
  const ids = lines.flatMap((line) => line.objectId ?? []).filter((id) => id.startsWith('srv_'))
  const servers = ids.length === 0 ? [] : await client.server.findMany({ where: { id: { in: ids } }, select: { id: true, slug: true } })
  const slugs = new Map(servers.map((server) => [server.id, server.slug]))
  return ({ kind, objectId, detail }) => {
    const told = pathIn(detail)
    if (told !== null) return told
    if (objectId === null) return null
    const slug = slugs.get(objectId)
    if (slug !== undefined) return paths.server(slug)
    if (objectId.startsWith('gnt_')) return paths.grant(objectId)
    if (objectId.startsWith('req_')) return paths.request(objectId)
    if (objectId.startsWith('agt_')) return paths.agent(objectId)
    if (objectId.startsWith('cli_')) return paths.client(objectId)
    if (objectId.startsWith('per_')) return paths.person(objectId)
    if (objectId.startsWith('tem_')) return paths.team(objectId)
    if (objectId.startsWith('off_')) return paths.offboardingCase(objectId)
    if (objectId.startsWith('rev_')) return paths.review(objectId)
    return kind === 'secret' ? paths.secrets() : null
  }
}

/** Where a line itself says that what it is about can be looked at: a page of this console with its filter. */
function pathIn(detail: unknown): string | null {
  const path: unknown = typeof detail === 'object' && detail !== null && 'path' in detail ? detail.path : null
  return typeof path === 'string' && /^\/(?!\/)/.test(path) ? path : null
}
