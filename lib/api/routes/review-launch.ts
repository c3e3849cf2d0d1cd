import { z } from 'zod'
import { route } from '@/lib/boundary/route'
import { newCtx } from '@/lib/ids'
import { campaignAnswer } from '@/lib/reviews/campaign-answer'
import { requestLaunch } from '@/lib/reviews/commands/launch-campaign'
import { idParams } from './registry-params'

export const reviewLaunchRoutes = [
  route({
    method: 'POST', path: '/api/v1/reviews/:id/launch', tag: 'Reviews', summary: 'Launch a draft: freeze its items with their evidence and ask the people of its first stage, all of it or nothing; `launch` of the review says how far it is',
    access: { permission: 'review.run', scope: 'write' }, status: 200, params: idParams, body: z.strictObject({}), response: campaignAnswer,
    handle: async ({ actor, params: { id } }) => requestLaunch(newCtx, actor, id),
  }),
]
