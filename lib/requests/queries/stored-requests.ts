import { db, type Prisma, type Tx } from '@/lib/db/client'
import type { RequestContent } from '@/lib/requests/content'
import type { RequestDraft, RequestOrigin } from '@/lib/requests/model'
import type { StoredDecision, StoredRequest, StoredRevision } from '@/lib/requests/stored'

const INCLUDE = { decisions: { orderBy: [{ at: 'asc' }, { id: 'asc' }] }, revisions: { orderBy: { number: 'asc' } } } as const satisfies Prisma.GrantRequestInclude

type Found = Prisma.GrantRequestGetPayload<{ include: typeof INCLUDE }>

// The store holds as JSON and text what only this room's commands write, from parsed values.
function stored(row: Found): StoredRequest {
  const { content, origin, decisions, revisions, ...rest } = row
  const isDraft = row.state === 'draft'
  return {
    ...rest, origin: origin as RequestOrigin | null,
    draft: isDraft ? (content as unknown as RequestDraft) : null, content: isDraft ? null : (content as unknown as RequestContent),
    decisions: decisions as unknown as StoredDecision[], revisions: revisions as unknown as StoredRevision[],
  }
}

/** The requests that fit `where`, newest id first. */
export async function findRequests(where: Prisma.GrantRequestWhereInput, take: number, client: Tx = db()): Promise<StoredRequest[]> {
  return (await client.grantRequest.findMany({ where, include: INCLUDE, orderBy: { id: 'desc' }, take })).map(stored)
}

export async function findRequest(where: Prisma.GrantRequestWhereInput, client: Tx = db()): Promise<StoredRequest | null> {
  return (await findRequests(where, 1, client))[0] ?? null
}
