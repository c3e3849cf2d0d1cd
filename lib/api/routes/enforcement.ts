import { z } from 'zod'
import { inputError } from '@/lib/boundary/problem'
import { rawRoute } from '@/lib/boundary/route'
import { assertText } from '@/lib/boundary/text'
import { ENFORCEMENT_FORMATS, enforcementQuery } from '@/lib/enforcement/model'
import { exportEnforcement } from '@/lib/enforcement/queries'
import { notFound } from '@/lib/errors'

const answer = z.object({
  format: z.enum(ENFORCEMENT_FORMATS), servers: z.array(z.string()), asOf: z.string(), notAfter: z.string().nullable(), hash: z.string(),
  claims: z.object({ agent: z.string(), client: z.string(), human: z.string() }), inForce: z.number().int(), expressed: z.number().int(),
  notExpressed: z.array(z.object({ grantId: z.string(), server: z.string(), what: z.string(), why: z.string(), effect: z.enum(['left_out', 'narrowed']) })),
  configs: z.array(z.object({ server: z.string().nullable(), config: z.record(z.string(), z.unknown()) })),
  files: z.array(z.object({ name: z.string(), contentType: z.string(), text: z.string() })),
})

export const enforcementRoutes = [
  rawRoute({
    method: 'GET', path: '/api/v1/grants/enforcement', tag: 'Grants', summary: 'The grants in force as configuration that a gateway enforces; permits nothing that no grant covers, and lists what it leaves out',
    access: { permission: 'registry.read', scope: 'read' }, query: enforcementQuery, response: answer,
    raw: {
      description: 'With `file`, that file alone, as it is.',
      handle: async ({ actor, ctx, query: given }) => {
        assertText(given)
        const parsed = enforcementQuery.safeParse(given)
        if (!parsed.success) throw inputError(parsed.error)
        const exported = await exportEnforcement(actor, parsed.data, ctx.now)
        if (parsed.data.file === undefined) return { status: 200, body: exported }
        const file = exported.files.find((one) => one.name === parsed.data.file)
        if (file === undefined) throw notFound('file')
        return { status: 200, body: file.text, headers: { 'content-type': file.contentType, 'content-disposition': `attachment; filename="${file.name}"`, etag: `"${exported.hash}"` } }
      },
    },
  }),
]
