import type { Actor } from '@/lib/auth/actor'
import { AppError } from '@/lib/errors'
import type { TemplateView } from '@/lib/reviews/model'

export async function listTemplates(_actor: Actor): Promise<TemplateView[]> {
  throw new AppError('unavailable', 'This part of reviews is not there yet.')
}

export async function getTemplate(_actor: Actor, _id: string): Promise<TemplateView> {
  throw new AppError('unavailable', 'This part of reviews is not there yet.')
}
