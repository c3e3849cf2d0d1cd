import { z } from 'zod'
import { pageQuery } from '@/lib/boundary/page'
import { route } from '@/lib/boundary/route'
import { AppError, notFound } from '@/lib/errors'
import { newCtx } from '@/lib/ids'
import { caseAnswer, caseRowAnswer, manyAnswer, previewAnswer } from '@/lib/offboarding/case-answer'
import { openCase } from '@/lib/offboarding/commands/open-case'
import { openMany } from '@/lib/offboarding/commands/open-many'
import { caseFilterSchema, openCaseSchema, openManySchema, SUBJECT_KINDS } from '@/lib/offboarding/model'
import { getCase, listCases } from '@/lib/offboarding/queries/cases'
import { offboardingPreview } from '@/lib/views/offboarding-preview'
import { idParams } from './registry-params'

const tag = 'Offboarding'
const base = '/api/v1/offboarding'
/** Of a case is asked whether it may be seen; one that may not is not found. */
const mayRead = { permission: 'offboarding.read', scope: 'read' } as const

export const offboardingRoutes = [
  route({
    method: 'GET', path: base, tag, summary: 'Offboarding cases that you may see, newest first', access: mayRead, query: z.strictObject({ ...pageQuery.shape, ...caseFilterSchema.shape }),
    response: z.object({ items: z.array(caseRowAnswer), nextCursor: z.string().nullable() }),
    handle: async ({ actor, ctx, query: { limit, cursor, ...filter } }) => listCases(actor, filter, { limit, cursor }, ctx.now),
  }),
  route({
    method: 'POST', path: base, tag, summary: 'Open a case: everything that still reaches is listed with its owner, action and proof. `freeze` freezes it at once; `emergency` freezes and revokes, to be explained afterwards',
    access: { permission: 'offboarding.open', scope: 'write' }, status: 201, body: openCaseSchema, response: caseAnswer,
    handle: async ({ actor, ctx, body }) => openCase(ctx, actor, body),
  }),
  route({
    method: 'GET', path: `${base}/preview`, tag, summary: 'What would still reach, who would have to act, and what breaks, before anything is opened; for whoever may open it', access: { permission: 'offboarding.open', scope: 'read' },
    query: z.strictObject({ kind: z.enum(SUBJECT_KINDS), subject: z.string().trim().min(1).max(400) }), response: previewAnswer,
    handle: async ({ actor, ctx, query: { kind, subject } }) => {
      const found = await offboardingPreview(actor, kind, subject, ctx.now)
      if (found === null) throw notFound(kind)
      const { refusal, ...preview } = found
      if (refusal !== null && preview.underWay === null) throw new AppError('forbidden', refusal)
      return preview
    },
  }),
  route({
    method: 'POST', path: `${base}/many`, tag, summary: 'A case each for a team’s, a vendor’s, or these servers or agents; sent again with its bulkId it goes on where it broke off; dryRun changes nothing',
    access: { permission: 'offboarding.open', scope: 'write' }, status: 200, body: openManySchema, response: manyAnswer,
    handle: async ({ actor, body }) => openMany(newCtx, actor, body),
  }),
  route({
    method: 'GET', path: `${base}/:id`, tag, summary: 'One case with its stages, lines and verdict', access: mayRead, params: idParams, response: caseAnswer,
    handle: async ({ actor, ctx, params: { id } }) => getCase(actor, id, ctx.now),
  }),
]
