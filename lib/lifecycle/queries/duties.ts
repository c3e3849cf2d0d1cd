import { db, type Tx } from '@/lib/db/client'
import type { OpenDuty } from '@/lib/lifecycle/duties'
import { type Action, ACTIONS, type HolderKind, type Rule, RULES } from '@/lib/lifecycle/model'

/** An open duty with what came of it. */
export type StoredDuty = OpenDuty & { since: number; actedAs: string | null }

const isRule = (text: string): text is Rule => RULES.some((rule) => rule === text)
const actionOf = (text: string): Action => ACTIONS.find((action) => action === text) ?? 'notify'

/** The duties that are open; of these holders, or of all. A rule of another version of the console is left alone. */
export async function openDuties(client: Tx = db(), holderIds?: readonly string[]): Promise<StoredDuty[]> {
  const rows = await client.lifecycleDuty.findMany({ where: { metAt: null, holderKind: { in: ['server', 'agent'] }, ...(holderIds === undefined ? {} : { holderId: { in: [...holderIds] } }) }, orderBy: { id: 'asc' } })
  return rows.flatMap((row): StoredDuty[] => (isRule(row.rule) ? [{
    id: row.id, rule: row.rule, kind: row.holderKind as HolderKind, holderId: row.holderId, text: row.text, ownerId: row.ownerId, since: row.since.getTime(), openedAt: row.openedAt.getTime(),
    dueAt: row.dueAt.getTime(), warnedAt: row.warnedAt?.getTime() ?? null, action: actionOf(row.action), actedAt: row.actedAt?.getTime() ?? null, actedAs: row.actedAs,
  }] : []))
}
