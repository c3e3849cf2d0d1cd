import { ACCESS_RANK, type Access } from '@/lib/registry/model'
import { namesThing } from './arguments'
import { DAY } from './calendar'
import { spiffeOf, viaOf } from './calls'
import { toolOf } from './catalogue'
import { DUTIES } from './duties'
import type { Duty, DutyItem } from './duty'
import { rng } from './prng'
import type { Via } from './server'
import { TOUCHES } from './touches'
import { AGENTS } from './workloads'

/** One row for the import of grants, in the form of the machines' door. */
export type GrantRow = {
  externalId: string
  server: string
  caller: { agent: string; client: string; human: string }
  target: { kind: 'tool' | 'downstream'; name: string }
  access: Access
  scope: string[]
  purpose: string
  validFrom: string
  validUntil?: string
}

/** Sources whose lines state what a call touches. A scope covers only calls whose resources are known. */
export const STATING: ReadonlySet<Via> = new Set(['envoy-eu', 'envoy-us', 'data-audit'])

/** Why an agent holds a grant: what the agent is for, and how far this goes. */
const PURPOSES = new Map(AGENTS.map((agent) => [agent.name, agent.purpose]))
const FURTHER: Record<Access, string> = { read: '', write: ' Changes included.', admin: ' For the rare case, with a person beside it.' }

/** Every grant of the duties, and some that stand alone, as they were in force elsewhere before the console. */
export function importedGrants(loadedAt: number): GrantRow[] {
  const midnight = loadedAt - (loadedAt % DAY)
  return [...DUTIES.flatMap((duty) => duty.items.map((item) => rowOf(duty, item, midnight, loadedAt))), ...grantsOfTheirOwn(midnight)]
}

/** Two that are never used, and those for actions behind a server. */
function grantsOfTheirOwn(midnight: number): GrantRow[] {
  const alone = { access: 'write' as const, scope: [], server: 'slack', target: { kind: 'tool' as const, name: 'post_message' }, validFrom: new Date(midnight - 300 * DAY).toISOString() }
  return [
    { ...alone, externalId: 'iam-0901', caller: { agent: spiffeOf('billing'), client: 'deskmate', human: 'n.kovacs@acme.test' }, purpose: 'Announce failed payouts' },
    { ...alone, externalId: 'iam-0902', caller: { agent: spiffeOf('codegen'), client: 'any', human: 'any' }, purpose: 'Say that a pull request is ready' },
    { ...alone, externalId: 'iam-0903', server: 'snowflake', target: { kind: 'downstream', name: 'snowflake:COPY INTO' }, caller: { agent: spiffeOf('etl'), client: 'job-runner', human: 'none' }, purpose: 'Copy the nightly export' },
    { ...alone, externalId: 'iam-0904', server: 'coupa', target: { kind: 'downstream', name: 'coupa:*' }, caller: { agent: spiffeOf('procure'), client: 'deskmate', human: 'team:procurement' }, purpose: 'Enter requisitions' },
  ]
}

/** The grant that arrives late and covers what the support agent already did. */
export function lateGrant(validFrom: number): GrantRow {
  return {
    externalId: 'iam-0950', server: 'jira', caller: { agent: spiffeOf('support'), client: 'deskmate', human: 'team:support' }, target: { kind: 'tool', name: 'add_comment' },
    access: 'write', scope: [], purpose: 'Tell engineers what customers see', validFrom: new Date(validFrom).toISOString(),
  }
}

function rowOf(duty: Duty, item: DutyItem, midnight: number, loadedAt: number): GrantRow {
  const random = rng(`grant ${duty.agent} ${duty.server} ${item.target} ${duty.human}`)
  const used = item.tools.map((name) => toolOf(duty.server, name))
  const access = item.ceiling ?? used.reduce<Access>((high, tool) => (ACCESS_RANK[tool.access] > ACCESS_RANK[high] ? tool.access : high), 'read')
  const touching = TOUCHES[duty.server]
  const scoped = duty.things.length > 0 && STATING.has(viaOf(duty.server)) && touching !== undefined && used.every((tool) => namesThing(duty.server, tool))
  const end = endOf(item, access, random.next(), midnight, loadedAt)
  // Long enough ago that an unused one can be told: the whole window of 90 days and the grace before it. A new agent's begin with it.
  const began = duty.since > 100 ? 120 + random.below(200) : duty.since + 1
  return {
    externalId: `iam-${random.hex(6)}`, server: duty.server, access,
    caller: { agent: spiffeOf(duty.agent), client: duty.clients.length === 1 ? (duty.clients[0] ?? 'any') : 'any', human: duty.human },
    target: { kind: 'tool', name: item.target }, scope: scoped ? duty.things.map((thing) => `${touching.prefix}:${thing}`) : [],
    purpose: `${PURPOSES.get(duty.agent) ?? duty.agent}${FURTHER[access]}`,
    validFrom: new Date(midnight - began * DAY).toISOString(),
    ...(end === null ? {} : { validUntil: new Date(end).toISOString() }),
  }
}

/** Most end within the year; two thirds of the reads were declared open-ended. One duty's end lies in the past. */
function endOf(item: DutyItem, access: Access, draw: number, midnight: number, loadedAt: number): number | null {
  if (item.endedDaysAgo !== null && !item.revoked) return loadedAt - item.endedDaysAgo * DAY
  if (access === 'read' && draw < 0.66) return null
  return midnight + (18 + Math.floor(draw * 160)) * DAY
}
