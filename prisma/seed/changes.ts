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

/** What reviewers have said to some findings: two are being looked into, one is accepted until a date. */
export async function answerFindings(steps: Steps, at: number): Promise<void> {
  const reviewer = await actorOf(steps(at), SECOND_REVIEWER)
  const find = (kind: FindingKind, server: string, target: string) => db().finding.findFirst({ where: { kind, status: 'open', server, target } })
  const looked = [await find('lapsed_use', 'postgres-orders', 'select_rows'), await find('unused_grant', 'github', 'update_branch_rule')]
  for (const finding of looked) {
    if (finding !== null) await transitionFinding(reviewer, steps(at), finding.id, { to: 'acknowledged', reason: 'Asked the owner of the agent.' })
  }
  const kept = await find('unused_grant', 'aws-admin', 'attach_policy')
  if (kept !== null) await transitionFinding(reviewer, steps(at), kept.id, { to: 'accepted', reason: 'Break-glass; rehearsed every quarter.', until: new Date(at + 60 * DAY).toISOString() })
}
