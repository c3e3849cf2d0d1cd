'use server'

import { revalidatePath } from 'next/cache'
import { z } from 'zod'
import { action } from '@/lib/boundary/action'
import { paths } from '@/lib/paths'
import { rotateSecret } from '@/lib/registry/commands/rotate-secret'
import { rotationSchema } from '@/lib/registry/secret-rotation'

export const rotateSecretAction = action({ permission: 'secret.attest', schema: rotationSchema.extend({ id: z.string().min(1).max(100) }) }, async ({ actor, ctx, input: { id, ...said } }) => {
  const { recorded, server } = await rotateSecret(actor, ctx, id, said)
  revalidatePath(paths.secrets())
  revalidatePath(paths.server(server))
  return { recorded }
})
