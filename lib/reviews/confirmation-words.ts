import type { UsageFact } from '@/lib/activity/model'
import { deadlineInWords } from './time-words'

const MOST = 2

/** "14 calls by triage through code for dana since it was ended, the last on 21 Nov 14:02 UTC." */
export function usedInWords(executed: readonly UsageFact[], calls: number): string {
  const callers = [...Map.groupBy(executed, callerOf)].map(([caller, rows]) => ({ caller, calls: rows.reduce((sum, row) => sum + row.count, 0) })).sort((a, b) => b.calls - a.calls || (a.caller < b.caller ? -1 : 1))
  const shown = callers.slice(0, MOST).map((one) => one.caller)
  const more = callers.length - shown.length
  const last = Math.max(...executed.map((row) => row.lastAt))
  const many = calls === 1 ? 'One call' : `${calls.toLocaleString('en-US')} calls`
  return `${many} came through after it was ended, by ${shown.join(' and ')}${more > 0 ? ` and ${more} more` : ''}; ${calls === 1 ? 'it was' : 'the last'} on ${deadlineInWords(new Date(last))}.`
}

function callerOf(row: UsageFact): string {
  return `${row.agent ?? 'no agent'} through ${row.client ?? 'no client'}${row.human === null ? '' : ` for ${row.human}`}`
}

export function watchedInWords(until: number, blocked: number): string {
  return `Watched until ${deadlineInWords(new Date(until))}; nothing has come through${blocked === 0 ? '' : `, and ${blocked.toLocaleString('en-US')} ${blocked === 1 ? 'call was' : 'calls were'} blocked`}.`
}
