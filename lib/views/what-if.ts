import { type Actor, may } from '@/lib/auth/actor'
import { hasCode, isAppError } from '@/lib/errors'
import type { RequestedGrant } from '@/lib/drift/model'
import { getFinding } from '@/lib/drift/queries/findings'
import { askWhatIf } from '@/lib/drift/queries/ask-what-if'
import { effectOf, type WhatIfEffect } from '@/lib/drift/what-if-effect'
import type { WhatIfAnswer, WhatIfChange } from '@/lib/drift/what-if-model'
import type { GrantView } from '@/lib/grants/grant-view'
import { getGrant } from '@/lib/grants/queries/list-grants'

export const WHAT_IF_WINDOWS = [7, 30, 90] as const

export type WhatIfScreen = {
  days: number
  /** The change that the address asks for, in words' parts; null = today's grants as they are. */
  change: { kind: 'finding'; id: string; explanation: string; replacement: RequestedGrant[] } | { kind: 'revoke'; grant: GrantView } | { kind: 'classify'; server: string; tool: string; access: string } | null
  /** Null when what the address names does not exist or may not be seen: the refusal says so. */
  answer: WhatIfAnswer | null
  /** What the change does beside today's grants; null without a change. */
  effect: WhatIfEffect | null
  /** By today's grants alone, beside a change. */
  today: WhatIfAnswer | null
  refusal: string | null
}

const NOTHING = { change: null, answer: null, today: null, effect: null, refusal: null } as const

type Query = Readonly<Record<string, string | undefined>>

const MISSING = 'What the address names does not exist any more, or you may not see it. Nothing was compared.'

/** The window of the address judged again by today's grants and the one change that it names. Writes nothing. */
export async function whatIfScreen(actor: Actor, query: Query, now: Date): Promise<WhatIfScreen> {
  const days = WHAT_IF_WINDOWS.find((one) => String(one) === query['days']) ?? 90
  try {
    const change = await changeOf(actor, query, now)
    if (!may(actor, 'activity.read')) return { ...NOTHING, days, change, refusal: 'Calls are not shown to your role, so nothing can be compared.' }
    const today = await askWhatIf(actor, { window: { days }, changes: [] }, now)
    if (change === null) return { ...NOTHING, days, change, answer: today }
    const answer = await askWhatIf(actor, { window: { days }, changes: asked(change) }, now)
    return { days, change, answer, today, effect: effectOf(today, answer), refusal: null }
  } catch (error) {
    if (hasCode(error, 'not_found') || hasCode(error, 'forbidden')) return { ...NOTHING, days, refusal: MISSING }
    if (isAppError(error)) return { ...NOTHING, days, refusal: error.message }
    throw error
  }
}

async function changeOf(actor: Actor, query: Query, now: Date): Promise<WhatIfScreen['change']> {
  const { finding, revoke, server, tool, access } = query
  if (finding !== undefined) {
    const found = await getFinding(actor, finding)
    return { kind: 'finding', id: found.id, explanation: found.explanation, replacement: Array.isArray(found.replacement) ? (found.replacement as RequestedGrant[]) : [] }
  }
  if (revoke !== undefined) return { kind: 'revoke', grant: await getGrant(actor, revoke, now) }
  if (server !== undefined && tool !== undefined && access !== undefined) return { kind: 'classify', server, tool, access }
  return null
}

function asked(change: WhatIfScreen['change']): WhatIfChange[] {
  switch (change?.kind) {
    case 'finding': return [{ finding: change.id }]
    case 'revoke': return [{ revoke: change.grant.id }]
    // An access that is none is refused by the names' own check.
    case 'classify': return [{ classify: { server: change.server, tool: change.tool, access: change.access === 'read' || change.access === 'admin' ? change.access : 'write' } }]
    case undefined: return []
  }
}
