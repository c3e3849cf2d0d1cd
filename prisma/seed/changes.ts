import { db } from '@/lib/db/client'
import { revokeGrant } from '@/lib/grants/commands/change-grant'
import { transitionFinding } from '@/lib/drift/commands/transition-finding'
import type { FindingKind } from '@/lib/drift/model'
import { importGrants } from '@/lib/grants/commands/import-grants'
import { changeClient } from '@/lib/registry/commands/clients'
import { clientChangeSchema } from '@/lib/registry/workload-input'
import { DAY } from './calendar'
import { ADMIN, SECOND_REVIEWER } from './company'
import { importedGrants, lateGrant } from './grants'
import type { ExampleServer } from './server'
import { actorOf, type Steps } from './steps'
import { PREVIEW_CLIENT } from './stories-long'
import { CLIENTS } from './workloads'

/** Takes over what the identity management declared on these servers, as one import by the reviewer. */
export async function importOf(steps: Steps, at: number, servers: readonly ExampleServer[], loadedAt: number): Promise<void> {
  const slugs = new Set(servers.map((server) => server.slug))
  const rows = importedGrants(loadedAt).filter((row) => slugs.has(row.server))
  if (rows.length > 0) await importRows(steps, at, 'In force at the identity management before this console', rows)
}

/** The grant that support had asked for, valid from the day it came. */
export async function importLate(steps: Steps, at: number): Promise<void> {
  await importRows(steps, at, 'Asked for by support, approved at the identity management', [lateGrant(at)])
}

async function importRows(steps: Steps, at: number, reason: string, grants: readonly unknown[]): Promise<void> {
  const answer = await importGrants(steps(at), await actorOf(steps(at), ADMIN), { reason, grants, atomic: true })
  if (answer.refused > 0) throw new Error('An example grant was refused.')
}

/** The reviewer ends the research agent's way into the orders database. */
export async function endGrantEarly(steps: Steps, at: number): Promise<void> {
  const grant = await db().grant.findFirstOrThrow({ where: { server: { slug: 'postgres-orders' }, target: 'select_rows', agent: { name: 'research' } } })
  await revokeGrant(steps(at), await actorOf(steps(at), ADMIN), grant.id, 'Moved to the warehouse; the replica is for exports.')
}

/** Somebody says that the preview is the desk client too: its past calls are judged again. */
export async function namePreviewClient(steps: Steps, at: number): Promise<void> {
  const client = await db().client.findUniqueOrThrow({ where: { clientId: 'deskmate' } })
  const before = CLIENTS.find((one) => one.clientId === 'deskmate')?.alias ?? null
  const aliases = [...(before === null ? [] : [before]), PREVIEW_CLIENT]
  await changeClient(await actorOf(steps(at), ADMIN), steps(at), client.id, clientChangeSchema.parse({ aliases }))
}

type Answer = { kind: FindingKind; server: string; target: string | null; reason: string; /** Days for which the risk is accepted; null = it is being looked into. */ accepted: number | null }

/** What a reviewer has said to some findings. */
const ANSWERS: readonly Answer[] = [
  { kind: 'lapsed_use', server: 'postgres-orders', target: 'select_rows', reason: 'Asked the owner of the agent: an old job still has the credentials.', accepted: null },
  { kind: 'unused_grant', server: 'github', target: 'update_branch_rule', reason: 'Asked platform whether a release still needs it.', accepted: null },
  { kind: 'over_broad_grant', server: 'dbt', target: 'get_*', reason: 'Data will take the narrowed grants next week.', accepted: null },
  { kind: 'unused_grant', server: 'aws-admin', target: 'attach_policy', reason: 'Break-glass; rehearsed every quarter.', accepted: 60 },
  { kind: 'no_workload_identity', server: 'library-docs', target: null, reason: 'Public documentation only; its host signs in the new year.', accepted: 90 },
]

/** The reviewer's answers: some findings are being looked into, two are accepted until a date. */
export async function answerFindings(steps: Steps, at: number): Promise<void> {
  const reviewer = await actorOf(steps(at), SECOND_REVIEWER)
  for (const { kind, server, target, reason, accepted } of ANSWERS) {
    const finding = await db().finding.findFirst({ where: { kind, status: 'open', server, target } })
    if (finding === null) continue
    const move = accepted === null ? { to: 'acknowledged' as const, reason } : { to: 'accepted' as const, reason, until: new Date(at + accepted * DAY).toISOString() }
    await transitionFinding(reviewer, steps(at), finding.id, move)
  }
}
