import { db, type Prisma } from '@/lib/db/client'

export type RememberedAnswer = { requestHash: string; status: number; body: unknown }

export async function findRememberedAnswer(tokenId: string, key: string): Promise<RememberedAnswer | null> {
  return db().idempotencyKey.findUnique({ where: { tokenId_key: { tokenId, key } }, select: { requestHash: true, status: true, body: true } })
}

/** Members of an answer that are a way in and shown once. */
const SHOWN_ONCE = ['token', 'signInUrl']

/** Keeps an answer for its key. What was shown once is never stored: its place says so. */
export async function rememberAnswer(tokenId: string, key: string, answer: RememberedAnswer, now: Date): Promise<void> {
  const kept = JSON.parse(JSON.stringify(answer.body ?? null)) as Prisma.JsonValue
  const body = typeof kept !== 'object' || kept === null || Array.isArray(kept) ? kept
    : Object.fromEntries(Object.entries(kept).map(([name, value]) => [name, SHOWN_ONCE.includes(name) ? 'shown once, with the first answer' : value]))
  await db().idempotencyKey.createMany({
    data: [{ tokenId, key, requestHash: answer.requestHash, status: answer.status, body: (body ?? 'null') as Prisma.InputJsonValue, createdAt: now }],
    skipDuplicates: true,
  })
}
