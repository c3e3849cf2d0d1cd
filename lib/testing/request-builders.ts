import type { Actor } from '@/lib/auth/actor'
import { personActor } from '@/lib/auth/build-actor'
import { db, type Prisma } from '@/lib/db/client'
import type { Role } from '@/lib/people/model'
import { type ApprovalPolicy, DEFAULT_POLICY } from '@/lib/requests/approval-policy'
import { type DecisionInput, decisionSchema, type RequestBody, requestBodySchema } from '@/lib/requests/model'
import { at, TEST_NOW } from './clock'
import { aServer, declareGrantWorld } from './grant-builders'

const PEOPLE: Record<string, Role[]> = {
  bert: ['owner'], mona: ['member'], rae: ['security_reviewer'], rob: ['security_reviewer'], sam: ['security_reviewer'], inez: ['incident_responder'], adam: ['admin'], zoe: ['member'], otto: ['member'],
}

/**
 * The grants' world with those who decide: erin owns every server, bert is her backup, mona her manager; rae, rob and sam review; dana
 * sponsors the agents; otto has nothing to do with anything. Servers: open (public), github (internal), ledger (confidential), safe
 * (restricted), vault (restricted, in its pilot).
 */
export async function declareRequestWorld(): Promise<void> {
  await declareGrantWorld()
  for (const [name, roles] of Object.entries(PEOPLE)) {
    await db().person.create({ data: { id: `per_${name}`, email: `${name}@acme.test`, name: name.charAt(0).toUpperCase() + name.slice(1), roles, createdAt: at('-1d'), updatedAt: at('-1d') } })
    await db().nameBinding.create({ data: { id: `nam_${name}`, holderKind: 'person', holderId: `per_${name}`, name: `${name}@acme.test`, origin: 'email', createdAt: at('-1d') } })
    await db().stateChange.create({ data: { id: `sta_${name}`, holderKind: 'person', holderId: `per_${name}`, state: 'active', at: at('-1d') } })
  }
  await aServer('open', { sensitivity: 'public' })
  await aServer('ledger', { sensitivity: 'confidential' })
  await aServer('safe', { sensitivity: 'restricted' })
  await db().server.updateMany({ data: { backupOwnerId: 'per_bert' } })
  await db().person.update({ where: { id: 'per_erin' }, data: { managerId: 'per_mona', roles: ['owner'] } })
}

/** Somebody of that world, signed in; what is theirs is read as it is now. */
export async function as(name: string, now: Date = TEST_NOW): Promise<Actor> {
  const { id, name: called, roles } = await db().person.findUniqueOrThrow({ where: { id: `per_${name}` } })
  return personActor({ id, name: called, roles }, now)
}

/** A service token in somebody's name, as an actor without a row behind it. */
export async function aTokenOf(name: string, more: Partial<Actor> = {}): Promise<Actor> {
  return { ...(await as(name)), kind: 'token', id: `tok_${name}`, name: `${name}’s token`, scopes: ['read', 'write'], ...more }
}

/** A request for triage to read one tool of github, changed as told. */
export function aBody(more: Record<string, unknown> = {}): RequestBody {
  const { targets, ...rest } = more
  const single = targets === undefined ? { target: { kind: 'tool', name: 'list_issues' }, access: 'read' } : { targets }
  return requestBodySchema.parse({ server: 'github', caller: { agent: 'triage', client: 'code', human: 'any' }, purpose: 'Triage of issues', durationDays: 30, ...single, ...rest })
}

export function yes(more: Partial<DecisionInput> = {}): DecisionInput {
  return decisionSchema.parse({ answer: 'approve', reason: 'It is needed', ...more })
}

export function no(reason = 'It is not needed'): DecisionInput {
  return { answer: 'deny', reason }
}

/** Puts a policy in force, changed as told from the default one. */
export async function setPolicy(change: (policy: ApprovalPolicy) => ApprovalPolicy, now: Date = TEST_NOW): Promise<number> {
  const number = ((await db().approvalPolicy.aggregate({ _max: { number: true } }))._max.number ?? 0) + 1
  await db().approvalPolicy.create({ data: { number, content: change(DEFAULT_POLICY) as Prisma.InputJsonObject, changedBy: 'per_rae', changedAt: now, reason: 'For a test' } })
  return number
}

/** `delegate` stands in for `person` between these offsets from the fixed clock. */
export async function aStandIn(person: string, delegate: string, from: string, to: string): Promise<void> {
  await db().delegation.create({ data: { id: `dlg_${person}_${delegate}`, personId: `per_${person}`, delegateId: `per_${delegate}`, validFrom: at(from), validTo: at(to), createdBy: `per_${person}`, createdAt: at(from) } })
}

/** Somebody has left. */
export async function leaves(name: string): Promise<void> {
  await db().person.update({ where: { id: `per_${name}` }, data: { active: false, leftAt: TEST_NOW } })
}
