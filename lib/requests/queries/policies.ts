import { db, type Tx } from '@/lib/db/client'
import { type ApprovalPolicy, changeText, DEFAULT_POLICY, policyChanges, storedPolicySchema } from '@/lib/requests/approval-policy'
import { policyHistory, type PolicyInHistory } from '@/lib/requests/policy-history'

export type NumberedPolicy = { number: number; policy: ApprovalPolicy }

/** The policy in force: the highest number; the default one, number 0, until somebody sets another. */
export async function policyInForce(client: Tx = db()): Promise<NumberedPolicy> {
  const row = await client.approvalPolicy.findFirst({ orderBy: { number: 'desc' } })
  return row === null ? { number: 0, policy: DEFAULT_POLICY } : { number: row.number, policy: storedPolicySchema.parse(row.content) }
}

/** The policies of these numbers. */
export async function policiesByNumber(numbers: readonly number[], client: Tx = db()): Promise<Map<number, ApprovalPolicy>> {
  const wanted = [...new Set(numbers)].filter((number) => number > 0)
  const rows = wanted.length === 0 ? [] : await client.approvalPolicy.findMany({ where: { number: { in: wanted } } })
  return new Map([[0, DEFAULT_POLICY], ...rows.map((row) => [row.number, storedPolicySchema.parse(row.content)] as const)])
}

export type PolicyView = PolicyInHistory<ApprovalPolicy>

/** Policies that were ever set, newest first, at most `take` of those before the number `before`; the last of all is number 0, which nobody set. */
export async function listPolicies(take: number, client: Tx = db(), before?: number): Promise<PolicyView[]> {
  if (before === 0) return []
  const rows = await client.approvalPolicy.findMany({ where: before === undefined ? {} : { number: { lt: before } }, orderBy: { number: 'desc' }, take: take + 1 })
  const who = new Map((await client.person.findMany({ where: { id: { in: rows.map((row) => row.changedBy) } }, select: { id: true, name: true } })).map((person) => [person.id, person.name]))
  return policyHistory(rows, take, (id) => who.get(id), { parse: (content) => storedPolicySchema.parse(content), first: DEFAULT_POLICY, changes: policyChanges, text: changeText })
}
