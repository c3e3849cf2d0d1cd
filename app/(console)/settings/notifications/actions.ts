'use server'

import { revalidatePath } from 'next/cache'
import { z } from 'zod'
import { action } from '@/lib/boundary/action'
import { configuredChannels } from '@/lib/notify/channels'
import { sendTestMail } from '@/lib/notify/test-message'
import { paths } from '@/lib/paths'

export const sendTestAction = action({ permission: 'notify.read', schema: z.undefined() }, async ({ actor, ctx }) => {
  const { to, outcome } = await sendTestMail(actor, ctx, configuredChannels())
  revalidatePath(paths.notifications())
  return outcome.ok ? { to, sent: true, said: outcome.answer } : { to, sent: false, said: outcome.why }
})
