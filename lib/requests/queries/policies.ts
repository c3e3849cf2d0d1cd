import { db, type Tx } from '@/lib/db/client'
import { type ApprovalPolicy, approvalPolicySchema, DEFAULT_POLICY } from '@/lib/requests/approval-policy'

export type NumberedPolicy = { number: number; policy: ApprovalPolicy }

/** The policy in force: the highest number; the default one, number 0, until somebody sets another. */
export async function policyInForce(client: Tx = db()): Promise<NumberedPolicy> {
  const row = await client.approvalPolicy.findFirst({ orderBy: { number: 'desc' } })
  return row === null ? { number: 0, policy: DEFAULT_POLICY } : { number: row.number, policy: approvalPolicySchema.parse(row.content) }
}

/** The policies of these numbers. */
export async function policiesByNumber(numbers: readonly number[], client: Tx = db()): Promise<Map<number, ApprovalPolicy>> {
  const wanted = [...new Set(numbers)].filter((number) => number > 0)
  const rows = wanted.length === 0 ? [] : await client.approvalPolicy.findMany({ where: { number: { in: wanted } } })
  return new Map([[0, DEFAULT_POLICY], ...rows.map((row) => [row.number, approvalPolicySchema.parse(row.content)] as const)])
}

export type PolicyView = { number: number; policy: ApprovalPolicy; changedBy: string; changedAt: string; reason: string }

/** Every policy that was ever set, newest first. */
export async function listPolicies(): Promise<PolicyView[]> {
  const rows = await db().approvalPolicy.findMany({ orderBy: { number: 'desc' }, take: 500 })
  return rows.map((row) => ({ number: row.number, policy: approvalPolicySchema.parse(row.content), changedBy: row.changedBy, changedAt: row.changedAt.toISOString(), reason: row.reason }))
}
