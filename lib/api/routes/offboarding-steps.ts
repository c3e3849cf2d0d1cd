import { z } from 'zod'
import { route } from '@/lib/boundary/route'
import { caseAnswer } from '@/lib/offboarding/case-answer'
import { attestLine, exemptLine } from '@/lib/offboarding/commands/attest-line'
import { cancelCase } from '@/lib/offboarding/commands/cancel-case'
import { signCase } from '@/lib/offboarding/commands/close-case'
import { explainCase } from '@/lib/offboarding/commands/explain-case'
import { freezeCase } from '@/lib/offboarding/commands/freeze-case'
import { lookAtCase } from '@/lib/offboarding/commands/look'
import { planCase } from '@/lib/offboarding/commands/plan-case'
import { revokeCase } from '@/lib/offboarding/commands/revoke-case'
import { attestLineSchema, caseReasonSchema, offboardingReasonSchema, planCaseSchema, revokeCaseSchema } from '@/lib/offboarding/model'
import { idParams, textParam } from './registry-params'

const tag = 'Offboarding'
const one = '/api/v1/offboarding/:id'
const lineParams = z.strictObject({ id: textParam, line: textParam })
const step = { tag, status: 200, params: idParams, response: caseAnswer } as const
const write = <P extends string>(permission: P) => ({ permission, scope: 'write' }) as const

/** What is done with a case. Each answers with the case as it is then; a stage that does not allow it is 409 `illegal_transition`. */
export const offboardingStepRoutes = [
  route({
    ...step, method: 'PATCH', path: one, summary: 'Change dates, watch, owner, successor or replacement of a case that has revoked nothing; null takes one away', access: write('offboarding.run'), body: planCaseSchema,
    handle: async ({ actor, ctx, params: { id }, body }) => planCase(ctx, actor, id, body),
  }),
  route({
    ...step, method: 'POST', path: `${one}/freeze`, summary: 'From now on every decision about the subject denies; nothing is revoked', access: write('offboarding.open'), body: caseReasonSchema,
    handle: async ({ actor, ctx, params: { id }, body }) => freezeCase(ctx, actor, id, body.reason),
  }),
  route({
    ...step, method: 'POST', path: `${one}/revoke`, summary: 'End grants, requests, sessions and tokens and hand over what is owned, in one transaction; 409 with every thing that has nobody to go to', access: write('offboarding.run'), body: revokeCaseSchema,
    handle: async ({ actor, ctx, params: { id }, body }) => revokeCase(ctx, actor, id, body),
  }),
  route({
    ...step, method: 'POST', path: `${one}/cancel`, summary: 'Nothing ends after all: what was before the freeze is in force again, exactly; until anything was revoked; security reviewers', access: write('offboarding.sign'), body: caseReasonSchema,
    handle: async ({ actor, ctx, params: { id }, body }) => cancelCase(ctx, actor, id, body.reason),
  }),
  route({
    ...step, method: 'POST', path: `${one}/sign`, summary: 'Close a watched case without its proof, on one’s name; security reviewers who never owned the subject, signed in', access: write('offboarding.sign'), body: caseReasonSchema,
    handle: async ({ actor, ctx, params: { id }, body }) => signCase(ctx, actor, id, body.reason),
  }),
  route({
    ...step, method: 'POST', path: `${one}/explain`, summary: 'Say afterwards what an emergency was about', access: write('offboarding.run'), body: z.strictObject({ text: offboardingReasonSchema }),
    handle: async ({ actor, ctx, params: { id }, body }) => explainCase(ctx, actor, id, body.text),
  }),
  route({
    ...step, method: 'POST', path: `${one}/look`, summary: 'Look now: prove lines, judge the silence, move on what may move on', access: write('offboarding.run'), body: z.strictObject({}),
    handle: async ({ actor, ctx, params: { id } }) => lookAtCase(ctx, actor, id),
  }),
  route({
    ...step, method: 'POST', path: `${one}/lines/:line/attest`, summary: 'Say that something outside the console is done, with where that can be looked up; whoever must act, the server’s owner, security reviewers; signed in', access: { permission: null, scope: 'write' }, params: lineParams, body: attestLineSchema,
    handle: async ({ actor, ctx, params: { id, line }, body }) => attestLine(ctx, actor, id, line, body),
  }),
  route({
    ...step, method: 'POST', path: `${one}/lines/:line/exempt`, summary: 'Let a line go that cannot be proven, on one’s name; security reviewers, signed in', access: write('offboarding.sign'), params: lineParams, body: caseReasonSchema,
    handle: async ({ actor, ctx, params: { id, line }, body }) => exemptLine(ctx, actor, id, line, body.reason),
  }),
]
