import { db, type Tx } from '@/lib/db/client'
import { DEFAULT_LIFECYCLE_POLICY, lifecycleChangeText, type LifecyclePolicy, lifecyclePolicyChanges, lifecyclePolicySchema } from '@/lib/lifecycle/policy'
import { policyHistory, type PolicyInHistory } from '@/lib/requests/policy-history'

/** The policy in force: the highest number; the default one, number 0, until somebody sets another. */
export async function lifecyclePolicyInForce(client: Tx = db()): Promise<{ number: number; policy: LifecyclePolicy }> {
  const row = await client.lifecyclePolicy.findFirst({ orderBy: { number: 'desc' } })
  return row === null ? { number: 0, policy: DEFAULT_LIFECYCLE_POLICY } : { number: row.number, policy: lifecyclePolicySchema.parse(row.content) }
}

export type LifecyclePolicyView = PolicyInHistory<LifecyclePolicy>

/** Policies that were ever set, newest first, at most `take`; the last of all is number 0, which nobody set. */
export async function listLifecyclePolicies(take: number, client: Tx = db()): Promise<LifecyclePolicyView[]> {
  const rows = await client.lifecyclePolicy.findMany({ orderBy: { number: 'desc' }, take: take + 1 })
  const who = new Map((await client.person.findMany({ where: { id: { in: rows.map((row) => row.changedBy) } }, select: { id: true, name: true } })).map((person) => [person.id, person.name]))
  return policyHistory(rows, take, (id) => who.get(id), { parse: (content) => lifecyclePolicySchema.parse(content), first: DEFAULT_LIFECYCLE_POLICY, changes: lifecyclePolicyChanges, text: lifecycleChangeText })
}
