import { type Actor, mayOnServer, reach } from '@/lib/auth/actor'
import { db, type Tx } from '@/lib/db/client'
import { requestOf } from '@/lib/document/content'
import type { Content, GrantsDocument, Standing, Step, Waiting, Wanted } from '@/lib/document/model'
import { planDocument } from '@/lib/document/plan'
import type { ApprovalView } from '@/lib/document/plan-model'
import { approvalWords, planHash } from '@/lib/document/plan-view'
import type { Words } from '@/lib/requests/content-view'
import { needOf, shortenedTo } from '@/lib/requests/need'
import { obstaclesOf, timeFaults } from '@/lib/requests/obstacles'
import { loadFacts } from '@/lib/requests/queries/request-facts'
import { serversOf, type SpokenFor, standingOn, waitingOn, wantedOf } from './load-world'
import { namesOf } from './names'

/** `forbidden`: the roles stand against it, not the facts. */
export type Obstacle = { message: string; forbidden: boolean }

/** A plan with everything that it rests on. */
export type LoadedPlan = {
  now: number
  servers: SpokenFor[]
  wanted: ReadonlyMap<number, Wanted>
  standing: ReadonlyMap<string, Standing>
  steps: Step[]
  words: Words
  /** By entry, of what is asked for. */
  approvals: ReadonlyMap<number, ApprovalView>
  obstacles: (step: Step) => readonly Obstacle[]
  hash: string
}

/** What it takes to come from what stands now to what the document says, for this actor. Reads with `client`, which may hold locks. */
export async function loadPlan(actor: Actor, document: GrantsDocument, now: Date, client: Tx = db()): Promise<LoadedPlan> {
  const servers = await serversOf(actor, document.servers, client)
  const wanted = await wantedOf(document, servers, now, client)
  const standing = await standingOn(servers, now, client)
  const waiting: Waiting[] = await waitingOn(servers, now, client)
  const steps = planDocument(wanted, standing, waiting, now.getTime())
  const entries = new Map(wanted.map((entry) => [entry.index, entry]))
  const asking = steps.flatMap((step) => (step.kind === 'create' || step.kind === 'widen' ? entries.get(step.entry) ?? [] : []))
  const asked = await askedOf(actor, asking, now, client)
  const stands = new Map(standing.map((grant) => [grant.id, grant]))
  const forbidden = (step: Step): Obstacle[] => {
    if (step.kind !== 'narrow' && step.kind !== 'revoke') return []
    const serverId = stands.get(step.grantId)?.content.serverId ?? null
    return mayOnServer(actor, 'grant.revoke', serverId) ? [] : [{ message: 'Your roles do not let you take grants away on this server.', forbidden: true }]
  }
  return {
    now: now.getTime(), servers, wanted: entries, standing: stands, steps,
    words: await namesOf([...wanted.map((entry) => entry.content), ...standing.map((grant) => grant.content)], client),
    approvals: asked.approvals, obstacles: (step) => ('asked' in step ? (step.asked === null ? asked.obstacles.get(step.entry) ?? [] : []) : forbidden(step)),
    hash: planHash(document.servers, steps, wanted, standing, asked.approvals),
  }
}

/** Who must approve what is asked for, and what stands against asking. */
async function askedOf(actor: Actor, entries: readonly Wanted[], now: Date, client: Tx): Promise<{ approvals: Map<number, ApprovalView>; obstacles: Map<number, Obstacle[]> }> {
  const contents = entries.map((entry) => requestOf(entry.content, now.getTime()))
  const facts = await loadFacts(contents.map((content) => ({ content, behind: actor.behind, sponsorBefore: null, policyNumber: null, answered: [] })), now, client)
  const approvals = new Map<number, ApprovalView>()
  const obstacles = new Map<number, Obstacle[]>()
  entries.forEach((entry, i) => {
    const [content, fact] = [contents[i], facts[i]]
    if (content === undefined || fact === undefined) return
    const need = needOf('grant', fact.policies, content, fact.server)
    approvals.set(entry.index, { ...need, words: approvalWords(need), shortenedTo: shortenedTo(fact.policies, content, fact.server, now.getTime()) })
    const found = [...obstaclesOf(fact.named, content), ...timeFaults(content, now.getTime())].map(({ message }) => ({ message, forbidden: false }))
    obstacles.set(entry.index, mayAsk(actor, entry.content) ? found : [{ message: 'You may ask only for grants on servers of your own, and for agents that you sponsor.', forbidden: true }, ...found])
  })
  return { approvals, obstacles }
}

function mayAsk(actor: Actor, content: Content): boolean {
  if (actor.personId === null) return false
  return mayOnServer(actor, 'grant.request', content.serverId) || (reach(actor, 'grant.request') === 'own' && content.agentId !== null && actor.ownAgentIds.includes(content.agentId))
}
