import { db } from '@/lib/db/client'
import { findHolders } from '@/lib/grants/queries/find-holders'
import type { ContentView, RequestDraft, RequestView } from '@/lib/requests/model'

export type Called = { id: string; name: string }

/** What agents and clients are called by people, by how a request names them: their identity. */
export type RequestNames = { agents: ReadonlyMap<string, Called>; clients: ReadonlyMap<string, Called> }

/** The names of every agent and client that these requests name, in all of their revisions. */
export async function loadNames(views: readonly RequestView[], now: Date): Promise<RequestNames> {
  const contents = views.flatMap((view) => [view, ...view.revisions.map((revision) => revision.content)])
  return namesOf(contents.map((one) => one.caller), now)
}

async function namesOf(callers: readonly { agent?: string; client?: string }[], now: Date): Promise<RequestNames> {
  const known = (key: 'agent' | 'client'): string[] => [...new Set(callers.flatMap((one) => one[key] ?? []))].filter((text) => text !== '' && text !== 'any')
  const [agentIds, clientIds] = await Promise.all([findHolders('agent', known('agent'), now), findHolders('client', known('client'), now)])
  const [agents, clients] = await Promise.all([
    db().agent.findMany({ where: { id: { in: [...agentIds.values()] } }, select: { id: true, name: true } }),
    db().client.findMany({ where: { id: { in: [...clientIds.values()] } }, select: { id: true, name: true } }),
  ])
  return { agents: called(agentIds, agents), clients: called(clientIds, clients) }
}

function called(ids: ReadonlyMap<string, string>, rows: readonly Called[]): Map<string, Called> {
  const byId = new Map(rows.map((row) => [row.id, row]))
  return new Map([...ids].flatMap(([text, id]) => { const row = byId.get(id); return row === undefined ? [] : [[text, row] as const] }))
}

/** The same content with agents and clients as people call them; what has no name keeps its identity. */
export function inNames<Content extends ContentView>(content: Content, names: RequestNames): Content {
  const { agent, client, human } = content.caller
  return { ...content, caller: { agent: names.agents.get(agent)?.name ?? agent, client: names.clients.get(client)?.name ?? client, human } }
}

/** A request and all of its revisions so. */
export function viewInNames(view: RequestView, names: RequestNames): RequestView {
  return { ...inNames(view, names), revisions: view.revisions.map((revision) => ({ ...revision, content: inNames(revision.content, names) })) }
}

/** A draft so: what was filled in by identity reads as people write it. */
export async function draftInNames(draft: RequestDraft, now: Date): Promise<RequestDraft> {
  const { caller } = draft
  if (caller === undefined) return draft
  const names = await namesOf([{ ...(caller.agent === undefined ? {} : { agent: caller.agent }), ...(caller.client === undefined ? {} : { client: caller.client }) }], now)
  const [agent, client] = [names.agents.get(caller.agent ?? ''), names.clients.get(caller.client ?? '')]
  return { ...draft, caller: { ...caller, ...(agent === undefined ? {} : { agent: agent.name }), ...(client === undefined ? {} : { client: client.name }) } }
}
