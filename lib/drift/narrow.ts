import type { UsageFact } from '@/lib/activity/model'
import { endOf } from '@/lib/grants/intervals'
import type { GrantFact } from '@/lib/grants/model'
import { type Access, higherAccess } from '@/lib/registry/model'
import type { DriftInput, RequestedGrant } from './model'
import type { Called } from './names'
import { narrowedScope } from './scope-narrowing'

/** What of a grant a narrower one changes. */
export type NarrowGrant = Pick<GrantFact, 'target' | 'access' | 'scope'>

export type CoveredUse = Pick<UsageFact, 'target' | 'access' | 'resourceKeys'>

/**
 * The narrowed replacement of a grant, from the use that it covered: for each target used one grant of the highest access used, the
 * scope narrowed to the resources named. Sufficient: it admits every call that these rows can stand for, but for a resource whose
 * traversal lies behind the cut. Minimal: no part of it can be left out. Never wider: it admits nothing that the grant does not.
 */
export function narrowed(grant: GrantFact, use: readonly CoveredUse[]): NarrowGrant[] {
  const byTarget = new Map<string, CoveredUse[]>()
  for (const row of use) {
    const rows = byTarget.get(row.target)
    if (rows === undefined) byTarget.set(row.target, [row])
    else rows.push(row)
  }
  return [...byTarget].sort(([a], [b]) => (a < b ? -1 : 1)).map(([target, rows]) => ({
    target, access: highestUsed(rows), scope: narrowedScope(grant.scope, rows.map((row) => row.resourceKeys)),
  }))
}

export function highestUsed(use: readonly Pick<UsageFact, 'access'>[]): Access {
  return use.reduce<Access>((highest, row) => higherAccess(highest, row.access), 'read')
}

/** A grant in the form in which it would be requested, with the grant's own caller, purpose and end. */
export function requestForm(input: Pick<DriftInput, 'declarations' | 'grantWords'>, called: Called, grant: GrantFact, narrow: NarrowGrant): RequestedGrant {
  const name = (id: string | null): string => (id === null ? 'any' : (called.get(id)?.best ?? id))
  const words = input.grantWords.get(grant.id)
  const until = endOf(grant)
  return {
    server: input.declarations.servers.get(grant.serverId)?.slug ?? grant.serverId,
    caller: { agent: name(grant.agentId), client: name(grant.clientId), human: humanOf(grant, name, words?.teamName ?? null) },
    target: { kind: grant.targetKind, name: narrow.target }, access: narrow.access, scope: [...narrow.scope], purpose: words?.purpose ?? 'Narrowed to what was used',
    ...(until === null ? {} : { until: new Date(until).toISOString() }),
  }
}

function humanOf(grant: GrantFact, name: (id: string) => string, teamName: string | null): string {
  switch (grant.human.rule) {
    case 'person': return name(grant.human.personId)
    case 'team': return `team:${teamName ?? grant.human.teamId}`
    default: return grant.human.rule
  }
}
