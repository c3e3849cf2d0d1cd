import { auth } from '@/lib/auth/session'
import { problemResponse } from '@/lib/boundary/action'
import { csvOf } from '@/lib/boundary/csv'
import { AppError } from '@/lib/errors'
import { findingList } from '@/lib/views/drift-findings'

const HEAD = ['id', 'kind', 'status', 'severity', 'server', 'target', 'agent', 'client', 'grant', 'executed', 'blocked', 'evaluable', 'first seen (UTC)', 'last seen (UTC)', 'explanation']

/** The findings of the screen with the same filter, as a table. */
export async function GET(request: Request): Promise<Response> {
  try {
    const actor = await auth()
    if (actor === null) throw new AppError('unauthenticated', 'Sign in first.')
    const { rows } = await findingList(actor, Object.fromEntries(new URL(request.url).searchParams))
    const body = csvOf(HEAD, rows.map((row) => [row.id, row.kind, row.status, row.severity, row.server, row.target, row.agent, row.client, row.grantId, row.executed, row.blocked, row.evaluable, row.firstSeen, row.lastSeen, row.explanation]))
    return new Response(body, { headers: { 'content-type': 'text/csv; charset=utf-8', 'content-disposition': `attachment; filename="findings-${new Date().toISOString().slice(0, 10)}.csv"`, 'cache-control': 'no-store' } })
  } catch (error) {
    return problemResponse(error)
  }
}
