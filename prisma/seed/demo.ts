import { SYSTEM } from '@/lib/auth/actor'
import type { Ctx } from '@/lib/context'
import { db } from '@/lib/db/client'
import { AppError } from '@/lib/errors'
import { markDemo, wipeDemo } from '@/lib/demo/commands'
import { findDemoMarker } from '@/lib/demo/queries'
import { ADMIN } from './company'
import { declareCompany } from './declare'
import { replay } from './replay'
import { stepsOf } from './steps'

export type DemoOptions = {
  /** One line of progress. */
  log: (line: string) => void
  /** 1 = the full demo of over 200,000 events; tests take less. The stories are told whole at any scale. */
  scale?: number
}

/**
 * Fills an empty console with the example company, through the same commands as everybody's, as of `ctx.now`. A loaded demo is left
 * alone; one that was killed half-way is removed and loaded anew; a console in use is refused (`conflict`) and not touched.
 */
export async function loadDemo(ctx: Ctx, { log, scale = 1 }: DemoOptions): Promise<{ adminPersonId: string; loaded: boolean }> {
  const marker = await findDemoMarker()
  if (marker?.state === 'loaded') {
    log('The demo data is there already')
    return { adminPersonId: await adminId(), loaded: false }
  }
  if (marker !== null) {
    log('Removing demo data that was loaded only in part')
    await wipeDemo(SYSTEM, ctx)
  }
  const keep = await peopleOfAnUnusedConsole()
  const loadedAt = ctx.now.getTime()
  const steps = stepsOf(loadedAt)
  await markDemo(ctx, { state: 'loading', startedAt: ctx.now.toISOString(), keep })
  const adminPersonId = await declareCompany(steps, loadedAt, log)
  await replay(steps, loadedAt, scale, log)
  await markDemo(ctx, { state: 'loaded', loadedAt: ctx.now.toISOString(), keep })
  return { adminPersonId, loaded: true }
}

/** The people who are there before the demo. Anything else registered means that the console is in use. */
async function peopleOfAnUnusedConsole(): Promise<string[]> {
  const counts = await Promise.all([db().server.count(), db().agent.count(), db().client.count(), db().source.count()])
  if (counts.some((count) => count > 0)) {
    throw new AppError('conflict', 'This console holds data of its own, so the demo was not loaded and nothing was changed. Start without --demo, or with another data directory.')
  }
  return (await db().person.findMany({ select: { id: true } })).map((row) => row.id)
}

/** Who signs in: Maya, or whichever administrator is left. */
async function adminId(): Promise<string> {
  const found = await db().person.findFirst({ where: { active: true, roles: { has: 'admin' } }, orderBy: { email: 'asc' } })
  const maya = await db().person.findUnique({ where: { email: ADMIN } })
  const admin = maya?.active === true ? maya : found
  if (admin === null) throw new AppError('conflict', 'The demo has no administrator any more. Remove its data directory and start again.')
  return admin.id
}
