import { type Actor, may } from '@/lib/auth/actor'
import { type FieldError, hasCode, isAppError } from '@/lib/errors'
import type { RequestedGrant } from '@/lib/drift/model'
import { getFinding } from '@/lib/drift/queries/findings'
import { askBeside, askWhatIf } from '@/lib/drift/queries/ask-what-if'
import { effectOf, type WhatIfEffect } from '@/lib/drift/what-if-effect'
import type { ProposedGrant, WhatIfAnswer, WhatIfChange } from '@/lib/drift/what-if-model'
import type { GrantView } from '@/lib/grants/grant-view'
import { getGrant } from '@/lib/grants/queries/list-grants'
import { fieldOf, proposedFrom } from './what-if-proposed'

export const WHAT_IF_WINDOWS = [7, 30, 90] as const

export type WhatIfScreen = {
  days: number
  /** The change that the address asks for, in words' parts; null = today's grants as they are. */
  change: { kind: 'finding'; id: string; explanation: string; replacement: RequestedGrant[] } | { kind: 'revoke'; grant: GrantView } | { kind: 'add'; grant: ProposedGrant } | { kind: 'classify'; server: string; tool: string; access: string } | null
  /** The form that the address has open; null = none. */
  asks: 'add' | 'revoke' | null
  /** Null when what the address names does not exist or may not be seen (the refusal says so), and while a form is not filled in. */
  answer: WhatIfAnswer | null
  /** What the change does beside today's grants; null without a change. */
  effect: WhatIfEffect | null
  /** By today's grants alone, beside a change. */
  today: WhatIfAnswer | null
  refusal: string | null
  /** By field of the form. */
  errors: FieldError[]
}

const NOTHING = { change: null, answer: null, today: null, effect: null, refusal: null, errors: [] }

type Query = Readonly<Record<string, string | undefined>>

const MISSING = 'What the address names does not exist any more, or you may not see it. Nothing was compared.'

/** The window of the address judged again by today's grants and the one change that it names. Writes nothing. */
export async function whatIfScreen(actor: Actor, query: Query, now: Date): Promise<WhatIfScreen> {
  const days = WHAT_IF_WINDOWS.find((one) => String(one) === query['days']) ?? 90
  const asks = query['add'] !== undefined ? 'add' : query['revoke'] !== undefined ? 'revoke' : null
  const none = { ...NOTHING, days, asks } satisfies WhatIfScreen
  const proposed = proposedFrom(query)
  if (proposed !== null && 'errors' in proposed) return { ...none, refusal: 'The grant is not complete. Nothing was compared.', errors: proposed.errors }
  try {
    const change = await changeOf(actor, query, now, proposed?.grant ?? null)
    if (!may(actor, 'activity.read')) return { ...none, change, refusal: 'Calls are not shown to your role, so nothing can be compared.' }
    if (change === null && asks !== null) return none
    if (change === null) return { ...none, answer: await askWhatIf(actor, { window: { days }, changes: [] }, now) }
    const { today, answer } = await askBeside(actor, { window: { days }, changes: asked(change) }, now)
    return { ...none, change, answer, today, effect: effectOf(today, answer) }
  } catch (error) {
    if (hasCode(error, 'not_found') || hasCode(error, 'forbidden')) return { ...none, refusal: MISSING }
    if (isAppError(error)) return { ...none, refusal: error.message, errors: (error.errors ?? []).map(({ path, message }) => ({ path: fieldOf(path), message })) }
    throw error
  }
}

async function changeOf(actor: Actor, query: Query, now: Date, add: ProposedGrant | null): Promise<WhatIfScreen['change']> {
  const { finding, revoke, server, tool, access } = query
  if (add !== null) return { kind: 'add', grant: add }
  if (finding !== undefined) {
    const found = await getFinding(actor, finding)
    return { kind: 'finding', id: found.id, explanation: found.explanation, replacement: Array.isArray(found.replacement) ? (found.replacement as RequestedGrant[]) : [] }
  }
  if (revoke !== undefined && revoke.trim() !== '') return { kind: 'revoke', grant: await getGrant(actor, revoke.trim(), now) }
  if (server !== undefined && tool !== undefined && access !== undefined) return { kind: 'classify', server, tool, access }
  return null
}

function asked(change: WhatIfScreen['change']): WhatIfChange[] {
  switch (change?.kind) {
    case 'finding': return [{ finding: change.id }]
    case 'revoke': return [{ revoke: change.grant.id }]
    case 'add': return [{ add: change.grant }]
    // An access that is none is refused by the names' own check.
    case 'classify': return [{ classify: { server: change.server, tool: change.tool, access: change.access === 'read' || change.access === 'admin' ? change.access : 'write' } }]
    case undefined: return []
  }
}
