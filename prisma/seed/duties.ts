/** What one agent does on one server: which grants it holds there, and how often it uses each on a working day. */
export type Duty = {
  agent: string
  server: string
  /** The client ids it runs in; the grant names the client when there is only one. */
  clients: readonly string[]
  /** team:<name>, any, none, or an e-mail address, as in a grant. */
  human: string
  hours: 'office' | 'round' | 'night'
  /** The things it may touch; none = all. */
  things: readonly string[]
  items: readonly DutyItem[]
}

/** One grant. `tools` are what a glob is used for; a grant with `perDay` 0 is never used. */
export type DutyItem = { target: string; tools: readonly string[]; perDay: number; ceiling: 'read' | 'write' | 'admin' | null; endedDaysAgo: number | null; revoked: boolean }

/** `target`, `target=tool,tool` for a glob, `!write` for a ceiling of its own, `:6` for calls a day, `~9` for one that ended 9 days ago, `^20` for one revoked then. */
function item(spec: string): DutyItem {
  const match = /^([^=!:~]+)(?:=([^!:~]+))?(?:!(read|write|admin))?:(\d+)(?:([~^])(\d+))?$/.exec(spec)
  if (match === null) throw new Error(`The duty “${spec}” cannot be read.`)
  const [, target = '', tools, ceiling, perDay = '0', how, ended] = match
  return {
    target, tools: tools?.split(',') ?? [target], perDay: Number(perDay), ceiling: (ceiling as DutyItem['ceiling'] | undefined) ?? null,
    endedDaysAgo: ended === undefined ? null : Number(ended), revoked: how === '^',
  }
}

type Manner = { clients: readonly string[]; human: string; hours?: Duty['hours'] }

/** server → things it may touch (after @, comma-separated) and items. */
function duties(agent: string, manner: Manner, servers: Record<string, string>): Duty[] {
  return Object.entries(servers).map(([key, items]) => {
    const [server = '', things] = key.split('@')
    return { agent, server, hours: 'office', ...manner, things: things?.split(',') ?? [], items: items.trim().split(/\s+/).map(item) }
  })
}

export const DUTIES: readonly Duty[] = [
  ...duties('triage', { clients: ['claude-code'], human: 'team:platform' }, {
    github: 'list_*=list_issues,list_repositories:70 get_issue:58 search_code:14 create_issue:22 add_comment:30',
    jira: 'search_issues:40 get_issue:34 create_issue:10 transition_issue:8',
    slack: 'post_message:14 list_channels:5', sentry: 'list_issues:12 get_event:18 list_releases:0',
  }),
  ...duties('release', { clients: ['cursor'], human: 'team:platform' }, {
    github: 'list_pull_requests:25 read_file:22 create_pull_request:6 merge_pull_request:8 update_branch_rule:0',
    jira: 'search_issues:10 transition_issue:9', terraform: 'list_workspaces:4 get_plan:9 show_state:5 create_plan:4 apply_plan!write:0',
    slack: 'post_message:6', grafana: 'query_range:8',
  }),
  ...duties('codegen', { clients: ['claude-code', 'cursor', 'vscode-copilot'], human: 'team:apps' }, {
    'github@acme/api,acme/web,acme/mobile,acme/design-system': 'read_file:126 push_files:22 create_pull_request:14 list_issues:18 get_issue:16 merge_pull_request:0',
    confluence: 'search_pages:12 get_page:14', sentry: 'get_event:10 get_trace:8 resolve_issue:0',
    'linear-sync': 'list_issues:5 get_issue:5 sync_issue:2',
  }),
  ...duties('codegen', { clients: ['claude-code'], human: 'team:platform' }, { 'filesystem-docs': 'read_*=read_text_file:14 list_directory:9 edit_file:0' }),
  ...duties('oncall', { clients: ['deskmate'], human: 'team:sre', hours: 'round' }, {
    pagerduty: 'list_incidents:18 get_incident:14 list_oncalls:8 acknowledge_incident:5 add_note:6 override_schedule:0',
    grafana: 'query_range:44 list_alerts:16 get_dashboard:12 create_silence:2',
    kubernetes: 'list_*=list_pods,list_events:40 get_logs:34 describe_deployment:16 top_pods:8 restart_deployment:2 scale_deployment:0',
    sentry: 'list_issues:8', 'aws-admin': 'list_accounts:1 get_iam_role:2 rotate_keys:0 attach_policy:0', slack: 'post_message:8 read_channel:10',
  }),
  ...duties('docs', { clients: ['claude-code'], human: 'team:docs' }, {
    confluence: 'search_pages:22 get_page:26 update_page:9 create_page:3 list_spaces:3', 'github@acme/handbook,acme/api': 'read_file:14 create_issue:0 add_comment:0',
    'gdrive@handbook,support': 'search_files:12 read_document:14 share_file:0', 'filesystem-docs': 'read_text_file:10 write_file:3 move_file:0',
  }),
  ...duties('support', { clients: ['deskmate'], human: 'team:support' }, {
    zendesk: 'search_tickets:44 get_ticket:60 get_requester:25 draft_reply:24 add_tags:16 merge_tickets:0',
    confluence: 'search_pages:14', stripe: 'get_customer:12 list_charges:9', slack: 'post_message:5', jira: 'create_issue:4',
  }),
  ...duties('billing', { clients: ['deskmate'], human: 'team:payments' }, {
    stripe: 'get_customer:14 list_charges:16 get_invoice:12 create_invoice:4 refund_charge:3 update_subscription:2 cancel_subscription:0',
    zendesk: 'get_ticket:10', netsuite: 'search_records:5', 'postgres-orders@orders,refunds': 'count_rows:6',
  }),
  ...duties('research', { clients: ['claude-code', 'deskmate'], human: 'team:data' }, {
    'snowflake@analytics,events': 'list_tables:14 describe_table:18 run_query:55 explain_query:6 export_to_stage:0',
    'postgres-orders@orders': 'select_rows:10^20 list_tables:3', 'gdrive@research': 'read_document:5', slack: 'post_message:4',
  }),
  ...duties('finops', { clients: ['deskmate'], human: 'team:finance' }, {
    stripe: 'list_payouts:6~9', netsuite: 'search_records:12 get_bill:10 get_vendor:4 create_bill:3 list_journal_entries:5 create_journal_entry:0',
    'snowflake@finance': 'run_query:6 list_tables:0', 'gdrive@finance': 'read_document:4',
  }),
  ...duties('etl', { clients: ['job-runner'], human: 'none', hours: 'night' }, {
    'postgres-orders': 'export_rows:24 list_tables:6 refresh_view:8 run_sql:0', 'snowflake@analytics,finance': 'describe_table:10 export_to_stage:12 drop_table:0',
    workday: 'get_employee:6', slack: 'post_message:3',
  }),
  ...duties('recruit', { clients: ['deskmate'], human: 'team:people-ops' }, {
    greenhouse: 'list_*=list_candidates,list_interviews:24 get_candidate:18 get_scorecards:9 schedule_interview:6 add_note:4 reject_candidate:0',
    workday: 'list_positions:5 get_employee:6 get_absences:3', calendar: 'find_free_time:9 create_event:6', slack: 'post_message:3',
  }),
  ...duties('notes', { clients: ['deskmate'], human: 'any' }, { calendar: 'list_events:16 get_event:12 update_event:2', 'confluence@PROD,ENG': 'create_page:8', slack: 'post_message:5 archive_channel:0' }),
]
