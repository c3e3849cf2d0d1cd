import type { Actor } from '@/lib/auth/actor'
import type { Ctx } from '@/lib/context'
import { AppError } from '@/lib/errors'
import type { AttestLineInput, CaseView, PlanCaseInput, RevokeCaseInput } from '@/lib/offboarding/model'

export async function planCase(_ctx: Ctx, _actor: Actor, _id: string, _input: PlanCaseInput): Promise<CaseView> {
  throw new AppError('unavailable', 'This is being built.')
}

export async function freezeCase(_ctx: Ctx, _actor: Actor, _id: string, _reason: string): Promise<CaseView> {
  throw new AppError('unavailable', 'This is being built.')
}

export async function revokeCase(_ctx: Ctx, _actor: Actor, _id: string, _input: RevokeCaseInput): Promise<CaseView> {
  throw new AppError('unavailable', 'This is being built.')
}

export async function cancelCase(_ctx: Ctx, _actor: Actor, _id: string, _reason: string): Promise<CaseView> {
  throw new AppError('unavailable', 'This is being built.')
}

export async function attestLine(_ctx: Ctx, _actor: Actor, _id: string, _lineId: string, _input: AttestLineInput): Promise<CaseView> {
  throw new AppError('unavailable', 'This is being built.')
}

/** A line that cannot be proven, on a security reviewer's name. */
export async function exemptLine(_ctx: Ctx, _actor: Actor, _id: string, _lineId: string, _reason: string): Promise<CaseView> {
  throw new AppError('unavailable', 'This is being built.')
}

/** Closes a watched case without its proof, on a security reviewer's name: never one who owned the subject. */
export async function signCase(_ctx: Ctx, _actor: Actor, _id: string, _reason: string): Promise<CaseView> {
  throw new AppError('unavailable', 'This is being built.')
}

/** What an emergency was about, afterwards. */
export async function explainCase(_ctx: Ctx, _actor: Actor, _id: string, _text: string): Promise<CaseView> {
  throw new AppError('unavailable', 'This is being built.')
}
