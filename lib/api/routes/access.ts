import { z } from 'zod'
import { decodeCursor, pageOf, pageQuery } from '@/lib/boundary/page'
import { route } from '@/lib/boundary/route'
import { accessSchema } from '@/lib/registry/model'
import { filterAccess, readAccessQuery } from '@/lib/views/access-filter'
import { accessSentence } from '@/lib/views/access-sentence'
import { accessAnswer } from '@/lib/views/effective-access'

const named = z.string().max(2000).optional()
/** One value, or several separated by commas, as alternatives. */
const listed = z.string().max(2000).regex(/^[a-z-]+(?:,[a-z-]+)*$/, 'must be words separated by commas').optional()

const query = pageQuery.extend({
  agent: named, client: named, human: named, server: named, tool: named.describe('A tool or another target; a glob asks about every tool that it names.'),
  at: z.iso.datetime({ offset: true }).optional().describe('As of then; now when left out.'),
  access: listed.describe('read, write, admin: the highest access.'), marks: listed.describe('destructive, unclassified, other.'), use: listed.describe('used, unused, unknown, in 90 days.'),
  state: listed.describe('effective, resting.'), on: named.describe('Server slugs, separated by commas.'), expand: listed.describe('agents, people: everybody by name for whom `any` or a team stands.'),
})

const party = z.object({ id: z.string(), name: z.string(), known: z.string() }).nullable()

const line = z.object({
  id: z.string(), server: z.string(), kind: z.enum(['tool', 'context', 'downstream']), target: z.string(), open: z.boolean(), later: z.boolean(), access: accessSchema, toolClass: accessSchema.nullable(), unclassified: z.boolean(), destructive: z.boolean(),
  scope: z.array(z.string()), agent: party, client: party, human: z.string(), humanId: z.string().nullable(), via: z.array(z.string()),
  grants: z.array(z.object({ id: z.string(), purpose: z.string(), origin: z.string(), confirmed: z.boolean() })), until: z.string().nullable(), rest: z.string().nullable(), why: z.string().nullable(),
  use: z.object({ calls: z.number(), lastAt: z.string().nullable() }).nullable(),
})

export const accessRoutes = [
  route({
    method: 'GET', path: '/api/v1/access', tag: 'Grants', summary: 'Effective access: who can do what, by the grants that stand, in one sentence and line by line', access: { permission: 'registry.read', scope: 'read' }, query,
    response: z.object({ sentence: z.string(), at: z.string(), agents: z.number(), usedBy: z.number().nullable(), total: z.number(), items: z.array(line), nextCursor: z.string().nullable() }),
    handle: async ({ actor, ctx, query: { limit, cursor, ...rest } }) => {
      const asked = readAccessQuery(rest, ctx.now)
      const answer = await accessAnswer(actor, asked)
      const { found } = filterAccess(answer.lines, rest)
      const after = decodeCursor(cursor, z.string())
      const ordered = found.sort((a, b) => (a.id < b.id ? -1 : 1)).filter((one) => after === null || one.id > after)
      return { sentence: accessSentence({ ...answer, names: asked.names }), at: answer.at, agents: answer.agents, usedBy: answer.usedBy, total: found.length, ...pageOf(ordered, limit, (one) => one, (one) => one.id) }
    },
  }),
]
