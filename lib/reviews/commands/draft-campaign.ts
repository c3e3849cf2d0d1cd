import type { Actor } from '@/lib/auth/actor'
import type { Ctx } from '@/lib/context'
import { AppError } from '@/lib/errors'
import type { CampaignContent, DraftInput } from '@/lib/reviews/content'
import type { CampaignView } from '@/lib/reviews/model'

export type Occasion = { occasion: 'schedule' | 'event'; key: string; text: string }

export async function draftCampaign(_ctx: Ctx, _actor: Actor, _input: DraftInput, _occasion?: Occasion): Promise<CampaignView> {
  throw new AppError('unavailable', 'This part of reviews is not there yet.')
}

export async function changeDraft(_ctx: Ctx, _actor: Actor, _id: string, _input: { name: string; content: CampaignContent }): Promise<CampaignView> {
  throw new AppError('unavailable', 'This part of reviews is not there yet.')
}

export async function cancelCampaign(_ctx: Ctx, _actor: Actor, _id: string, _reason: string): Promise<CampaignView> {
  throw new AppError('unavailable', 'This part of reviews is not there yet.')
}
