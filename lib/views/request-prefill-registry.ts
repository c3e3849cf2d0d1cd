import { type Actor, mayOnServer } from '@/lib/auth/actor'
import { db } from '@/lib/db/client'
import { notFound } from '@/lib/errors'
import { agentAsKnown } from '@/lib/grants/grant-view'
import { findHolders } from '@/lib/grants/queries/find-holders'
import { paths } from '@/lib/paths'
import { visibleAgents } from '@/lib/registry/queries/visibility'
import { knownServers } from '@/lib/requests/queries/advice-facts'
import { EMPTY, type Filled, heldByOne, type Prefill } from './request-prefill-model'

/** Servers that take requests are open to whoever may ask for anything; others to whoever sees them. */
async function serverOf(actor: Actor, slug: string): Promise<{ id: string; slug: string }> {
  const found = await db().server.findUnique({ where: { slug }, select: { id: true, slug: true, lifecycle: true } })
  const isOpen = found !== null && (found.lifecycle === 'active' || found.lifecycle === 'pilot')
  if (found === null || (!isOpen && !mayOnServer(actor, 'registry.read', found.id))) throw notFound('server')
  return { id: found.id, slug: found.slug }
}

/** The agent of this id, name or identity; `not_found` where the actor may not see it. */
export async function agentOf(actor: Actor, text: string, now: Date): Promise<{ id: string; name: string; known: string }> {
  const id = (await findHolders('agent', [text], now)).get(text)
  const visible = visibleAgents(actor)
  const found = id === undefined || visible === null ? null : await db().agent.findFirst({ where: { AND: [visible, { id }] }, select: { id: true, name: true, spiffeId: true, issuer: true, subject: true } })
  if (found === null) throw notFound('agent')
  return { id: found.id, name: found.name, known: agentAsKnown(found) }
}

/** From a server's page, a tool's, or an agent's; all three go together. */
export async function fromRegistry(actor: Actor, from: { server?: string | undefined; tool?: string | undefined; agent?: string | undefined }, now: Date): Promise<Prefill> {
  const filled: Filled[] = []
  const left: string[] = []
  const prefill: Prefill = { ...EMPTY, filled, left }
  if (from.server !== undefined) {
    const server = await serverOf(actor, from.server)
    filled.push({ field: 'server', sentence: `The server ${server.slug}, from which you came.`, href: paths.server(server.slug) })
    prefill.draft = { ...prefill.draft, server: server.slug, origin: { kind: 'server', id: server.slug } }
    if (from.tool !== undefined) {
      const targets = await toolsOf(server, from.tool, left)
      const names = targets.map(({ name }) => name ?? '')
      filled.push({ field: 'targets', sentence: `${targets.length === 1 ? `The tool ${names[0] ?? ''}` : `${targets.length} tools`}, with the access of ${targets.length === 1 ? 'its class' : 'their classes'}.` })
      prefill.draft = { ...prefill.draft, targets, origin: { kind: 'tool', id: `${server.slug}/${names[0] ?? ''}` } }
    }
  }
  if (from.agent !== undefined) {
    const agent = await agentOf(actor, from.agent, now)
    filled.push({ field: 'caller.agent', sentence: `The agent ${agent.name}${from.server === undefined ? ', from which you came' : ''}.`, href: paths.agent(agent.id) })
    prefill.draft = { ...prefill.draft, caller: { agent: agent.known }, origin: prefill.draft.origin ?? { kind: 'agent', id: agent.id } }
  }
  return prefill
}

/** A tool's whole name first: it may hold a comma itself. What the catalogue does not know is asked for as write, which is what would count. */
async function toolsOf(server: { id: string; slug: string }, text: string, left: string[]): Promise<NonNullable<Prefill['draft']['targets']>> {
  const known = new Map((await knownServers([server.id])).get(server.id)?.tools.map((tool) => [tool.name, tool.access]))
  const names = known.has(text) ? [text] : text.split(',').map((name) => name.trim()).filter((name) => name !== '')
  const { targets, over } = heldByOne(names.map((name) => ({ kind: 'tool' as const, name, access: known.get(name) ?? 'write', scope: [] })))
  for (const name of names) if (!known.has(name)) left.push(`The catalogue of ${server.slug} does not know ${name}: asked for as write, which is what would count.`)
  if (over > 0) left.push(`${over} tools: one request holds 50 targets at most.`)
  return targets
}
