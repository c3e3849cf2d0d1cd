'use client'

import { editRequestAction, submitRequestAction } from '@/app/(console)/requests/actions'
import type { ShownProblem } from '@/components/ui/submit-form'
import type { RequestDraft } from '@/lib/requests/model'
import type { DraftBody } from './draft-model'

type Body = DraftBody & Pick<RequestDraft, 'origin' | 'renews' | 'confirms' | 'breakGlass'>
type Sent = { ok: true; id: string } | { ok: false; problem: ShownProblem }

/** Sends a new request, a draft, or the change of one that waits; a refusal names fields as the form does. */
export async function sendRequest({ known, draftId, body }: { known: { id: string; revision: number } | null; draftId: string | null; body: Body }): Promise<Sent> {
  // What is missing is sent as empty, so that the server says where.
  const whole = { ...body, server: body.server ?? '', purpose: body.purpose ?? '', caller: { agent: '', client: 'any', human: '', ...body.caller } }
  const answer = known === null ? await submitRequestAction({ id: draftId, body: whole }) : await editRequestAction({ id: known.id, revision: known.revision, body: whole })
  if (answer.ok) return { ok: true, id: answer.value.id }
  return { ok: false, problem: { ...answer.problem, errors: answer.problem.errors.map((error) => ({ ...error, path: error.path.replace(/^body\./, '') })) } }
}
