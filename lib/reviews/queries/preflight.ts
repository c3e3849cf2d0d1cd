import type { Actor } from '@/lib/auth/actor'
import { AppError } from '@/lib/errors'
import type { CampaignContent, ReviewKind } from '@/lib/reviews/content'
import type { Preflight } from '@/lib/reviews/model'

export async function preflight(_actor: Actor, _kind: ReviewKind, _content: CampaignContent, _now: Date): Promise<Preflight> {
  throw new AppError('unavailable', 'This part of reviews is not there yet.')
}
