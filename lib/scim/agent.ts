import { identityName, identitySchema } from '@/lib/registry/identity'
import type { Identity } from '@/lib/registry/model'
import { purposeSchema } from '@/lib/registry/server-input'
import { asBoolean, pruned } from './json'
import { AGENT, type Doc, isDoc, type Kept, refusal } from './model'
import { textOf } from './user'

/** draft-wzdk-scim-agent-resource-00, as far as an agent of the register is one. */
export type AgentFacts = { id: string; name: string; purpose: string | null; active: boolean; identity: Identity; sponsor: { id: string; name: string }; externalId: string | null; createdAt: Date; updatedAt: Date; kept: Kept | null }

export type AgentWish = { userName: string; name: string; purpose: string | null; /** Null = not said: it stays, or is true of a new one. */ active: boolean | null; identity: Identity; externalId: string; ownerIds: string[]; doc: Doc }

export function agentDoc(agent: AgentFacts): Doc {
  const kept = structuredClone(agent.kept?.doc ?? { agentUserName: agent.name, displayName: agent.name })
  const owners = Array.isArray(kept['owners']) ? kept['owners'].filter((one) => isDoc(one) && one['value'] !== agent.sponsor.id) : []
  return {
    ...kept, ...(nameOf(kept) === agent.name ? {} : { displayName: agent.name }), ...(agent.purpose === null ? {} : { description: agent.purpose }),
    active: agent.active, externalId: agent.externalId ?? identityName(agent.identity), owners: [{ value: agent.sponsor.id }, ...owners],
  }
}

/** The agent as answered, without `meta`. */
export function agentResource(agent: AgentFacts, base: string): Doc {
  const doc = agentDoc(agent)
  const owners = Array.isArray(doc['owners']) ? doc['owners'].filter(isDoc) : []
  return { schemas: [AGENT], id: agent.id, ...doc, owners: owners.map((one, at) => ({ ...one, $ref: `${base}/Users/${String(one['value'])}`, ...(at === 0 ? { display: agent.sponsor.name } : {}) })) }
}

/** Reads a whole resource. The external id is the agent's identity in logs: a SPIFFE ID, or issuer|subject. */
export function readAgent(input: Doc): AgentWish {
  const doc = pruned(input)
  const userName = textOf(doc['agentUserName'], 'agentUserName', 200)
  if (userName === null) throw refusal('invalidValue', 'An agent has an agentUserName. Nothing was changed.')
  const active = doc['active'] === undefined ? null : asBoolean(doc['active'])
  if (active === undefined) throw refusal('invalidValue', 'active is true or false. Nothing was changed.')
  const externalId = textOf(doc['externalId'], 'externalId', 2048)
  const identity = identityOf(externalId)
  if (externalId === null || identity === null) throw refusal('invalidValue', 'The externalId of an agent is its SPIFFE ID, or issuer|subject. Nothing was changed.')
  const purpose = doc['description'] === undefined || doc['description'] === '' ? null : purposeSchema.safeParse(doc['description']).data
  if (purpose === undefined) throw refusal('invalidValue', 'description is a text of at most 2000 characters. Nothing was changed.')
  const owners = Array.isArray(doc['owners']) ? doc['owners'] : []
  const ownerIds = owners.map((one) => textOf(isDoc(one) ? one['value'] : one, 'owners.value', 255)).filter((id) => id !== null)
  if (ownerIds.length === 0) throw refusal('invalidValue', 'An agent has an owner, who answers for it. Nothing was changed.')
  for (const key of ['schemas', 'id', 'meta', 'active', 'externalId', 'description']) delete doc[key]
  doc['owners'] = ownerIds.map((value) => ({ value }))
  return { userName, name: nameOf(doc), purpose, active, identity, externalId, ownerIds, doc }
}

function nameOf(doc: Doc): string {
  return textOf(doc['displayName'], 'displayName', 200) ?? textOf(doc['agentUserName'], 'agentUserName', 200) ?? ''
}

function identityOf(text: string | null): Identity | null {
  // An issuer is a URL and has no bar; a subject may have one.
  const bar = text?.indexOf('|') ?? -1
  const said = text === null ? null : bar > 0 ? { kind: 'oidc', issuer: text.slice(0, bar), subject: text.slice(bar + 1) } : { kind: 'spiffe', id: text }
  return identitySchema.safeParse(said).data ?? null
}
