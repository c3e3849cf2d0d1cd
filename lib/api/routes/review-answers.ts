import { z } from 'zod'
import { route } from '@/lib/boundary/route'
import { bulkPlanAnswer } from '@/lib/reviews/bulk-answer'
import { campaignAnswer } from '@/lib/reviews/campaign-answer'
import { answerItem, undoAnswer } from '@/lib/reviews/commands/answer-item'
import { answerMany } from '@/lib/reviews/commands/answer-many'
import { addReviewer, reassignItem } from '@/lib/reviews/commands/assign'
import { closeStage } from '@/lib/reviews/commands/close-stage'
import { signOff } from '@/lib/reviews/commands/sign-off'
import { itemRowAnswer } from '@/lib/reviews/item-answer'
import { addReviewerSchema, answerSchema, bulkSchema, reasonBodySchema, reassignSchema } from '@/lib/reviews/model'
import { idParams } from './registry-params'

const tag = 'Reviews'
const reviews = '/api/v1/reviews/:id'
const items = '/api/v1/review-items/:id'
/** Whether one is asked is asked of the item; whether the caller is a person too. */
const mayAnswer = { permission: 'review.decide', scope: 'write' } as const
const mayRun = { permission: 'review.run', scope: 'write' } as const

export const reviewAnswerRoutes = [
  route({
    method: 'POST', path: `${items}/decision`, tag, summary: 'Answer an item that you are asked about, or change your answer until the stage closes; people only', access: mayAnswer, status: 200, params: idParams, body: answerSchema, response: itemRowAnswer,
    handle: async ({ actor, ctx, params: { id }, body }) => answerItem(ctx, actor, id, body),
  }),
  route({
    method: 'DELETE', path: `${items}/decision`, tag, summary: 'Take your answer back; the item waits for you again', access: mayAnswer, status: 200, params: idParams, response: itemRowAnswer,
    handle: async ({ actor, ctx, params: { id } }) => undoAnswer(ctx, actor, id),
  }),
  route({
    method: 'POST', path: `${items}/reassign`, tag, summary: 'Not mine: hand it to somebody, or to the next in line; the deadline stays', access: mayAnswer, status: 200, params: idParams, body: reassignSchema, response: itemRowAnswer,
    handle: async ({ actor, ctx, params: { id }, body }) => reassignItem(ctx, actor, id, body),
  }),
  route({
    method: 'POST', path: `${items}/reviewers`, tag, summary: 'Ask one person more about an item; the deadline stays', access: mayRun, status: 200, params: idParams, body: addReviewerSchema, response: itemRowAnswer,
    handle: async ({ actor, ctx, params: { id }, body }) => addReviewer(ctx, actor, id, body),
  }),
  route({
    method: 'POST', path: `${reviews}/bulk`, tag, summary: 'One answer with one reason to many of your items, at most the campaign’s cap at a time; what must be looked at is left out, and said. `dryRun` only says what it would do', access: mayAnswer, status: 200, params: idParams,
    body: bulkSchema, response: bulkPlanAnswer,
    handle: async ({ actor, ctx, params: { id }, body }) => answerMany(ctx, actor, id, body),
  }),
  route({
    method: 'POST', path: `${reviews}/sign-off`, tag, summary: 'Say that your part of the stage is done; the last one may close it', access: mayAnswer, status: 200, params: idParams, body: z.strictObject({}), response: campaignAnswer,
    handle: async ({ actor, ctx, params: { id } }) => signOff(ctx, actor, id),
  }),
  route({
    method: 'POST', path: `${reviews}/close-stage`, tag, summary: 'Close the stage before its deadline: what is unanswered takes what silence means', access: mayRun, status: 200, params: idParams, body: reasonBodySchema, response: campaignAnswer,
    handle: async ({ actor, ctx, params: { id }, body }) => closeStage(ctx, actor, id, body.reason),
  }),
]
