import { db, type Tx } from '@/lib/db/client'
import { DEFAULT_LIFECYCLE_POLICY, lifecycleChangeText, type LifecyclePolicy, type LifecyclePolicyChange, lifecyclePolicyChanges, lifecyclePolicySchema } from '@/lib/lifecycle/policy'

/** The policy in force: the highest number; the default one, number 0, until somebody sets another. */
export async function lifecyclePolicyInForce(client: Tx = db()): Promise<{ number: number; policy: LifecyclePolicy }> {
  const row = await client.lifecyclePolicy.findFirst({ orderBy: { number: 'desc' } })
  return row === null ? { number: 0, policy: DEFAULT_LIFECYCLE_POLICY } : { number: row.number, policy: lifecyclePolicySchema.parse(row.content) }
}

/** One policy of the history. `changes` is what it says differently from the one before it; `loosened` names those that ask for less. */
export type LifecyclePolicyView = { number: number; content: LifecyclePolicy; changedBy: { id: string; name: string } | null; changedAt: string | null; reason: string | null; changes: LifecyclePolicyChange[]; loosened: string[] }

const NUMBER_0: LifecyclePolicyView = { number: 0, content: DEFAULT_LIFECYCLE_POLICY, changedBy: null, changedAt: null, reason: null, changes: [], loosened: [] }

/** Policies that were ever set, newest first, at most `take`; the last of all is number 0, which nobody set. */
export async function listLifecyclePolicies(take: number, client: Tx = db()): Promise<LifecyclePolicyView[]> {
  const rows = await client.lifecyclePolicy.findMany({ orderBy: { number: 'desc' }, take: take + 1 })
  const who = new Map((await client.person.findMany({ where: { id: { in: rows.map((row) => row.changedBy) } }, select: { id: true, name: true } })).map((person) => [person.id, person.name]))
  const views = rows.map((row, place): LifecyclePolicyView => {
    const content = lifecyclePolicySchema.parse(row.content)
    const before = rows[place + 1]
    const changes = lifecyclePolicyChanges(before === undefined ? DEFAULT_LIFECYCLE_POLICY : lifecyclePolicySchema.parse(before.content), content)
    return {
      number: row.number, content, changedBy: { id: row.changedBy, name: who.get(row.changedBy) ?? row.changedBy }, changedAt: row.changedAt.toISOString(), reason: row.reason,
      changes, loosened: changes.filter(({ looser }) => looser).map((change) => lifecycleChangeText(change)),
    }
  })
  return [...views, ...(rows.length <= take ? [NUMBER_0] : [])].slice(0, take)
}
