import { type Actor, may, reach } from '@/lib/auth/actor'
import { rows } from '@/lib/db/pool'
import { type CaseAction, caseRefusal } from '@/lib/offboarding/machine'
import type { CaseView, LineView } from '@/lib/offboarding/model'
import { getCase } from '@/lib/offboarding/queries/cases'
import { findSubject, interestedIn } from '@/lib/offboarding/queries/subjects'
import { standOf } from '@/lib/offboarding/queries/visible'
import { attestingRefusal, exemptingRefusal, neverAttests, openingRefusal, runningRefusal, signingRefusal, type Stand } from '@/lib/offboarding/rights'
import type { OffboardingCallsView } from '@/lib/offboarding/stage-calls'
import { listTrail, type TrailRow } from '@/lib/trail/queries'
import { loadOffboardingCalls } from './offboarding-calls'
import { formChoices } from './request-form'

const HISTORY = 40

/** Why this actor cannot do it now, in words; null = they can. */
export type CaseRefusals = Record<CaseAction, string | null>

export type CaseScreen = {
  found: CaseView
  /** What the subject is called by people; its name where it has no other. */
  title: string
  calls: OffboardingCallsView
  /** Null = not theirs to read. */
  history: TrailRow[] | null
  refusals: CaseRefusals
  /** Of a server: how sensitive it is. */
  sensitivity: string | null
  sees: { evidence: boolean; activity: boolean }
  /** Lines that this actor may attest. */
  attests: string[]
  /** To whom something can be handed over; suggestions only. */
  people: { id: string; name: string; note: string }[]
  /** What /activity calls the subject. */
  activityName: string | null
}

/** One case with all that its page shows. Throws `not_found` where the actor may not see it. */
export async function caseScreen(actor: Actor, id: string, now: Date): Promise<CaseScreen> {
  const found = await getCase(actor, id, now)
  const { kind } = found.subject
  const [calls, history, fact, { people }] = await Promise.all([loadOffboardingCalls(actor, id, now), may(actor, 'trail.read') ? listTrail(actor, { object: id, limit: HISTORY }) : null, findSubject(found.subject), formChoices(actor)])
  const ownerIds = fact?.ownerIds ?? []
  const stand = standOf(actor, { kind, id: found.subject.id, ownerIds }, found.owner?.id ?? null)
  const refusals = refusalsFor(actor, found, stand, await interestedIn(id))
  return {
    found, title: fact?.title ?? found.subject.name, calls, history, people, refusals, sensitivity: kind === 'server' ? await sensitivityOf(found.subject.id) : null,
    sees: { evidence: may(actor, 'offboarding.evidence'), activity: may(actor, 'activity.read') },
    attests: found.lineList.filter((line) => mayAttest(actor, line, stand)).map((line) => line.id), activityName: kind === 'client' ? await clientName(found.subject.id) : found.subject.name,
  }
}

function mayAttest(actor: Actor, line: LineView, stand: Stand): boolean {
  if (neverAttests(actor) !== null) return false
  const server = line.objectId ?? line.detail['serverId']
  return attestingRefusal(reach(actor, 'secret.attest'), { ownsLine: actor.personId !== null && line.owner?.id === actor.personId, isTheirs: stand.isTheirs, ownsServer: typeof server === 'string' && actor.ownServerIds.includes(server), isOneself: stand.isOneself }) === null
}

const REVIEWER = 'A security reviewer does this, in their own name.'

function refusalsFor(actor: Actor, { stage, emergency, explanation }: CaseView, stand: Stand, interested: ReadonlySet<string>): CaseRefusals {
  const runs = runningRefusal(reach(actor, 'offboarding.run'), stand)
  const signs = may(actor, 'offboarding.sign') ? null : REVIEWER
  const by = (action: CaseAction, refused: string | null): string | null => caseRefusal(action, stage) ?? refused
  return {
    plan: by('plan', runs), link: by('link', runs), revoke: by('revoke', runs), look: by('look', runs), freeze: by('freeze', openingRefusal(reach(actor, 'offboarding.open'), stand)), attest: caseRefusal('attest', stage),
    cancel: by('cancel', signs ?? (stand.isOneself ? 'Nobody cancels the end of their own account.' : null)), exempt: by('exempt', signs ?? neverAttests(actor) ?? exemptingRefusal(actor, interested, null)), sign: by('sign', signs ?? signingRefusal(actor, interested)),
    explain: !emergency ? 'Only an emergency is explained.' : explanation !== null ? 'It is explained.' : by('explain', runs),
  }
}

async function sensitivityOf(id: string): Promise<string | null> {
  return (await rows<{ sensitivity: string }>('SELECT sensitivity::text AS sensitivity FROM server WHERE id = $1', [id]))[0]?.sensitivity ?? null
}

/** Calls know a client by its id first. */
async function clientName(id: string): Promise<string | null> {
  return (await rows<{ name: string }>('SELECT coalesce(client_id, name) AS name FROM client WHERE id = $1', [id]))[0]?.name ?? null
}
