import { type Actor, reach, require } from '@/lib/auth/actor'
import type { Ctx } from '@/lib/context'
import type { Prisma, Tx } from '@/lib/db/client'
import { AppError, notFound } from '@/lib/errors'
import { bindNames, declare, type NameInput, noteState } from '@/lib/names/commands'
import { mayReturn } from '@/lib/people/commands/return-holder'
import { identityColumns, identityName, identityOf } from '@/lib/registry/identity'
import { sameIdentity } from '@/lib/registry/server-edit'
import type { AgentChange, NewAgent } from '@/lib/registry/workload-input'
import { AGENT_INCLUDE, type AgentView, agentView } from '@/lib/registry/workload-view'
import { record } from '@/lib/trail/record'
import { activePerson, change, mayOnAgent, namesNow } from './load'
import { changeNames } from './change-names'

/**
 * Registers an agent. Its registration counts backwards without limit: events that named it before are judged again. Refuses
 * (`already_exists`, `name_taken`) an identity or a name that another agent has. Whoever may register only their own sponsors it.
 */
export async function registerAgent(actor: Actor, ctx: Ctx, input: NewAgent): Promise<AgentView> {
  return change((tx) => registerAgentIn(tx, ctx, actor, input))
}

/** What a directory says of an agent beside what the register asks for (SCIM). */
export type AgentDirectoryPart = { externalId: string | null; scim: Prisma.InputJsonObject }

/** The same in the caller's transaction, with what a directory says. */
export async function registerAgentIn(tx: Tx, ctx: Ctx, actor: Actor, input: NewAgent, directory?: AgentDirectoryPart): Promise<AgentView> {
  const extent = require(actor, 'workload.register')
  const sponsor = await activePerson(tx, input.sponsorEmail, 'sponsorEmail')
  if (extent === 'own' && sponsor.id !== actor.personId) throw new AppError('forbidden', 'You may register only agents that you sponsor yourself. Nothing was changed.', { errors: [{ path: 'sponsorEmail', message: 'must be your own' }] })
  const { identityKind, ...columns } = identityColumns(input.identity)
  if ((await tx.agent.findFirst({ where: columns, select: { id: true } })) !== null) {
    throw new AppError('already_exists', 'Another agent already has this identity. Nothing was changed.', { errors: [{ path: 'identity', message: 'is already taken' }] })
  }
  const id = ctx.id('agent')
  await tx.agent.create({
    data: { id, name: input.name, identityKind: identityKind ?? 'spiffe', ...columns, sponsorId: sponsor.id, purpose: input.purpose, createdAt: ctx.now, updatedAt: ctx.now, ...directory },
  })
  const names: NameInput[] = [
    { name: identityName(input.identity), origin: 'identity' }, { name: input.name, origin: 'name' }, ...input.aliases.map((name) => ({ name, origin: 'alias' as const })),
  ]
  await bindNames(tx, ctx, 'agent', id, names)
  await noteState(tx, ctx, 'agent', id, 'active')
  await declare(tx, ctx, actor, { reason: `Agent ${input.name} registered`, reevaluate: { agentNames: names.map((name) => name.name), agentIds: [id] } })
  const view = await readAgent(tx, id)
  await record(tx, ctx, { actor, action: 'agent.registered', object: { kind: 'agent', id, name: input.name }, detail: { after: view } })
  return view
}

/**
 * Changes an agent. Its identity stays: another identity is another agent. `active` acts from now on; new names are judged
 * backwards, released ones keep what they meant.
 */
export async function changeAgent(actor: Actor, ctx: Ctx, id: string, wanted: AgentChange): Promise<AgentView> {
  return change((tx) => changeAgentIn(tx, ctx, actor, id, wanted))
}

/** The same in the caller's transaction, with what a directory says. */
export async function changeAgentIn(tx: Tx, ctx: Ctx, actor: Actor, id: string, wanted: AgentChange, directory?: AgentDirectoryPart): Promise<AgentView> {
  require(actor, 'workload.register')
  const row = await lockAgent(tx, actor, id)
  if (wanted.active === true) await mayReturn(tx, ctx, actor, 'agent', id)
  const before = agentView(row, await namesNow(tx, 'agent', id))
  if (wanted.identity !== undefined && !sameIdentity(identityOf(row), wanted.identity)) {
    throw new AppError('conflict', 'An agent keeps its identity. Nothing was changed; deactivate this one and register the new one.', { errors: [{ path: 'identity', message: 'cannot be changed' }] })
  }
  if (wanted.sponsorEmail !== undefined && wanted.sponsorEmail !== before.sponsorEmail && reach(actor, 'workload.register') !== 'all') {
    throw new AppError('consent_required', 'Nobody is made sponsor without agreeing: hand it over on the agent’s page, and they become it when they agree. Nothing was changed.', { errors: [{ path: 'sponsorEmail', message: 'goes over when both sides agree' }] })
  }
  const sponsor = wanted.sponsorEmail === undefined || wanted.sponsorEmail === before.sponsorEmail ? row.sponsorId : (await activePerson(tx, wanted.sponsorEmail, 'sponsorEmail')).id
  await tx.agent.update({
    where: { id },
    data: { name: wanted.name ?? row.name, purpose: wanted.purpose === undefined ? row.purpose : wanted.purpose, sponsorId: sponsor, active: wanted.active ?? row.active, updatedAt: ctx.now, ...directory },
  })
  const added = await changeNames(tx, ctx, 'agent', id, { name: wanted.name, aliases: wanted.aliases })
  if (wanted.active !== undefined && wanted.active !== row.active) await noteState(tx, ctx, 'agent', id, wanted.active ? 'active' : 'inactive')
  await declare(tx, ctx, actor, { reason: `Agent ${row.name} changed`, ...(added.length === 0 ? {} : { reevaluate: { agentNames: added } }) })
  const view = await readAgent(tx, id)
  await record(tx, ctx, { actor, action: 'agent.changed', object: { kind: 'agent', id, name: view.name }, detail: { before, after: view } })
  return view
}

type AgentFound = Prisma.AgentGetPayload<{ include: typeof AGENT_INCLUDE }>

async function lockAgent(tx: Tx, actor: Actor, id: string): Promise<AgentFound> {
  const locked = await tx.$queryRaw<{ id: string }[]>`SELECT id FROM agent WHERE id = ${id} FOR UPDATE`
  if (locked.length === 0 || (reach(actor, 'registry.read') !== 'all' && !mayOnAgent(actor, 'registry.read', id))) throw notFound('agent')
  if (!mayOnAgent(actor, 'workload.register', id)) throw new AppError('forbidden', 'Your roles do not allow this on this agent. Nothing was changed.')
  return tx.agent.findUniqueOrThrow({ where: { id }, include: AGENT_INCLUDE })
}

async function readAgent(tx: Tx, id: string): Promise<AgentView> {
  return agentView(await tx.agent.findUniqueOrThrow({ where: { id }, include: AGENT_INCLUDE }), await namesNow(tx, 'agent', id))
}
