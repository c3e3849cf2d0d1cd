'use server'

import { z } from 'zod'
import { startTrial } from '@/lib/auth/commands/sign-on-trial'
import { signOnSettings } from '@/lib/auth/sign-on/discovery'
import { action } from '@/lib/boundary/action'

export const startTrialAction = action({ permission: 'settings.manage', schema: z.undefined() }, ({ actor, ctx }) => startTrial(actor, ctx, signOnSettings()))
