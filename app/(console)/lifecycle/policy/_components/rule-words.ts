import type { Action, Rule } from '@/lib/lifecycle/model'

/** How a rule reads in the table: what it is about, and what its days mean. */
export const RULE_ROWS: Record<Rule, { title: string; hint: string; days: string | null }> = {
  orphaned: { title: 'Nobody answers for it', hint: 'The owner and the backup owner of a server, or the sponsor of an agent, have left.', days: null },
  unused: { title: 'Unused', hint: 'No call for that long, and somebody listened all the time. What nobody listens to is never unused.', days: 'Days without a call' },
  stale_secret: { title: 'A secret is too old', hint: 'Past its own cadence; or, where days are given, a static secret without one.', days: 'Days for secrets without a cadence' },
  attestation_overdue: { title: 'Not attested', hint: 'Nobody has said that it is still theirs: within the server’s own cadence, else within these days.', days: 'Days between attestations' },
  pilot_over: { title: 'The pilot is over', hint: 'Its last day has passed, and it is neither admitted nor ended.', days: null },
  no_workload_identity: { title: 'No workload identity', hint: 'A server that anything at its address is taken for.', days: null },
}

export const ACTION_LABELS: Record<Action, string> = { notify: 'tell security', quarantine: 'quarantine', offboard: 'offboard' }
