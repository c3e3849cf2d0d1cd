import type { Ctx } from '@/lib/context'
import { db } from '@/lib/db/client'
import { isAppError } from '@/lib/errors'
import { tellOnce } from '@/lib/notify/tell-once'
import { waitsForSuccessor } from '@/lib/offboarding/messages'
import { SYSTEM } from '@/lib/auth/actor'
import { newsOf } from './write'

/** Says once to security, and to whoever answers for the case, that it waits until somebody takes over what is owned. `refusal`: with each thing in its errors. */
export async function tellWaiting(ctx: Ctx, id: string, refusal: unknown): Promise<void> {
  const row = await db().offboardingCase.findUnique({ where: { id } })
  if (row === null || !isAppError(refusal)) return
  const security = await db().person.findMany({ where: { active: true, roles: { has: 'security_reviewer' } }, select: { id: true } })
  const people = [...new Set([...(row.ownerId === null ? [] : [row.ownerId]), ...security.map((person) => person.id)])].filter((person) => person !== row.subjectId)
  await tellOnce(ctx, waitsForSuccessor(newsOf(row, SYSTEM), refusal.errors.map((one) => one.message), people))
}
