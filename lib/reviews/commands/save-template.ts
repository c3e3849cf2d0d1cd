import type { Actor } from '@/lib/auth/actor'
import type { Ctx } from '@/lib/context'
import { AppError } from '@/lib/errors'
import type { TemplateInput } from '@/lib/reviews/content'
import type { TemplateView } from '@/lib/reviews/model'

export async function createTemplate(_ctx: Ctx, _actor: Actor, _input: TemplateInput): Promise<TemplateView> {
  throw new AppError('unavailable', 'This part of reviews is not there yet.')
}

export async function changeTemplate(_ctx: Ctx, _actor: Actor, _id: string, _input: TemplateInput & { version?: number | undefined }): Promise<TemplateView> {
  throw new AppError('unavailable', 'This part of reviews is not there yet.')
}
