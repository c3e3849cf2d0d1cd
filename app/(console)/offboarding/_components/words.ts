import type { MarkTone } from '@/components/domain/verdict'
import type { GlyphName } from '@/components/ui/glyph'
import type { Stage } from '@/lib/offboarding/machine'
import type { CaseRow, LineState, LineView, ResidualAction, SubjectKind, Verdict } from '@/lib/offboarding/model'

/** Shape and ink of a word; a shape means the same everywhere. */
export type Look = { glyph: GlyphName; tone: MarkTone; word: string }

/** What becomes of it, where it does not simply end. */
export const INTENT_NOTE: Record<CaseRow['intent'], string> = { retire: '', replace: ', replaced', repurpose: ', to become something else' }

export const KIND_WORD: Record<SubjectKind, string> = { server: 'Server', agent: 'Agent', client: 'Client', person: 'Person' }

export const STAGE_WORD: Record<Stage, string> = { open: 'Open', frozen: 'Frozen', revoked: 'Revoked', rotated: 'Secrets rotated', watch: 'Watch', closed: 'Closed', cancelled: 'Cancelled' }

const STAGE_LOOK: Record<Stage, Look> = {
  open: { glyph: 'wait', tone: 'plain', word: 'open' }, frozen: { glyph: 'blocked', tone: 'warn', word: 'frozen' }, revoked: { glyph: 'no', tone: 'plain', word: 'revoked' },
  rotated: { glyph: 'changed', tone: 'plain', word: 'rotated' }, watch: { glyph: 'wait', tone: 'plain', word: 'watch' }, closed: { glyph: 'none', tone: 'plain', word: 'closed' }, cancelled: { glyph: 'none', tone: 'plain', word: 'cancelled' },
}
export const stageLook = (stage: Stage): Look => STAGE_LOOK[stage]

const VERDICT_LOOK: Record<Verdict, Look> = {
  silent: { glyph: 'ok', tone: 'ok', word: 'silent' }, watching: { glyph: 'wait', tone: 'plain', word: 'watching' },
  still_calling: { glyph: 'executed', tone: 'bad', word: 'still calling' }, not_evaluable: { glyph: 'unknown', tone: 'unknown', word: 'not evaluable' },
}
export const verdictLook = (verdict: Verdict): Look => VERDICT_LOOK[verdict]

/** How the verdict stands in a row: one that closed says as what, one that is not watched yet says nothing. */
export function rowVerdict({ stage, verdict, closedAs }: Pick<CaseRow, 'stage' | 'verdict' | 'closedAs'>): Look | null {
  if (stage === 'closed' && closedAs === 'exception') return { glyph: 'attested', tone: 'plain', word: 'signed exception' }
  if (stage === 'closed' && closedAs === 'silent') return VERDICT_LOOK.silent
  return verdict === null ? null : VERDICT_LOOK[verdict]
}

const LINE_LOOK: Record<LineState, Look> = {
  open: { glyph: 'wait', tone: 'warn', word: 'open' }, done: { glyph: 'wait', tone: 'plain', word: 'done' }, attested: { glyph: 'attested', tone: 'plain', word: 'attested' },
  proven: { glyph: 'ok', tone: 'ok', word: 'proven' }, exempt: { glyph: 'attested', tone: 'warn', word: 'exempt, signed' },
}

/**
 * A line's state. The line of silence says what the watch has found, since that is its proof; what the console does itself is not late
 * before the revocation.
 */
export function lineLook({ state, kind, owner, overdue }: Pick<LineView, 'state' | 'kind' | 'owner' | 'overdue'>, { stage, verdict }: { stage: Stage; verdict: Verdict | null }): Look {
  if (kind === 'silence' && state !== 'proven' && state !== 'exempt' && stage !== 'cancelled') return verdict === null ? { glyph: 'wait', tone: 'plain', word: stage === 'watch' ? 'watching' : 'not begun' } : { ...VERDICT_LOOK[verdict], word: verdict === 'not_evaluable' && stage !== 'closed' ? 'not evaluable yet' : VERDICT_LOOK[verdict].word }
  if (state !== 'open') return LINE_LOOK[state]
  // What the case leaves behind is neither late nor to come.
  if (stage === 'cancelled') return { glyph: 'none', tone: 'plain', word: 'left as it was' }
  if (stage === 'closed') return { glyph: 'unknown', tone: 'unknown', word: 'not proven' }
  if (owner === null) return { glyph: 'wait', tone: 'plain', word: stage === 'open' || stage === 'frozen' ? 'at revocation' : 'to come' }
  return overdue ? { glyph: 'warn', tone: 'bad', word: 'overdue' } : LINE_LOOK.open
}

const ACTION_WORD: Record<ResidualAction, string> = { revoke: 'revoke', withdraw: 'withdraw', hand_over: 'hand over', rotate: 'rotate', remove: 'remove', reassign: 'reassign', edit: 'edit', end: 'end', watch: 'watch' }
export const actionWord = (action: ResidualAction): string => ACTION_WORD[action]

/** How /activity is asked for what somebody or something did, and what counts as a call there. */
export const ACTIVITY_PARAM: Record<SubjectKind, string> = { server: 'server', agent: 'agent', client: 'client', person: 'human' }
export const CALL_KINDS = ['tool_call', 'context_access', 'downstream_action']

/** Whoever acts on a line that is nobody's. */
export const ITSELF = 'Bailiwick'

export const INTENT_WORD: Record<CaseRow['intent'], string> = { retire: 'Retire', replace: 'Replace', repurpose: 'Repurpose' }

/** "3 lines", "1 line". */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en-US')} ${count === 1 ? one : many}`
}
