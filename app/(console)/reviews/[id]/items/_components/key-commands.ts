import type { Answer } from '@/lib/reviews/outcome'
import type { Kind } from './words'

export type Command =
  | { do: 'move'; by: number } | { do: 'first' } | { do: 'last' }
  | { do: 'answer'; answer: Answer } | { do: 'not_mine' } | { do: 'note' } | { do: 'undo' } | { do: 'open' } | { do: 'close' }
  | { do: 'pick' } | { do: 'pick_range' } | { do: 'help' }

type Press = { key: string; shiftKey: boolean }

/** Keys that no preference switches off: they type nothing and are the grid's own. */
const ALWAYS: Record<string, Command> = {
  ArrowDown: { do: 'move', by: 1 }, ArrowUp: { do: 'move', by: -1 }, PageDown: { do: 'move', by: 8 }, PageUp: { do: 'move', by: -8 },
  Home: { do: 'first' }, End: { do: 'last' }, Enter: { do: 'open' }, Escape: { do: 'close' },
}

const answer = (value: Answer): Command => ({ do: 'answer', answer: value })

/** `/` is the filter's own, wherever the focus is. */
const SINGLE: Record<string, Command> = {
  j: { do: 'move', by: 1 }, k: { do: 'move', by: -1 }, x: { do: 'pick' }, n: { do: 'note' }, u: { do: 'undo' }, o: { do: 'open' }, '?': { do: 'help' },
  1: answer('keep'), 2: answer('shorten'), 3: answer('narrow'), 4: answer('revoke'), 5: { do: 'not_mine' }, 6: answer('abstain'),
  a: answer('keep'), s: answer('shorten'), w: answer('narrow'), r: answer('revoke'), m: { do: 'not_mine' }, d: answer('abstain'),
}

/** What a key means in the rows; null = nothing of ours. `single`: the person has single-key shortcuts on (WCAG 2.1.4). */
export function commandOf({ key, shiftKey }: Press, single: boolean, kind: Kind): Command | null {
  const always = ALWAYS[key]
  if (always !== undefined) return always
  if (!single) return null
  if (shiftKey && key.toLowerCase() === 'x') return { do: 'pick_range' }
  const command = SINGLE[key] ?? null
  // Ownership is held or given up: there is nothing to shorten or narrow.
  if (kind === 'ownership' && command?.do === 'answer' && (command.answer === 'shorten' || command.answer === 'narrow')) return null
  return command
}

export type KeyHelp = { keys: readonly string[]; does: string }

/** All keys, for the list behind "?". */
export function keyHelp(kind: Kind): KeyHelp[] {
  const own = kind === 'ownership'
  return [
    { keys: ['J', 'K'], does: 'next and previous row; the arrows, Page, Home and End too' },
    { keys: ['1', 'A'], does: own ? 'still mine' : 'keep' },
    ...(own ? [] : [{ keys: ['2', 'S'], does: 'keep until a day' }, { keys: ['3', 'W'], does: 'narrow' }]),
    { keys: ['4', 'R'], does: own ? 'give up' : 'revoke' },
    { keys: ['5', 'M'], does: 'not mine: hand it on' },
    { keys: ['6', 'D'], does: 'can’t tell' },
    { keys: ['N'], does: 'note: a reason with the answer' },
    { keys: ['U'], does: 'undo the answer of the row' },
    { keys: ['O', 'Enter'], does: 'open the evidence' },
    { keys: ['X', 'Shift X'], does: 'select the row, or all rows up to it' },
    { keys: ['Esc'], does: 'close what is open; in the filter, back to the rows' },
    { keys: ['/'], does: 'filter' },
  ]
}

/** The few that stand under the rows. */
export function keyHints(kind: Kind): KeyHelp[] {
  const own = kind === 'ownership'
  return [
    { keys: ['J', 'K'], does: 'move' }, { keys: ['A'], does: own ? 'still mine' : 'keep' }, ...(own ? [] : [{ keys: ['W'], does: 'narrow' }, { keys: ['S'], does: 'shorten' }]),
    { keys: ['R'], does: own ? 'give up' : 'revoke' }, { keys: ['M'], does: 'not mine' }, { keys: ['D'], does: 'can’t tell' }, { keys: ['N'], does: 'note' }, { keys: ['U'], does: 'undo' },
    { keys: ['X'], does: 'select' }, { keys: ['O'], does: 'open' },
  ]
}
