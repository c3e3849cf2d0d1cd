import { z } from 'zod'
import { route } from '@/lib/boundary/route'
import { wipeDemo } from '@/lib/demo/commands'

export const demoRoutes = [
  route({
    method: 'POST', path: '/api/v1/demo/wipe', tag: 'Settings', summary: 'Removes the demo data, but not you, your sessions, the settings or the trail',
    access: { permission: 'settings.manage', scope: 'write' },
    body: z.strictObject({}).optional(),
    response: z.object({ keptPeople: z.number().int() }),
    handle: async ({ actor, ctx }) => wipeDemo(actor, ctx),
  }),
]
