import { SYSTEM } from '@/lib/auth/actor'
import type { Ctx } from '@/lib/context'
import { transaction, type Tx } from '@/lib/db/client'
import { enqueue } from '@/lib/notify/enqueue'
import type { OutcomeDetail } from '@/lib/reviews/model'
import { type TicketLine, ticketMessages } from '@/lib/reviews/ticket-message'
import { record } from '@/lib/trail/record'

type Row = { id: string; target: string; server: string | null; agent: string | null; subject: string; outcome: string; outcome_detail: OutcomeDetail | null }

/**
 * Tells once what a campaign leaves to be done by hand, when every item has been looked at: to the channel, and to whoever launched it,
 * or where nobody did to all security reviewers. Answers whether anything was told.
 */
export async function sendTicket(ctx: Ctx, campaignId: string): Promise<boolean> {
  return transaction(async (tx) => {
    const [campaign] = await tx.$queryRaw<{ id: string; name: string; launched_by: string | null }[]>`SELECT id, name, launched_by FROM review_campaign WHERE id = ${campaignId} AND state IN ('remediation', 'confirming') FOR SHARE`
    const [told] = await tx.$queryRaw<unknown[]>`SELECT 1 FROM notification WHERE key = ${`review:${campaignId}:ticket:channel`}`
    if (campaign === undefined || told !== undefined) return false
    const rows = await tx.$queryRaw<Row[]>`SELECT id, target, server, agent, subject, outcome, outcome_detail FROM review_item WHERE campaign_id = ${campaignId} AND state = 'decided' AND remediation = 'manual' ORDER BY position`
    if (rows.length === 0) return false
    await enqueue(tx, ctx, ticketMessages(campaign, rows.map(lineOf), [null, ...(await recipientsOf(tx, campaign.launched_by))]))
    await record(tx, ctx, { actor: SYSTEM, action: 'review.remediated', object: { kind: 'review', id: campaign.id, name: campaign.name }, detail: { how: 'ticket', items: rows.map((row) => row.id) } })
    return true
  })
}

function lineOf(row: Row): TicketLine {
  const left = row.outcome === 'narrow' ? `what is left: ${(row.outcome_detail?.targets ?? []).map((target) => `${target.name} ${target.access}`).join(', ')}` : row.outcome === 'shorten' ? `until ${row.outcome_detail?.until ?? 'now'}` : null
  return { title: row.subject === 'grant' ? `${row.target} on ${row.server ?? 'its server'}${row.agent === null ? '' : ` for ${row.agent}`}` : `who answers for ${row.target}`, outcome: row.subject === 'grant' ? row.outcome : 'settle', left }
}

async function recipientsOf(tx: Tx, launchedBy: string | null): Promise<string[]> {
  const people = await tx.person.findMany({ where: { active: true, OR: [{ id: launchedBy ?? '' }, { roles: { has: 'security_reviewer' } }] }, select: { id: true }, orderBy: { id: 'asc' } })
  return people.some((person) => person.id === launchedBy) ? people.flatMap((person) => (person.id === launchedBy ? [person.id] : [])) : people.map((person) => person.id)
}
