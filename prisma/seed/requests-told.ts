/** A request of the example: who asks for what, and what became of it. Times are hours before loading. */
export type ToldRequest = {
  /** Hours before loading at which it was submitted. */
  ago: number
  by: string
  server: string
  agent: string
  client: string
  human: string
  /** As "tool access" or "tool access scope". */
  targets: readonly string[]
  purpose: string
  days: number
  /** Hours from the submission until each answer; as many people say yes. */
  answers?: readonly number[]
  /** The last of the answers is a no, with this reason. */
  denied?: string
  /** Taken back by the requester, hours after the submission. */
  withdrawn?: { after: number; reason: string }
  /** The first answer takes something away: a lower ceiling, or fewer days. */
  narrowed?: { access?: 'read' | 'write'; scope?: readonly string[]; durationDays?: number }
  /** Why it was said yes to, where a warning stands against it. */
  because?: string
  breakGlass?: true
}

const told = (ago: number, by: string, at: string, caller: string, targets: string, purpose: string, days: number, more: Partial<ToldRequest> = {}): ToldRequest => {
  const [agent = '', client = '', human = ''] = caller.split(' ')
  return { ago, by, server: at, agent, client, human, targets: targets.split(', '), purpose, days, ...more }
}

const LOOKED = 'Looked at with the owner; the agent shows every step to a person first.'

/** What was asked for in the last six weeks, the oldest first. Confidential and restricted servers are in their pilots, so they are only read. */
export const TOLD_REQUESTS: readonly ToldRequest[] = [
  told(40 * 24, 'dana', 'sentry', 'triage claude-code team:platform', 'list_issues read', 'Find the error behind an issue before a person looks.', 90, { answers: [3] }),
  told(37 * 24, 'm.weber', 'confluence', 'docs claude-code team:docs', 'create_page write, update_page write', 'Write runbooks where they are read.', 90, { answers: [2, 7], because: LOOKED }),
  told(34 * 24, 'q.barros', 'app-stores', 'mobile-release cursor team:mobile', 'get_review_status read', 'Tell when a review is through.', 60, { answers: [5] }),
  told(33 * 24, 'g.valente', 'hubspot', 'campaign deskmate team:marketing', 'search_contacts read', 'Choose whom a campaign is for.', 60, { answers: [9, 26], because: LOOKED }),
  told(30 * 24, 'r.stone', 'slack', 'support deskmate team:support', 'post_message write', 'Tell engineers what customers report.', 90, { answers: [4, 30], narrowed: { durationDays: 30 }, because: 'For a month; then with figures of how often a person changed the draft.' }),
  told(28 * 24, 'v.petrov', 'snowflake', 'research deskmate team:data', 'run_query read database:analytics', 'Answer questions on orders.', 60, { answers: [6, 8, 31], because: LOOKED }),
  told(26 * 24, 'z.farouk', 'vector-search', 'trainer job-runner none', '* write', 'Keep indexes fresh overnight.', 90, { answers: [20], denied: 'Every tool is more than a nightly refresh needs. Ask for the one that it calls.' }),
  told(25 * 24, 'z.farouk', 'vector-search', 'trainer job-runner none', 'rebuild_index write', 'Keep indexes fresh overnight.', 90, { answers: [3, 22], because: LOOKED }),
  told(21 * 24, 'b.adler', 'coupa', 'procure deskmate team:procurement', 'get_contract_price read, find_supplier read', 'Compare what suppliers ask.', 120, { answers: [2] }),
  told(20 * 24, 's.khan', 'launchdarkly', 'flag-gardener cursor team:product', 'delete_flag admin', 'Remove flags that nobody evaluates.', 7, { answers: [8, 28], because: 'Seven days, with a person beside it.', denied: 'Deleting is for people. List what is stale, and we look at it together.' }),
  // Nobody answered these in time.
  told(19 * 24, 't.brooks', 'social-publisher', 'social deskmate team:marketing', 'publish_post write', 'Publish planned posts at night.', 30),
  told(17 * 24, 'e.hart', 'gainsight', 'renewals deskmate team:customer-success', 'set_health write', 'Set the health of a customer after a call.', 60),
  told(12 * 24, 'n.deshmukh', 'testrail', 'test-writer cursor team:quality', 'update_test_case write', 'Keep test cases in step with the product.', 90, { answers: [1, 5], because: LOOKED }),
  told(11 * 24, 'w.lam', 'wiz', 'posture job-runner none', 'list_issues read', 'Tell every morning what is newly exposed.', 90, { answers: [4, 27], because: LOOKED }),
  told(9 * 24, 'h.vogel', 'greenhouse', 'recruit deskmate team:people-ops', 'get_scorecards read', 'Sum up what interviewers wrote.', 45, { withdrawn: { after: 20, reason: 'The works council wants to look at it first.' } }),
  told(6 * 24, 'l.fischer', 'grafana', 'edge-watch deskmate team:sre', 'create_silence write', 'Silence an alert while its incident runs.', 14, { answers: [2, 19], because: LOOKED }),
  // What waits today, the longest first.
  told(13 * 24 + 6, 'k.sommer', 'contracts', 'contract-review deskmate team:legal', 'compare_clauses read', 'Mark what differs from our clauses.', 60, { answers: [30], because: LOOKED }),
  told(8 * 24, 'r.king', 'stripe', 'finops deskmate r.king@acme.test', 'list_payouts read', 'The old grant ended and the monthly close needs it.', 30, { answers: [20, 22], because: LOOKED }),
  told(5 * 24, 'u.lange', 'okta', 'it-helpdesk deskmate team:it', 'list_sign_ins read', 'See why somebody cannot sign in.', 14, { answers: [6], because: LOOKED }),
  told(4 * 24, 'm.dubois', 'postgres-orders', 'etl job-runner none', 'list_slow_queries read, get_replication_lag read', 'Wait for the replica before the nightly export.', 30, { answers: [9], because: LOOKED }),
  told(76, 'p.alves', 'kubernetes', 'edge-watch deskmate team:sre', 'top_pods read', 'See where load goes when traffic doubles.', 30, { answers: [3], because: LOOKED }),
  told(52, 'r.stone', 'statuspage', 'status-writer deskmate team:support', 'create_incident write, post_update write', 'Publish what a person has read, while an incident runs.', 60, { answers: [2], because: LOOKED }),
  told(30, 'd.castro', 'splunk', 'sec-triage deskmate team:security', 'run_search read, get_timeline read', 'Gather what is known about a detection.', 30),
  told(27, 'r.stone', 'slack', 'support deskmate team:support', 'upload_file write', 'Share a customer’s log with the engineer on call.', 365, { answers: [4], because: LOOKED }),
  told(9, 'k.brandt', 'github', 'codegen claude-code team:platform', 'search_code read, read_file read', 'Find where a ticket’s change belongs.', 60),
  told(5, 'g.valente', 'contentful', 'site-editor deskmate team:marketing', 'publish_entry write', 'Publish pages that two editors have read.', 30),
  told(26, 'i.novak', 'pagerduty', 'oncall deskmate i.novak@acme.test', 'override_schedule admin', 'INC-2291: checkout is slow and nobody of payments answers the page.', 1, { breakGlass: true, answers: [11], because: 'The schedule was wrong and was put right the next day.' }),
]
