import { covers } from '@/lib/grants/match'
import type { Call, GrantFact } from '@/lib/grants/model'
import { lets } from './review-oracle'
import { asVoice, mayReview, type ReviewPicture, sampleCalls } from './review-witness'

type Item = ReviewPicture['items'][number]

/** Calls of the few agents and people of the stories, with what tells their grants apart. */
function callsFor(now: Date): Call[] {
  const callers = [['agt_triage', 'per_dana'], ['agt_triage', 'per_erin'], ['agt_release', 'per_otto'], ['agt_release', null]] as const
  return ['srv_github', 'srv_ledger', 'srv_safe', 'srv_open'].flatMap((serverId) => callers.flatMap(([agentId, humanId]) => sampleCalls(now).map((call): Call => ({
    at: call.at, kind: 'tool_call', serverId, target: call.name, access: call.access as Call['access'], resources: call.resources, agentId, agentName: agentId, clientId: 'cli_code', clientName: 'code', humanId, humanName: humanId,
  }))))
}

const grantsIn = (picture: ReviewPicture): GrantFact[] => [...picture.declarations.grants.values()].flat()
const admitted = (picture: ReviewPicture, call: Call): boolean => (picture.declarations.grants.get(call.serverId ?? '') ?? []).some((grant) => covers(picture.declarations, grant, call))

/** Grants that came in the place of this one, and itself. */
function lineOf(picture: ReviewPicture, id: string): Set<string> {
  const line = new Set([id])
  for (let size = 0; size !== line.size;) {
    size = line.size
    for (const grant of picture.grants) if (grant.narrowsId !== null && line.has(grant.narrowsId)) line.add(grant.id)
  }
  return line
}

const told = (picture: ReviewPicture, id: string): string => JSON.stringify([picture.grants.find((one) => one.id === id) ?? null, picture.holds.filter((one) => one.grantId === id)])

/**
 * What a step that no change of grants by hand was part of did to access: it touches only what was decided, to end or lessen it, and
 * nothing is admitted afterwards that was not before, or, where something suspended was restored, when it all began.
 */
export function grantFaults(first: ReviewPicture, before: ReviewPicture, after: ReviewPicture): string[] {
  const decided = after.items.filter((item) => item.outcome !== null && item.outcome !== 'keep' && item.grantId !== null && !item.synthetic)
  const touched = new Set(decided.flatMap((item) => [...lineOf(after, item.grantId ?? '')]))
  const changed = after.grants.filter((grant) => told(before, grant.id) !== told(after, grant.id)).map((grant) => grant.id)
  const found = changed.filter((id) => !touched.has(id)).map((id) => `${id} was touched, though nothing was decided of it`)
  if (changed.length === 0) return found
  const restored = after.items.some((item) => item.state === 'exempt' && before.items.find((one) => one.id === item.id)?.state !== 'exempt')
  const wider = callsFor(after.now).find((call) => admitted(after, call) && !admitted(before, call) && !(restored && admitted(first, call)))
  if (wider !== undefined) found.push(`now admits ${JSON.stringify(wider)}`)
  return [...found, ...decided.flatMap((item) => appliedFaults(before, after, item))]
}

/** Of an item that was applied in this step: what is left of its grant is what was there before it, within the outcome. */
function appliedFaults(before: ReviewPicture, after: ReviewPicture, item: Item): string[] {
  const was = before.items.find((one) => one.id === item.id)
  if (was === undefined || was.remediatedAt !== null || item.remediatedAt === null || item.remediation !== 'success') return []
  const said = asVoice(item.outcome ?? '', item.outcomeDetail as Parameters<typeof asVoice>[1])
  const line = lineOf(after, item.grantId ?? '')
  const ofLine = (picture: ReviewPicture) => grantsIn(picture).filter((grant) => line.has(grant.id)).map((grant) => ({ ...grant, suspensions: grant.suspensions.filter((one) => !isReviewHold(picture, grant.id, one.from)) }))
  const [old, left] = [ofLine(before), ofLine(after)]
  const wrong = callsFor(after.now).find((call) => {
    const allowed = old.some((grant) => covers(before.declarations, grant, call)) && lets(said, { kind: 'tool', name: call.target, access: call.access, resources: call.resources, at: call.at })
    return left.some((grant) => covers(after.declarations, grant, call)) !== allowed
  })
  return wrong === undefined ? [] : [`${item.grantId}: ${item.outcome} was applied, and ${JSON.stringify(wrong)} is not as it says`]
}

const isReviewHold = (picture: ReviewPicture, grantId: string, from: number): boolean => picture.holds.some((hold) => hold.grantId === grantId && hold.cause === 'review' && hold.openedAt.getTime() === from)

/** A campaign is closed only when everything is over: kept, ended in fact, or signed for by somebody who is not tied to it. */
export function closedFaults(before: ReviewPicture, after: ReviewPicture): string[] {
  return after.campaigns.filter((campaign) => campaign.state === 'closed' && before.campaigns.find((one) => one.id === campaign.id)?.state !== 'closed').flatMap((campaign) => after.items.filter((item) => item.campaignId === campaign.id && !item.synthetic).flatMap((item) => {
    if (item.state === 'exempt') return item.signedBy === null ? [`${item.target}: exempt, and nobody signed`] : []
    if (item.state !== 'confirmed') return [`${item.target}: ${item.state}, and its campaign is closed`]
    const grant = after.grants.find((one) => one.id === item.grantId)
    if (item.subject !== 'grant' || item.outcome === 'keep' || item.outcome === 'shorten' || grant === undefined) return []
    const over = (grant.revokedAt !== null && grant.revokedAt <= after.now) || (grant.validUntil !== null && grant.validUntil <= after.now)
    return [...(over || (item.outcome === 'narrow' && item.remediationNote?.startsWith('Nothing of it goes') === true) ? [] : [`${item.target}: confirmed, and its grant stands`]), ...(item.confirmation === 'confirmed' ? [] : [`${item.target}: confirmed by ${item.confirmation ?? 'nothing'}`])]
  }))
}

/** Of every open task, once reviewers have been looked after: somebody who may; and no item without one while there is somebody. */
export function taskFaults(picture: ReviewPicture): string[] {
  const running = new Map(picture.campaigns.filter((one) => one.state === 'running').map((one) => [one.id, one]))
  return picture.items.filter((item) => item.state === 'pending' && running.has(item.campaignId) && running.get(item.campaignId)?.stage === item.stage && running.get(item.campaignId)?.iteration === item.iteration).flatMap((item) => {
    const tasks = picture.tasks.filter((task) => task.itemId === item.id && task.stage === item.stage && task.iteration === item.iteration)
    const open = tasks.filter((task) => task.endedAt === null)
    const found = open.filter((task) => !mayReview(picture, item, task.personId)).map((task) => `${item.target}: ${task.personId} is asked and may not`)
    const over = new Set([...tasks.map((task) => task.personId), ...picture.answers.filter((one) => one.itemId === item.id && (one.stage < item.stage || one.iteration === item.iteration)).flatMap((one) => [one.personId, one.onBehalfOf])])
    const left = picture.people.filter((one) => one.roles.includes('security_reviewer') && mayReview(picture, item, one.id) && !over.has(one.id))
    if (open.length === 0 && left.length > 0) found.push(`${item.target}: nobody is asked, and ${left.map((one) => one.id).join(', ')} could be`)
    return found
  })
}

/** The trail tells of as many answers as there are, item by item. */
export function trailFaults(picture: ReviewPicture): string[] {
  const counts = new Map<string, number>()
  const add = (id: string, by: number): void => void counts.set(id, (counts.get(id) ?? 0) + by)
  for (const answer of picture.answers) add(answer.itemId, 1)
  for (const entry of picture.trail) {
    if (entry.action === 'review.answered') add(entry.objectId ?? '', -1)
    if (entry.action === 'review.answered_many') for (const id of idsIn(entry.detail)) add(id, -1)
  }
  return [...counts].filter(([, count]) => count !== 0).map(([id, count]) => `the trail and the store differ by ${count} answers to ${id}`)
}

function idsIn(detail: unknown): string[] {
  const items = (detail as { items?: unknown }).items
  return Array.isArray(items) ? items.map((one) => (typeof one === 'string' ? one : String((one as { id?: unknown }).id))) : []
}
