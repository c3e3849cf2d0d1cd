import { db } from '@/lib/db/client'
import { loadDeclarations } from '@/lib/grants/queries'
import { allLet, lets, type OracleCall, type OracleStrategy, type OracleVoice, stageByText, tied, targetLets } from './review-oracle'

type Content = { stages: { strategy: OracleStrategy; repeats: number; stopOn: string[]; closes: string }[]; noResponse: 'revoke' | 'keep' | 'escalate'; remediation: string }
type Target = { kind: string; name: string; access: string; scope: string[] }
/** What a recorded outcome says besides its word. */
type Detail = { until?: string | null; targets?: Target[] | null } | null

/** All that the store says of reviews at one moment, and of what they are about, read without any of the rules. */
export type ReviewPicture = Awaited<ReturnType<typeof reviewPictureOf>>
type Item = ReviewPicture['items'][number]
type Answer = ReviewPicture['answers'][number]
type StageOutcome = ReviewPicture['stageOutcomes'][number]

export async function reviewPictureOf(now: Date) {
  const [campaigns, items, tasks, answers, stageOutcomes, signOffs, grants, holds] = await Promise.all([
    db().reviewCampaign.findMany({ orderBy: { id: 'asc' } }), db().reviewItem.findMany({ orderBy: { position: 'asc' } }), db().reviewTask.findMany({ orderBy: { id: 'asc' } }), db().reviewAnswer.findMany({ orderBy: { id: 'asc' } }),
    db().reviewStageOutcome.findMany(), db().reviewSignOff.findMany(), db().grant.findMany({ orderBy: { id: 'asc' } }), db().grantHold.findMany({ orderBy: { id: 'asc' } }),
  ])
  const [people, servers, agents, memberships, delegations, requests, attestations, trail, declarations] = await Promise.all([
    db().person.findMany({ select: { id: true, active: true, roles: true } }), db().server.findMany({ select: { id: true, ownerId: true } }), db().agent.findMany({ select: { id: true, sponsorId: true } }), db().teamMembership.findMany(), db().delegation.findMany(),
    db().grantRequest.findMany({ include: { decisions: true, revisions: true } }), db().ownershipAttestation.findMany(), db().trailEntry.findMany({ where: { action: { startsWith: 'review.' } }, orderBy: { seq: 'asc' } }), loadDeclarations(),
  ])
  return { now, campaigns, items, tasks, answers, stageOutcomes, signOffs, grants, holds, people, servers, agents, memberships, delegations, requests, attestations, trail, declarations }
}

const campaignOf = (picture: ReviewPicture, of: { campaignId: string }) => picture.campaigns.find((one) => one.id === of.campaignId)
export const contentOf = (campaign: { content: unknown }): Content => campaign.content as Content
const sameAsking = (a: { itemId: string; stage: number; iteration: number }, b: { itemId: string; stage: number; iteration: number }): boolean => a.itemId === b.itemId && a.stage === b.stage && a.iteration === b.iteration

/** Is this person tied to what is reviewed, by what the store says now? Attesting one's own is the point of an ownership item. */
export function isTied(picture: ReviewPicture, item: Item, person: string): boolean {
  const grant = picture.grants.find((one) => one.id === item.grantId)
  if (item.subject !== 'grant' || grant === undefined) return false
  const request = picture.requests.find((one) => one.id === grant.requestId)
  const within = (one: { validFrom: Date | null; validTo: Date | null }): boolean => (one.validFrom === null || one.validFrom <= picture.now) && (one.validTo === null || one.validTo > picture.now)
  return tied({
    requesters: request === undefined ? [] : [request.requesterId, ...request.behind, ...request.revisions.filter((one) => one.change !== 'narrowed').map((one) => one.by)], human: grant.personId,
    members: picture.memberships.filter((one) => one.teamId === grant.teamId && within(one)).map((one) => one.personId), sponsors: [picture.agents.find((one) => one.id === grant.agentId)?.sponsorId ?? null, request?.sponsorId ?? null],
    access: grant.access, approvedBy: (request?.decisions ?? []).filter((one) => one.answer === 'approve' && one.round === request?.round).map((one) => one.personId),
  }, person)
}

/** "Active people with a role among security reviewer, owner, member", and not tied to it. */
export function mayReview(picture: ReviewPicture, item: Item, id: string): boolean {
  const person = picture.people.find((one) => one.id === id)
  return person?.active === true && person.roles.some((role) => ['security_reviewer', 'owner', 'member'].includes(role)) && !isTied(picture, item, id)
}

const away = (picture: ReviewPicture, person: string, delegate: string): boolean => picture.delegations.some((one) => one.personId === person && one.delegateId === delegate && one.validFrom <= picture.now && picture.now < one.validTo && (one.endedAt === null || one.endedAt > picture.now))

/** Who could answer this item now, with whose task: what a story that wants to get on asks. */
export function whoMayAnswer(picture: ReviewPicture, item: Item): string[] {
  const open = picture.tasks.filter((task) => sameAsking(task, { ...item, itemId: item.id }) && task.endedAt === null)
  return open.flatMap((task) => [task.personId, ...picture.delegations.filter((one) => one.personId === task.personId && away(picture, task.personId, one.delegateId)).map((one) => one.delegateId)]).filter((id) => mayReview(picture, item, id))
}

/** What is wrong with what the store says after a step, given what it said before; empty = nothing. */
export function answerFaults(before: ReviewPicture, after: ReviewPicture): string[] {
  return after.answers.flatMap((answer) => {
    const was = before.answers.find((one) => one.id === answer.id)
    const item = before.items.find((one) => one.id === answer.itemId)
    const name = `answer ${answer.answer} of ${answer.personId} to ${item?.grantId ?? answer.itemId} in ${answer.stage}.${answer.iteration}`
    if (item === undefined) return [`${name}: to nothing`]
    if (was === undefined) return freshFaults(before, after, answer, item).map((fault) => `${name}: ${fault}`)
    const { supersededAt: _was, ...fixed } = was
    const { supersededAt, ...now } = answer
    const found = JSON.stringify(fixed) === JSON.stringify(now) ? [] : [`${name}: was rewritten`]
    if (was.supersededAt === null && supersededAt !== null && (campaignOf(before, item)?.state !== 'running' || !sameAsking(answer, { ...item, itemId: item.id }))) found.push(`${name}: was taken back after its stage had closed`)
    return found
  })
}

function freshFaults(before: ReviewPicture, after: ReviewPicture, answer: Answer, item: Item): string[] {
  const found: string[] = []
  const [campaign, later] = [campaignOf(before, item), after.items.find((one) => one.id === item.id)]
  if (campaign?.state !== 'running') found.push(`was given while the campaign was ${campaign?.state ?? 'not there'}`)
  if (![item, later].some((one) => one?.stage === answer.stage && one.iteration === answer.iteration)) found.push('is for another stage')
  const ends = [campaign, campaignOf(after, item)].map((one) => one?.stageEndsAt?.getTime() ?? 0)
  if (answer.at.getTime() >= Math.max(...ends)) found.push('came after the deadline')
  for (const id of answer.onBehalfOf === null ? [answer.personId] : [answer.personId, answer.onBehalfOf]) {
    if (![before, after].some((picture) => mayReview(picture, item, id) || (id === answer.onBehalfOf && !isTied(picture, item, id)))) found.push(`${id} may not`)
    const earlier = after.answers.find((one) => one.itemId === item.id && one.stage < answer.stage && one.supersededAt === null && [one.personId, one.onBehalfOf].includes(id))
    if (earlier !== undefined) found.push(`${id} answered in stage ${earlier.stage} already`)
  }
  const task = after.tasks.find((one) => one.id === answer.taskId)
  if (task === undefined || !sameAsking(task, answer)) found.push('has no task of this stage')
  else if (task.personId !== (answer.onBehalfOf ?? answer.personId)) found.push('is to somebody else’s task')
  if (answer.onBehalfOf !== null && ![before, after].some((picture) => away(picture, answer.onBehalfOf ?? '', answer.personId))) found.push('stands in for nobody')
  return [...found, ...contentFaults(before, answer, item)]
}

function contentFaults(before: ReviewPicture, answer: Answer, item: Item): string[] {
  const found: string[] = []
  const grant = before.grants.find((one) => one.id === item.grantId)
  if (answer.answer === 'keep' && ['high', 'critical'].includes(item.risk) && (answer.reason ?? '') === '') found.push('keeps a high risk without a reason')
  if (answer.bulkId !== null && (answer.reason ?? '') === '') found.push('was given in bulk without a reason')
  if (answer.until !== null && answer.until <= answer.at) found.push('shortens into the past')
  if (grant === undefined || item.subject !== 'grant') return found
  if (answer.answer === 'shorten' && grant.validUntil !== null && (answer.until?.getTime() ?? Infinity) >= grant.validUntil.getTime()) found.push('shortens nothing')
  if (answer.until !== null && grant.validUntil !== null && answer.until > grant.validUntil) found.push('lengthens')
  const own = { kind: grant.targetKind, name: grant.target, access: grant.access, scope: grant.scope }
  if (answer.answer === 'narrow' && sampleCalls(before.now).some((call) => ((answer.targets ?? []) as Target[]).some((one) => targetLets(one, call)) && !targetLets(own, call))) found.push('“narrows” to more')
  return found
}

/** Each item and its stages: what they came to is what the second reading makes of the answers that stand. */
export function outcomeFaults(before: ReviewPicture, after: ReviewPicture): string[] {
  const fresh = after.stageOutcomes.filter((one) => !before.stageOutcomes.some((old) => old.itemId === one.itemId && old.stage === one.stage && old.iteration === one.iteration))
  return [...fresh.flatMap((outcome) => {
    const item = after.items.find((one) => one.id === outcome.itemId)
    if (item === undefined) return ['an outcome of nothing']
    // Whoever is tied to it and said nothing may count as silent, or as not asked: who was asked is looked after from time to time.
    const faults = [after, before].flatMap((picture) => [true, false].map((silent) => stageFaults(picture, after, item, outcome, silent)))
    return (faults.find((one) => one.length === 0) ?? faults[0] ?? []).map((fault) => `${item.grantId ?? item.target} stage ${outcome.stage}.${outcome.iteration} (${outcome.outcome} by ${outcome.by}): ${fault}`)
  }), ...after.items.flatMap((item) => itemFaults(before, after, item).map((fault) => `${item.grantId ?? item.target} (${item.state}, ${item.outcome ?? 'no outcome'}): ${fault}`))]
}

/** The voices of a stage, as people stand in `picture`: each task that was not taken away, with what was said to it by somebody who may. */
function voicesOf(picture: ReviewPicture, after: ReviewPicture, item: Item, asking: { itemId: string; stage: number; iteration: number }, silent: boolean): OracleVoice[] {
  const tasks = after.tasks.filter((task) => sameAsking(task, asking) && (task.endedAt === null || after.answers.some((one) => one.taskId === task.id && one.supersededAt === null)))
  return tasks.flatMap((task): OracleVoice[] => {
    const said = after.answers.find((one) => one.taskId === task.id && one.supersededAt === null)
    if (said === undefined) return !silent && isTied(picture, item, task.personId) ? [] : [{ person: task.personId, word: null }]
    if ([said.personId, said.onBehalfOf ?? said.personId].some((id) => isTied(picture, item, id))) return []
    return [{ person: said.personId, word: said.answer as OracleVoice['word'], until: said.until?.getTime() ?? null, targets: said.targets as Target[] | null }]
  })
}

function stageFaults(picture: ReviewPicture, after: ReviewPicture, item: Item, outcome: StageOutcome, silent: boolean): string[] {
  const campaign = campaignOf(after, item)
  if (campaign === undefined) return ['of no campaign']
  if (item.synthetic) return outcome.by === 'answers' ? ['a row that does not exist was decided'] : []
  const content = contentOf(campaign)
  const stage = content.stages[outcome.stage - 1]
  if (stage === undefined) return ['of no stage']
  const voices = voicesOf(picture, after, item, outcome, silent)
  const expected = stageByText(stage.strategy, voices)
  const says = `the answers say ${expected} (${voices.map((one) => `${one.person} ${one.word ?? '–'}`).join(', ')})`
  if (expected === 'no_response') return outcome.by === 'answers' ? [says] : silenceFaults(content, stage, outcome, voices.length)
  if (outcome.by !== 'answers') return [says]
  if (expected === 'denied') return outcome.outcome === 'revoke' ? [] : [says]
  return restrictionFaults(after, item, outcome, voices).map((fault) => `${fault}; ${says}`)
}

/** Kept by silence only where the template says so, asked again only as often as it says, and never kept where nobody was asked. */
function silenceFaults(content: Content, stage: Content['stages'][number], outcome: StageOutcome, asked: number): string[] {
  const last = stage.repeats + 1 + (content.noResponse === 'escalate' ? 1 : 0)
  if (outcome.iteration > last) return ['was asked too often']
  if (outcome.outcome === 'no_response') return outcome.iteration < last ? [] : ['was left open']
  if (outcome.outcome === 'keep') return content.noResponse !== 'keep' ? ['was kept by silence'] : asked === 0 ? ['was kept though nobody was asked'] : []
  return outcome.outcome === 'revoke' ? (content.noResponse === 'keep' && asked > 0 ? ['was revoked by silence that keeps'] : []) : ['silence restricts nothing']
}

/** Is what was recorded what these voices leave of the grant, call by call? A revocation leaves nothing. */
function restrictionFaults(after: ReviewPicture, item: Item, recorded: { outcome: string; detail: unknown }, voices: readonly OracleVoice[]): string[] {
  const said = asVoice(recorded.outcome, recorded.detail as Detail)
  const grant = after.grants.find((one) => one.id === item.grantId)
  const own = grant === undefined ? null : { kind: grant.targetKind, name: grant.target, access: grant.access, scope: grant.scope }
  const wrong = sampleCalls(after.now).find((call) => (own === null || targetLets(own, call)) && lets(said, call) !== allLet(voices, call))
  return wrong === undefined ? [] : [`${lets(said, wrong) ? 'lets through' : 'refuses'} ${JSON.stringify(wrong)}`]
}

export function asVoice(word: string, detail: Detail): OracleVoice {
  return { person: '', word: word as OracleVoice['word'], until: detail?.until === undefined || detail.until === null ? null : Date.parse(detail.until), targets: detail?.targets ?? null }
}

function itemFaults(before: ReviewPicture, after: ReviewPicture, item: Item): string[] {
  const campaign = campaignOf(after, item)
  const was = before.items.find((one) => one.id === item.id)
  if (campaign === undefined) return ['of no campaign']
  const found: string[] = []
  const own = after.stageOutcomes.filter((one) => one.itemId === item.id && one.outcome !== 'no_response').toSorted((a, b) => b.stage - a.stage)
  if (item.synthetic) return item.outcome !== null || (item.state !== 'pending' && item.state !== 'exempt') ? ['a row that does not exist came to something'] : []
  if (['remediation', 'confirming', 'closed'].includes(campaign.state) && item.outcome === null && item.state !== 'exempt') found.push('came to nothing')
  if (was?.outcome === null && item.outcome !== null) found.push(...finalFaults(after, item, own))
  if (item.outcome !== null && own[0]?.by !== item.outcomeBy) found.push(`by ${item.outcomeBy ?? 'nobody'}, its last stage by ${own[0]?.by ?? 'nobody'}`)
  if (item.outcome === 'keep' && item.outcomeBy === 'nobody') found.push('kept where nobody could be asked')
  if (new Set(own.map((one) => one.stage)).size !== own.length) found.push('a stage came to two things')
  if (campaign.state === 'closed' && item.state !== 'confirmed' && item.state !== 'exempt') found.push('its campaign is closed')
  if (was !== undefined && was.signedBy === null && item.signedBy !== null && ![before, after].some((picture) => mayReview(picture, item, item.signedBy ?? ''))) found.push(`was signed by ${item.signedBy}, who is tied to it`)
  return found
}

/** The outcome that stands is that of the last stage, within what every stage that accepted has left. */
function finalFaults(after: ReviewPicture, item: Item, own: readonly StageOutcome[]): string[] {
  const [last, ...before] = own
  if (last === undefined) return ['came from no stage']
  if (last.outcome === 'revoke') return item.outcome === 'revoke' ? [] : ['its last stage denied']
  const left = [last, ...before.filter((one) => one.outcome !== 'revoke')].map((one) => asVoice(one.outcome, one.detail as Detail))
  return restrictionFaults(after, item, { outcome: item.outcome ?? '', detail: item.outcomeDetail }, left).map((fault) => `all stages together: ${fault}`)
}

const HOUR = 3_600_000
/** Calls that tell apart what the few grants, targets and ends of stories admit. */
export function sampleCalls(now: Date): OracleCall[] {
  return ['list_issues', 'create_issue', 'x_issue', 'delete_all'].flatMap((name) => ['read', 'write', 'admin'].flatMap((access) => [[], ['repo:a/x'], ['repo:b']].flatMap((resources) =>
    [0.001, 30, 24 * 19, 24 * 60, 24 * 300].map((hours) => ({ kind: 'tool', name, access, resources, at: now.getTime() + hours * HOUR })))))
}
