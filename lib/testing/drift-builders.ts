import type { UsageFact } from '@/lib/activity/model'
import { DEFAULT_DRIFT_SETTINGS, type DriftInput, type SourceFact } from '@/lib/drift/model'
import type { Declarations, GrantFact } from '@/lib/grants/model'
import { SERVERS } from './arbitrary-drift'
import { ago, NOW } from './drift-time'
import { caseGrant, type CaseGrant, worldWith } from './grant-world'

/** A call of triage through code for dana, two days ago. */
export function aUse(change: Partial<UsageFact> = {}): UsageFact {
  const at = change.lastAt ?? ago(2)
  return {
    day: new Date(at).toISOString().slice(0, 10), serverId: 'github', server: 'github', kind: 'tool_call', target: 'push', access: 'write', agentId: 'triage', agent: 'triage',
    clientId: 'code', client: 'code', humanId: 'dana', human: 'dana', resourceKeys: [], outcome: 'success', verdict: 'ungranted', grantId: null, nearestGrantId: null, count: 1,
    firstAt: at, lastAt: at, ...change,
  }
}

/** A grant of exactly that call, in force for a year. */
export function aGrantFact(change: CaseGrant = {}): GrantFact {
  return caseGrant({ server: 'github', agent: 'triage', client: 'code', human: 'dana', target: 'push', access: 'write', validFrom: ago(365) }, change)
}

/** A gateway that has seen everything for a year. */
export function aWatcher(change: Partial<SourceFact> = {}): SourceFact {
  return {
    id: 'src_gw', name: 'gw', vantage: 'gateway', heartbeatMs: 3_600_000, covers: [], sampled: false, createdAt: ago(400), lastHeartbeatAt: NOW,
    alive: [{ from: ago(365), to: NOW }], drops: [], deadLetters: [], ...change,
  }
}

/** Nothing discovered, nothing noted at ingest, nothing missing in the register. */
export const NOTHING_FOUND: Pick<DriftInput, 'registry' | 'rotations' | 'catalogue' | 'signals' | 'grantWords'> = {
  registry: [], rotations: [], catalogue: { tools: [], contexts: [], firstCompleteRun: new Map() }, signals: [], grantWords: new Map(),
}

/** A world with these grants and uses, watched unless `more` says otherwise. */
export function aDriftInput(grants: readonly GrantFact[], usage: readonly UsageFact[], more: Partial<Omit<DriftInput, 'declarations'>> & { declared?: Partial<Declarations> } = {}): DriftInput {
  const { declared, ...rest } = more
  return { declarations: worldWith(grants, { servers: SERVERS, ...declared }), usage, sources: [aWatcher()], ownership: [], sponsors: [], brokenGlass: [], reviews: [], ...NOTHING_FOUND, settings: DEFAULT_DRIFT_SETTINGS, now: NOW, ...rest }
}
