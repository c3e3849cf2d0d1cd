'use server'

import { revalidatePath } from 'next/cache'
import { z } from 'zod'
import { action } from '@/lib/boundary/action'
import { requestDriftRun } from '@/lib/drift/commands/request-run'
import { transitionFinding } from '@/lib/drift/commands/transition-finding'
import { findingMoveSchema } from '@/lib/drift/model'
import { newCtx } from '@/lib/ids'
import { paths } from '@/lib/paths'

export const moveFindingAction = action({ permission: 'finding.acknowledge', schema: z.strictObject({ id: z.string(), move: findingMoveSchema }) }, async ({ actor, ctx, input }) => {
  const finding = await transitionFinding(actor, ctx, input.id, input.move)
  revalidatePath(paths.drift())
  return { status: finding.status }
})

export const runDriftAction = action({ permission: 'drift.run', schema: z.undefined() }, async ({ actor }) => {
  const run = await requestDriftRun(actor, newCtx)
  revalidatePath(paths.drift())
  return { opened: run.opened, resolved: run.resolved, open: run.open }
})
