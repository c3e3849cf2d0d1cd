import { z } from 'zod'
import { accessSchema } from '@/lib/registry/model'

const name = z.string().min(1).max(2000).regex(/^\P{Cc}*$/u, 'contains a control character')

/** `POST /grants/{id}/narrow`: what is left of the grant. `until`: no later than it ends now. */
export const narrowBodySchema = z.strictObject({
  reason: z.string().trim().min(1).max(2000),
  targets: z.array(z.strictObject({ kind: z.enum(['tool', 'context', 'downstream']), name, access: accessSchema, scope: z.array(name).max(200).default([]) })).min(1).max(50),
  until: z.iso.datetime({ offset: true }).transform((text) => new Date(text)).optional(),
})
export type NarrowInput = z.output<typeof narrowBodySchema>
export type NarrowTarget = NarrowInput['targets'][number]
