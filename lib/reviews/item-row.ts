import { dayInWords } from '@/lib/grants/day-in-words'
import type { FrozenGrant, FrozenOwnership, ItemFlag, Risk } from './frozen'
import type { ItemState } from './machine'
import type { ItemRow } from './model'

/** Of a frozen grant what a row shows: three lines of it. */
export type KeptOfGrant = {
  grant: Pick<FrozenGrant['grant'], 'human' | 'scope' | 'origin' | 'confirmedAt' | 'cameBy' | 'createdAt' | 'validUntil'> & { client: { name: string } | null; agent: { name: string } | null; targetName: string }
  use: Pick<FrozenGrant['use'], 'calls' | 'calls30' | 'lastAt' | 'weeks' | 'humans' | 'days'>
  evaluable: boolean
  definition: { state: FrozenGrant['definition']['state']; held: boolean }
  admits: FrozenGrant['admits']
  destructive: boolean
  peers: FrozenGrant['peers']
  findings: number
  previous: FrozenGrant['previous']
  recommendation: FrozenGrant['recommendation']
}

export type KeptOfOwned = Pick<FrozenOwnership, 'lifecycle' | 'ownerActive' | 'grants' | 'owner' | 'previous' | 'recommendation'> & {
  use: Pick<FrozenOwnership['use'], 'calls' | 'calls30' | 'lastAt' | 'weeks' | 'humans' | 'agents' | 'days'>; evaluable: boolean; findings: number
}

/** A row of the store with what of its frozen item was read. */
export type StoredRow = {
  id: string; position: number; risk: Risk; state: ItemState; flags: ItemFlag[]; change: ItemRow['change']; server: string | null; target: string; access: ItemRow['access']
  outcome: string | null; outcomeBy: string | null; remediation: string; confirmation: string | null
} & ({ subject: 'grant'; kept: KeptOfGrant } | { subject: 'server' | 'agent'; kept: KeptOfOwned })

/** What the reader of a row is to it: may answer it, has answered it, sees who contradicts whom. */
export type RowStanding = Pick<ItemRow, 'mine' | 'answer' | 'conflict'>

export function itemRowOf(stored: StoredRow, standing: RowStanding): ItemRow {
  const { kept, target, ...plain } = stored
  const { use, findings, recommendation, previous } = kept
  const own = stored.subject === 'grant' ? ofGrant(stored.kept, stored) : ofOwned(stored.kept)
  return {
    id: plain.id, position: plain.position, risk: plain.risk, state: plain.state, flags: plain.flags, change: plain.change, subject: plain.subject, server: plain.server, title: target, access: plain.access, ...own,
    weeks: use.weeks, calls: use.calls, calls30: use.calls30, lastAt: use.lastAt, humans: use.humans, findings, recommendation,
    previous: previous === null ? null : `${DONE[previous.outcome] ?? previous.outcome} in ${previous.campaign}, ${previous.by}`,
    ...standing, outcome: plain.outcome, outcomeBy: plain.outcomeBy, remediation: plain.remediation, confirmation: plain.confirmation,
  }
}

const DONE: Record<string, string> = { keep: 'kept', shorten: 'shortened', narrow: 'narrowed', revoke: 'revoked' }

type Badges = ItemRow['badges']

function ofGrant(kept: KeptOfGrant, row: { access: ItemRow['access']; flags: readonly ItemFlag[]; change: ItemRow['change'] }): Pick<ItemRow, 'caller' | 'badges' | 'peers' | 'granted'> {
  const { grant, peers, use } = kept
  return {
    caller: { agent: grant.agent?.name ?? 'any', client: grant.client?.name ?? 'any', human: humanOf(grant.human) }, badges: badgesOf(kept, row),
    peers: `${grant.human.rule === 'none' ? 'no human' : people(use.humans)}, ${peers.holding} of ${peers.of} ${peers.of === 1 ? 'agent' : 'agents'}`,
    granted: `${grant.cameBy}, ${dayInWords(grant.createdAt)}`,
  }
}

/** What distinguishes a row at a glance, the gravest first. Colour says no more than the words. */
function badgesOf({ grant, definition, admits, destructive, evaluable, use, recommendation }: KeptOfGrant, { access, flags, change }: { access: ItemRow['access']; flags: readonly ItemFlag[]; change: ItemRow['change'] }): Badges {
  const badges: Badges = []
  const add = (when: boolean, text: string, tone: Badges[number]['tone'] = 'plain'): void => void (when && badges.push({ text, tone }))
  add(definition.state === 'widened' || definition.state === 'altered' || definition.state === 'added', `definition ${definition.state}`, 'warn')
  add(definition.held, 'held', 'warn')
  add(recommendation.rule === 'human_left', 'human left', 'warn')
  add(recommendation.rule === 'sponsor_left', 'sponsor left', 'warn')
  add(grant.origin === 'break_glass', 'emergency', 'warn')
  add(destructive, 'destructive', 'warn')
  add(grant.origin === 'import' && grant.confirmedAt === null, 'imported')
  add(admits !== null, `glob, ${admits?.count ?? 0} ${admits?.count === 1 ? 'target' : 'targets'}`)
  add(admits === null && grant.targetName.includes('*'), 'glob')
  add(grant.scope.length === 0 && access !== 'read', 'unscoped')
  add(grant.validUntil === null, 'open-ended')
  add(recommendation.rule === 'outlier', 'outlier')
  add(flags.includes('new'), 'new')
  add(change === 'changed', 'changed')
  add(!evaluable, use.calls === 0 ? 'not evaluable' : 'watched with gaps', 'unknown')
  return badges
}

function ofOwned(kept: KeptOfOwned): Pick<ItemRow, 'caller' | 'badges' | 'peers' | 'granted'> {
  const badges: Badges = []
  if (!kept.ownerActive) badges.push({ text: 'owner left', tone: 'warn' })
  if (kept.lifecycle !== 'active') badges.push({ text: kept.lifecycle, tone: 'warn' })
  if (!kept.evaluable) badges.push({ text: kept.use.calls === 0 ? 'not evaluable' : 'watched with gaps', tone: 'unknown' })
  return { caller: null, badges, peers: `${people(kept.use.humans)}, ${kept.use.agents} ${kept.use.agents === 1 ? 'agent' : 'agents'}`, granted: `${kept.grants} ${kept.grants === 1 ? 'grant' : 'grants'} in force${kept.owner === null ? '' : `, ${kept.owner.name} answers for it`}` }
}

function humanOf(human: FrozenGrant['grant']['human']): string {
  if (human.rule === 'team') return `team ${human.name}`
  if (human.rule === 'none') return 'none, autonomous'
  return human.rule === 'any' ? 'anybody' : human.name
}

function people(count: number): string {
  return count === 1 ? '1 person' : `${count} people`
}
