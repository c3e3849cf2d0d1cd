import { db, type Tx } from '@/lib/db/client'
import { type ApprovalPolicy, changeText, DEFAULT_POLICY, type PolicyChange, policyChanges, storedPolicySchema } from '@/lib/requests/approval-policy'

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

/** One policy of the history. `changes` is what it says differently from the one before it; `loosened` names those that ask for less. */
export type PolicyView = {
  number: number; content: ApprovalPolicy; changedBy: { id: string; name: string } | null; changedAt: string | null; reason: string | null
  changes: PolicyChange[]; loosened: string[]
}

const NUMBER_0: PolicyView = { number: 0, content: DEFAULT_POLICY, changedBy: null, changedAt: null, reason: null, changes: [], loosened: [] }

/** Policies that were ever set, newest first, at most `take` of those before the number `before`; the last of all is number 0, which nobody set. */
export async function listPolicies(take: number, client: Tx = db(), before?: number): Promise<PolicyView[]> {
  if (before === 0) return []
  const rows = await client.approvalPolicy.findMany({ where: before === undefined ? {} : { number: { lt: before } }, orderBy: { number: 'desc' }, take: take + 1 })
  const who = new Map((await client.person.findMany({ where: { id: { in: rows.map((row) => row.changedBy) } }, select: { id: true, name: true } })).map((person) => [person.id, person.name]))
  const views = rows.map((row, place): PolicyView => {
    const content = storedPolicySchema.parse(row.content)
    const before = rows[place + 1]
    const changes = policyChanges(before === undefined ? DEFAULT_POLICY : storedPolicySchema.parse(before.content), content)
    return {
      number: row.number, content, changedBy: { id: row.changedBy, name: who.get(row.changedBy) ?? row.changedBy }, changedAt: row.changedAt.toISOString(), reason: row.reason,
      changes, loosened: changes.filter(({ looser }) => looser).map((change) => changeText(change)),
    }
  })
  return [...views, ...(rows.length <= take ? [NUMBER_0] : [])].slice(0, take)
}
