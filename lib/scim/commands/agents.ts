import type { Actor } from '@/lib/auth/actor'
import type { Tx } from '@/lib/db/client'
import { notFound } from '@/lib/errors'
import { changeAgentIn, registerAgentIn } from '@/lib/registry/commands/agents'
import { conflictOf } from '@/lib/registry/conflict'
import { identityColumns } from '@/lib/registry/identity'
import { sameIdentity } from '@/lib/registry/server-edit'
import { type AgentFacts, agentDoc, type AgentWish, readAgent } from '@/lib/scim/agent'
import { readResource } from '@/lib/scim/canonical'
import { type Doc, isDeleted, refusal } from '@/lib/scim/model'
import { applyPatch, type Operation } from '@/lib/scim/patch'
import { agentAnswer, findAgent, loadAgent } from '@/lib/scim/queries/agents'
import { changedNames } from '@/lib/scim/user'
import { record } from '@/lib/trail/record'
import { assertVersion, keptJson, type Provisioning, provisioning, wakeOffboarding } from './provisioning'

/** Agents by draft-wzdk-scim-agent-resource-00: an agent's first owner is its sponsor, its externalId the identity that logs know. */
export async function createAgent(by: Provisioning, body: Doc): Promise<Doc> {
  const wish = readAgent(readResource('Agent', body))
  return agents(async (tx) => {
    const { identityKind: _kind, ...columns } = identityColumns(wish.identity)
    const there = await tx.agent.findFirst({ where: columns, select: { id: true } })
    const before = there === null ? null : await loadAgent(tx, there.id)
    if (before !== null && !isDeleted(before.kept)) throw refusal('uniqueness', 'There is an agent with this identity already: find it by a filter on externalId and change it. Nothing was changed.')
    if (before !== null) return settle(tx, by, before, { ...wish, active: wish.active ?? true }, 'scim.agent_returned')
    await assertFree(tx, null, wish)
    const { actor, ctx } = by
    const { id } = await registerAgentIn(tx, ctx, asRegistrar(actor), { name: wish.name, identity: wish.identity, sponsorEmail: await sponsorOf(tx, wish), purpose: wish.purpose, aliases: [] }, { externalId: wish.externalId, scim: keptJson(ctx, wish.doc) })
    if (wish.active === false) await changeAgentIn(tx, ctx, asRegistrar(actor), id, { active: false })
    await record(tx, ctx, { actor, action: 'scim.agent_created', object: { kind: 'agent', id, name: wish.name }, detail: { externalId: wish.externalId, active: wish.active ?? true } })
    return answer(tx, by, id)
  })
}

export async function replaceAgent(by: Provisioning, id: string, body: Doc, ifMatch: string | null): Promise<Doc> {
  const wish = readAgent(readResource('Agent', body))
  return agents(async (tx) => settle(tx, by, await present(tx, by, id, ifMatch), wish))
}

export async function patchAgent(by: Provisioning, id: string, operations: readonly Operation[], ifMatch: string | null): Promise<Doc> {
  return agents(async (tx) => {
    const agent = await present(tx, by, id, ifMatch)
    return settle(tx, by, agent, readAgent(applyPatch('Agent', agentDoc(agent), operations)))
  })
}

/** Deleted at the directory = must not act any more: inactive here, gone for SCIM, and on record for good. */
export async function deleteAgent(by: Provisioning, id: string, ifMatch: string | null): Promise<void> {
  await agents(async (tx) => {
    const { actor, ctx } = by
    const agent = await present(tx, by, id, ifMatch)
    await changeAgentIn(tx, ctx, asRegistrar(actor), id, { active: false }, { externalId: null, scim: keptJson(ctx, agent.kept?.doc ?? readAgent(agentDoc(agent)).doc, { deleted: true }) })
    await wakeOffboarding(tx, id)
    await record(tx, ctx, { actor, action: 'scim.agent_deleted', object: { kind: 'agent', id, name: agent.name }, detail: { externalId: agent.externalId } })
  })
}

/** A race lost against somebody in the console comes out as the refusal it is. */
async function agents<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
  return provisioning(work).catch((error: unknown) => { throw conflictOf(error) })
}

/** The token has no roles; for what it provisions it may what an administrator may. */
function asRegistrar(actor: Actor): Actor {
  return { ...actor, roles: ['admin'] }
}

async function present(tx: Tx, by: Provisioning, id: string, ifMatch: string | null): Promise<AgentFacts> {
  const agent = await findAgent(tx, id)
  if (agent === null) throw notFound('agent')
  assertVersion(agentAnswer(agent, by.base), ifMatch)
  return agent
}

async function answer(tx: Tx, by: Provisioning, id: string): Promise<Doc> {
  const agent = await findAgent(tx, id)
  if (agent === null) throw notFound('agent')
  return agentAnswer(agent, by.base)
}

async function assertFree(tx: Tx, id: string | null, wish: AgentWish): Promise<void> {
  const rows = await tx.$queryRaw<{ id: string }[]>`SELECT id FROM agent WHERE lower(coalesce(scim->'doc'->>'agentUserName', name)) = lower(${wish.userName}) AND scim->>'deletedAt' IS NULL AND id <> ${id ?? ''}`
  if (rows.length > 0) throw refusal('uniqueness', `Another agent has the agentUserName ${wish.userName}. Nothing was changed.`)
}

/** The first owner, who must be here and active. */
async function sponsorOf(tx: Tx, wish: AgentWish): Promise<string> {
  const owners = await tx.person.findMany({ where: { id: { in: wish.ownerIds } }, select: { id: true, email: true, active: true } })
  const missing = wish.ownerIds.find((id) => !owners.some((one) => one.id === id))
  if (missing !== undefined) throw refusal('invalidValue', `The owner ${missing.slice(0, 60)} is nobody here. Nothing was changed.`)
  const first = owners.find((one) => one.id === wish.ownerIds[0])
  if (first === undefined || !first.active) throw refusal('invalidValue', 'The first owner answers for the agent and has left. Nothing was changed.')
  return first.email
}

async function settle(tx: Tx, by: Provisioning, agent: AgentFacts, wish: AgentWish, action?: string): Promise<Doc> {
  const { actor, ctx } = by
  await assertFree(tx, agent.id, wish)
  if (!sameIdentity(agent.identity, wish.identity)) throw refusal('mutability', 'An agent keeps its identity: delete this one and create the new one. Nothing was changed.')
  const sponsor = wish.ownerIds[0] === agent.sponsor.id ? undefined : await sponsorOf(tx, wish)
  const active = wish.active ?? agent.active
  const change = {
    ...(wish.name === agent.name ? {} : { name: wish.name }), ...(wish.purpose === agent.purpose ? {} : { purpose: wish.purpose }),
    ...(active === agent.active ? {} : { active }), ...(sponsor === undefined ? {} : { sponsorEmail: sponsor }),
  }
  const attributes = changedNames(agent.kept?.doc ?? {}, wish.doc)
  const kept = attributes.length > 0 || wish.externalId !== agent.externalId || agent.kept === null || agent.kept.deletedAt !== null
  if (Object.keys(change).length === 0 && !kept) return agentAnswer(agent, by.base)
  await changeAgentIn(tx, ctx, asRegistrar(actor), agent.id, change, { externalId: wish.externalId, scim: keptJson(ctx, wish.doc) })
  if (change.active === false) await wakeOffboarding(tx, agent.id)
  if (kept) await record(tx, ctx, { actor, action: action ?? (agent.kept === null ? 'scim.agent_adopted' : 'scim.agent_changed'), object: { kind: 'agent', id: agent.id, name: wish.name }, detail: { externalId: wish.externalId, attributes } })
  return answer(tx, by, agent.id)
}
