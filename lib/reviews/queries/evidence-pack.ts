import { type Actor, require } from '@/lib/auth/actor'
import { inSnapshot, type Read } from '@/lib/db/pool'
import { AppError, notFound } from '@/lib/errors'
import type { EvidenceAnswer, EvidenceCampaign, EvidenceItem, EvidenceStage, EvidenceTask, EvidenceTrailEntry } from '@/lib/reviews/pack-model'
import type { FrozenPerson } from '@/lib/reviews/frozen'
import type { QualityInput } from '@/lib/reviews/quality'

const CHUNK = 500

/** A campaign in one snapshot of the database: whatever is read of it belongs together. Items and trail come in parts, so that nobody holds them all. */
export type EvidenceSource = {
  campaign: EvidenceCampaign
  people: ReadonlyMap<string, FrozenPerson>
  quality: QualityInput
  /** Of an item: the most answers that stand. */
  mostAnswers: number
  /** The newest entry of the whole trail. */
  head: { seq: number; hash: string } | null
  items: () => AsyncGenerator<EvidenceItem[]>
  /** Of the campaign and its items, oldest first; exports apart, since they come after everything. */
  trail: () => AsyncGenerator<EvidenceTrailEntry[]>
}

/** Who may not have evidence, has none of it; a draft has none to give. */
export async function withEvidence<T>(actor: Actor, campaignId: string, work: (source: EvidenceSource) => Promise<T>): Promise<T> {
  require(actor, 'review.evidence')
  return withCampaign(campaignId, work)
}

/** The same for the figures about the looking: for who sees all reviews; for others there are none. */
export async function withQuality<T>(actor: Actor, campaignId: string, work: (source: Pick<EvidenceSource, 'campaign' | 'people' | 'quality'>) => Promise<T>): Promise<T> {
  if (require(actor, 'review.read') !== 'all') throw notFound('campaign')
  return withCampaign(campaignId, work)
}

async function withCampaign<T>(campaignId: string, work: (source: EvidenceSource) => Promise<T>): Promise<T> {
  return inSnapshot(async (read) => {
    const people = new Map((await read<FrozenPerson>('SELECT id, name, email FROM person')).map((one) => [one.id, one]))
    const campaign = await campaignOf(read, campaignId, people)
    const canaries = campaign.decidedAt !== null || campaign.closedAt !== null
    const quality = await qualityOf(read, campaign, canaries)
    const [head] = await read<{ seq: number; hash: Buffer }>('SELECT seq, hash FROM trail_entry ORDER BY seq DESC LIMIT 1')
    return work({
      campaign, people, quality, mostAnswers: mostOf(quality), head: head === undefined ? null : { seq: Number(head.seq), hash: head.hash.toString('hex') },
      items: () => itemsOf(read, campaign.id, people, canaries), trail: () => trailOf(read, campaign.id),
    })
  })
}

type CampaignRow = {
  id: string; name: string; kind: EvidenceCampaign['kind']; state: EvidenceCampaign['state']; template: string | null; occasion: string; occasion_text: string | null; content: EvidenceCampaign['content']; stage: number; iteration: number
  as_of: Date | null; created_by: string; created_at: Date; launched_by: string | null; launched_at: Date | null; stage_ends_at: Date | null; decided_at: Date | null; confirming_at: Date | null; closed_at: Date | null; closed_by: string | null
  close_reason: string | null; item_count: number
}

async function campaignOf(read: Read, id: string, people: ReadonlyMap<string, FrozenPerson>): Promise<EvidenceCampaign> {
  const [row] = await read<CampaignRow>('SELECT c.*, t.name AS template FROM review_campaign c LEFT JOIN review_template t ON t.id = c.template_id WHERE c.id = $1', [id])
  if (row === undefined) throw notFound('campaign')
  if (row.launched_at === null || row.as_of === null) throw new AppError('illegal_transition', 'This campaign was never launched, so there is no evidence of it. Launch it first.')
  const who = (personId: string | null) => (personId === null ? null : (people.get(personId) ?? unknownPerson(personId)))
  return {
    id: row.id, name: row.name, kind: row.kind, state: row.state, template: row.template, occasion: row.occasion, occasionText: row.occasion_text, content: row.content, stage: row.stage, iteration: row.iteration,
    asOf: row.as_of.toISOString(), createdBy: who(row.created_by), createdAt: row.created_at.toISOString(), launchedBy: who(row.launched_by), launchedAt: row.launched_at.toISOString(), stageEndsAt: iso(row.stage_ends_at),
    decidedAt: iso(row.decided_at), confirmingAt: iso(row.confirming_at), closedAt: iso(row.closed_at), closedBy: who(row.closed_by), closeReason: row.close_reason, itemCount: row.item_count,
  }
}

/** The console itself, and whom the registry has forgotten. */
function unknownPerson(id: string): FrozenPerson {
  return { id, name: id === 'system' ? 'Bailiwick' : id, email: '' }
}

function iso(at: Date | null): string | null {
  return at === null ? null : at.toISOString()
}

type AnswerRow = { itemId: string; stage: number; iteration: number; personId: string; answer: QualityInput['answers'][number]['answer']; at: Date; seconds: number | null; opened: boolean; bulkId: string | null; overrode: boolean; reason: boolean; superseded: boolean }

async function qualityOf(read: Read, campaign: EvidenceCampaign, lastStageClosed: boolean): Promise<QualityInput> {
  const items = await read<{ id: string; flagged: boolean; synthetic: boolean }>('SELECT id, cardinality(flags) > 0 AS flagged, synthetic FROM review_item WHERE campaign_id = $1 ORDER BY position', [campaign.id])
  const answers = await read<AnswerRow>(
    `SELECT item_id AS "itemId", stage, iteration, person_id AS "personId", answer, at, seconds, opened, bulk_id AS "bulkId", overrode, reason IS NOT NULL AS reason, superseded_at IS NOT NULL AS superseded
     FROM review_answer WHERE campaign_id = $1 ORDER BY at, id`, [campaign.id])
  // Who launches it stands under the first tasks, and whoever hands on or names somebody under theirs, where why is what they said.
  const tasks = await read<QualityInput['tasks'][number]>(
    `SELECT item_id AS "itemId", stage, iteration, person_id AS "personId", ended_at IS NOT NULL AS ended, why IS NOT NULL AND standing <> 'escalation' AND (added_by = 'system' OR added_at = (SELECT launched_at FROM review_campaign WHERE id = $1)) AS "passedOver"
     FROM review_task WHERE campaign_id = $1 ORDER BY id`, [campaign.id])
  return { items, answers: answers.map((one) => ({ ...one, at: one.at.getTime() })), tasks, lastStageClosed }
}

function mostOf({ answers }: QualityInput): number {
  const counts = new Map<string, number>()
  for (const one of answers) if (!one.superseded) counts.set(one.itemId, (counts.get(one.itemId) ?? 0) + 1)
  return [...counts.values()].reduce((most, count) => Math.max(most, count), 0)
}

type ItemRow = {
  id: string; position: number; subject: EvidenceItem['subject']; risk: EvidenceItem['risk']; flags: EvidenceItem['flags']; change: string; digest: string; synthetic: boolean; state: EvidenceItem['state']; stage: number; iteration: number
  conflict: boolean; outcome: string | null; outcome_by: string | null; outcome_detail: EvidenceItem['outcomeDetail']; decided_at: Date | null; remediation: string; remediation_note: string | null; remediation_tries: number
  question: EvidenceItem['remediation']['question']; suspended_at: Date | null; ends_at: Date | null; remediated_at: Date | null; confirmation: string | null; confirmation_detail: EvidenceItem['confirmation']['detail']; watch_until: Date | null
  confirmed_at: Date | null; signed_by: string | null; signed_at: Date | null; sign_reason: string | null; frozen: EvidenceItem['frozen']
}

async function* itemsOf(read: Read, campaignId: string, people: ReadonlyMap<string, FrozenPerson>, canaries: boolean): AsyncGenerator<EvidenceItem[]> {
  for (let from = -1; ;) {
    const found = await read<ItemRow>('SELECT * FROM review_item WHERE campaign_id = $1 AND position > $2 ORDER BY position LIMIT $3', [campaignId, from, CHUNK])
    const last = found.at(-1)
    if (last === undefined) return
    const ids = found.map((row) => row.id)
    const tasks = byItem(await read<TaskRow>('SELECT * FROM review_task WHERE item_id = ANY($1) ORDER BY stage, iteration, added_at, id', [ids]), (row) => taskOf(row, people))
    const answers = byItem(await read<FullAnswerRow>('SELECT * FROM review_answer WHERE item_id = ANY($1) ORDER BY stage, iteration, at, id', [ids]), (row) => answerOf(row, people))
    const stages = byItem(await read<StageRow>('SELECT * FROM review_stage_outcome WHERE item_id = ANY($1) ORDER BY stage, iteration', [ids]), ({ stage, iteration, outcome, by, detail, at }) => ({ stage, iteration, outcome, by, detail, at: at.toISOString() }))
    yield found.map((row) => itemOf(row, people, canaries, { tasks: tasks.get(row.id) ?? [], answers: answers.get(row.id) ?? [], stages: stages.get(row.id) ?? [] }))
    from = last.position
  }
}

function byItem<Row extends { item_id: string }, T>(rows: readonly Row[], make: (row: Row) => T): Map<string, T[]> {
  const found = new Map<string, T[]>()
  for (const row of rows) {
    const list = found.get(row.item_id)
    if (list === undefined) found.set(row.item_id, [make(row)])
    else list.push(make(row))
  }
  return found
}

type TaskRow = { item_id: string; stage: number; iteration: number; person_id: string; standing: string; why: string | null; added_at: Date; ended_at: Date | null; end_reason: string | null }
type FullAnswerRow = {
  item_id: string; id: string; stage: number; iteration: number; person_id: string; on_behalf_of: string | null; answer: EvidenceAnswer['answer']; until: Date | null; targets: EvidenceAnswer['targets']; reason: string | null; at: Date
  seconds: number | null; opened: boolean; bulk_id: string | null; overrode: boolean; superseded_at: Date | null
}
type StageRow = { item_id: string; stage: number; iteration: number; outcome: string; by: string; detail: EvidenceStage['detail']; at: Date }

function taskOf(row: TaskRow, people: ReadonlyMap<string, FrozenPerson>): EvidenceTask {
  return { stage: row.stage, iteration: row.iteration, person: people.get(row.person_id) ?? unknownPerson(row.person_id), standing: row.standing, why: row.why, addedAt: row.added_at.toISOString(), endedAt: iso(row.ended_at), endReason: row.end_reason }
}

function answerOf(row: FullAnswerRow, people: ReadonlyMap<string, FrozenPerson>): EvidenceAnswer {
  return {
    id: row.id, stage: row.stage, iteration: row.iteration, person: people.get(row.person_id) ?? unknownPerson(row.person_id), onBehalfOf: row.on_behalf_of === null ? null : (people.get(row.on_behalf_of) ?? unknownPerson(row.on_behalf_of)),
    answer: row.answer, until: iso(row.until), targets: row.targets, reason: row.reason, at: row.at.toISOString(), seconds: row.seconds, opened: row.opened, bulkId: row.bulk_id, overrode: row.overrode, supersededAt: iso(row.superseded_at),
  }
}

function itemOf(row: ItemRow, people: ReadonlyMap<string, FrozenPerson>, canaries: boolean, of: Pick<EvidenceItem, 'tasks' | 'answers' | 'stages'>): EvidenceItem {
  return {
    position: row.position, id: row.id, subject: row.subject, risk: row.risk, flags: row.flags, change: row.change, digest: row.digest, canary: canaries ? row.synthetic : null,
    state: row.state, stage: row.stage, iteration: row.iteration, conflict: row.conflict, outcome: row.outcome, outcomeBy: row.outcome_by, outcomeDetail: row.outcome_detail, decidedAt: iso(row.decided_at),
    remediation: { status: row.remediation, note: row.remediation_note, tries: row.remediation_tries, question: row.question, suspendedAt: iso(row.suspended_at), endsAt: iso(row.ends_at), at: iso(row.remediated_at) },
    confirmation: { status: row.confirmation, detail: row.confirmation_detail, watchUntil: iso(row.watch_until), at: iso(row.confirmed_at) },
    signed: row.signed_by === null || row.signed_at === null ? null : { by: people.get(row.signed_by) ?? unknownPerson(row.signed_by), at: row.signed_at.toISOString(), reason: row.sign_reason ?? '' },
    // What a stage came to for a row that does not exist says what it is; it is told with the rest.
    ...of, stages: canaries || !row.synthetic ? of.stages : [], frozen: row.frozen,
  }
}

async function* trailOf(read: Read, campaignId: string): AsyncGenerator<EvidenceTrailEntry[]> {
  for (let from = 0; ;) {
    const found = await read<Omit<EvidenceTrailEntry, 'at' | 'prevHash' | 'hash'> & { at: Date; prevHash: Buffer; hash: Buffer }>(
      `SELECT seq, id, at, actor_kind AS "actorKind", actor_id AS "actorId", actor_name AS "actorName", action, object_kind AS "objectKind", object_id AS "objectId", object_name AS "objectName", detail, prev_hash AS "prevHash", hash
       FROM trail_entry WHERE seq > $2 AND action <> 'review.exported' AND seq IN (
         SELECT seq FROM trail_entry WHERE object_kind = 'review' AND object_id = $1
         UNION ALL SELECT t.seq FROM review_item i JOIN trail_entry t ON t.object_kind = 'review_item' AND t.object_id = i.id WHERE i.campaign_id = $1)
       ORDER BY seq LIMIT 5000`, [campaignId, from])
    const last = found.at(-1)
    if (last === undefined) return
    yield found.map(({ at, prevHash, hash, ...entry }) => ({ ...entry, seq: Number(entry.seq), at: at.toISOString(), prevHash: prevHash.toString('hex'), hash: hash.toString('hex') }))
    from = Number(last.seq)
  }
}
