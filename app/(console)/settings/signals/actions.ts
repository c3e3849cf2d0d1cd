'use server'

import { revalidatePath } from 'next/cache'
import { z } from 'zod'
import { action } from '@/lib/boundary/action'
import { paths } from '@/lib/paths'
import { configuredSignals } from '@/lib/signals/deliver'
import { retrySecurityEvent, sendTestSignal } from '@/lib/signals/retry'

export const sendTestSignalAction = action({ permission: 'settings.manage', schema: z.undefined() }, async ({ actor, ctx }) => {
  const { outcome } = await sendTestSignal(actor, ctx, configuredSignals())
  revalidatePath(paths.signals())
  return outcome.ok ? { sent: true, said: outcome.answer } : { sent: false, said: outcome.why }
})

export const retrySignalAction = action({ permission: 'settings.manage', schema: z.strictObject({ id: z.string().min(1).max(100) }) }, async ({ actor, ctx, input }) => {
  const answer = await retrySecurityEvent(actor, ctx, input.id)
  revalidatePath(paths.signals())
  return answer
})
