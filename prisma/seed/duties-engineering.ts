import { type Duty, duties } from './duty'

export const ENGINEERING_DUTIES: readonly Duty[] = [
  ...duties('triage', { clients: 'claude-code', human: 'team:platform' }, {
    github: 'list_*=list_issues,list_repositories:70 get_issue:58 search_code:14 create_issue:22 add_comment:30',
    jira: 'search_issues:40 get_issue:34 create_issue:10 transition_issue:8 create_worklog:2',
    slack: 'post_message:14 list_channels:5', sentry: 'list_issues:12 get_event:18 find_suspect_commits:6 list_releases:0',
  }),
  ...duties('release', { clients: 'cursor', human: 'team:platform' }, {
    github: 'list_pull_requests:25 read_file:22 create_pull_request:6 merge_pull_request:8 create_release:3 update_branch_rule:0',
    jira: 'search_issues:10 transition_issue:9 update_version:3', terraform: 'list_workspaces:4 get_plan:9 show_state!write:5 create_plan:4 apply_plan!write:0',
    slack: 'post_message:6', grafana: 'query_range:8', buildkite: 'list_builds:14 get_build:16 get_job_log:9 unblock_job:0', launchdarkly: 'get_flag:6 toggle_flag:3',
  }),
  ...duties('codegen', { clients: 'claude-code', human: 'team:apps' }, {
    'github@acme/api,acme/web,acme/mobile,acme/design-system': 'read_file:126 push_files:22 create_pull_request:14 list_issues:18 get_issue:16 get_diff:20 merge_pull_request:0',
    confluence: 'search_pages:12 get_page:14', sentry: 'get_event:10 get_trace:8 resolve_issue:0', buildkite: 'get_build:12 get_job_log:18 rebuild:4',
    'linear-sync': 'list_issues:5 get_issue:5 sync_issue:2', launchdarkly: 'list_flags:4 evaluate_flag:5',
  }),
  ...duties('codegen', { clients: 'claude-code', human: 'team:platform' }, {
    'filesystem-docs': 'read_*=read_text_file,read_multiple_files:14 list_directory:9 edit_file:0', 'library-docs': 'resolve_library:10 get_library_docs:22 get_changelog:3', 'web-fetch': 'fetch:14',
  }),
  ...duties('mobile-dev', { clients: 'vscode-copilot', human: 'team:mobile', since: 62 }, { github: 'search_code:16 list_commits:9', figma: 'get_node:8 get_variables:5', 'app-stores': 'get_crash_rate:4' }),
  ...duties('code-review', { clients: 'job-runner', human: 'none', hours: 'round' }, {
    github: 'list_pull_requests:40 get_pull_request:70 get_diff:70 read_file:60 review_pull_request:30 add_comment:20', snyk: 'test_repository:30', slack: 'post_message:8',
  }),
  ...duties('dependency-bot', { clients: 'job-runner', human: 'none', hours: 'night' }, {
    snyk: 'list_projects:10 test_repository:46 get_vulnerability:28 open_fix:6 ignore_vulnerability:0', github: 'create_pull_request:6 read_file:30',
  }),
  ...duties('flaky-hunter', { clients: 'job-runner', human: 'none', hours: 'night', since: 74 }, {
    buildkite: 'list_*=list_builds,list_flaky_tests!read:50 get_job_log:60', testrail: 'list_results:14 create_result:6', jira: 'create_issue:2 add_comment:3',
  }),
  ...duties('test-writer', { clients: 'cursor', human: 'team:quality', since: 66 }, {
    testrail: 'list_test_cases:14 get_test_case:22 create_test_case:8 update_test_case:9 list_test_runs:6 archive_test_case:0', jira: 'get_issue:12', github: 'read_file:18',
  }),
  ...duties('oncall', { clients: 'deskmate', human: 'team:sre', hours: 'round' }, {
    pagerduty: 'list_incidents:18 get_incident:14 list_oncalls:8 acknowledge_incident:5 add_note:6 list_past_incidents:5 override_schedule:0',
    grafana: 'query_range:44 query_logs:30 list_alerts:16 get_dashboard:12 create_silence:2',
    kubernetes: 'list_*=list_pods,list_events:40 get_logs:34 describe_deployment:16 top_pods:8 get_rollout_status:6 restart_deployment:2 scale_deployment:0',
    sentry: 'list_issues:8', 'aws-admin': 'list_accounts:1 get_iam_role:2 rotate_keys:0 attach_policy:0', slack: 'post_message:8 read_channel:10', cloudflare: 'get_traffic:5 purge_cache:1',
  }),
  ...duties('incident-scribe', { clients: 'incident-room', human: 'team:sre', hours: 'round', since: 58 }, {
    slack: 'read_channel:24 read_thread:16 post_message:6', pagerduty: 'get_incident:14 add_note:8 create_postmortem:1 update_postmortem:2', grafana: 'create_annotation:4 list_annotations:3', confluence: 'create_page:1',
  }),
  ...duties('capacity', { clients: 'job-runner', human: 'none', hours: 'night' }, {
    kubernetes: 'top_pods:60 list_nodes:20', grafana: 'query_range:80', 'aws-admin': 'list_budgets:6', terraform: 'estimate_cost!write:8', slack: 'post_message:2',
  }),
  ...duties('edge-watch', { clients: 'job-runner', human: 'none', hours: 'round' }, { cloudflare: 'list_firewall_events:70 get_traffic:60 list_zones:8 set_under_attack:0', grafana: 'query_range:30', pagerduty: 'add_note:1' }),
  ...duties('docs', { clients: 'claude-code', human: 'team:docs' }, {
    confluence: 'search_pages:22 get_page:26 update_page:9 create_page:3 list_spaces:3 get_page_tree:4', 'github@acme/handbook,acme/api': 'read_file:14 create_issue:0 add_comment:0',
    'gdrive@handbook,support': 'search_files:12 read_document:14 share_file:0', 'filesystem-docs': 'read_text_file:10 write_file:3 move_file:0',
    'pdf-tools': 'extract_text:12 extract_tables:5 compare_documents:2 convert_to_pdf:3',
  }),
  ...duties('mobile-release', { clients: 'cursor', human: 'team:mobile', since: 43 }, {
    'app-stores': 'list_builds:8 get_review_status:12 list_reviews:10 get_crash_rate:8 reply_to_review:2 submit_build:1 set_rollout:1', buildkite: 'list_builds:6 get_build:5', slack: 'post_message:3', jira: 'search_issues:6',
  }),
  ...duties('flag-gardener', { clients: 'deskmate', human: 'team:product', since: 80 }, {
    launchdarkly: 'list_flags:8 list_stale_flags:6 get_flag:12 update_rollout:2 delete_flag:0', jira: 'create_issue:3 search_issues:8', confluence: 'get_page:5', looker: 'run_look!write:6',
  }),
  ...duties('design-sync', { clients: 'cursor', human: 'team:design', since: 64 }, { figma: 'get_file:10 get_node:16 list_components:8 get_variables:6 list_comments:4 create_comment:3 get_image:5', github: 'search_code:8', slack: 'post_message:2' }),
  // A trial in the preview of the desk client; see the stories.
  ...duties('slides', { clients: 'deskmate', human: 'team:office-of-the-cto', since: 30 }, { 'figma': 'get_file:0 get_image:0' }),
  // On servers that have come to their end since (endings-told.ts).
  ...duties('code-review', { clients: 'job-runner', human: 'none', hours: 'round' }, { 'gitlab-legacy': 'list_merge_requests:14 get_diff:20 get_file:16 create_comment:6' }),
  ...duties('codegen', { clients: 'claude-code', human: 'team:apps' }, { 'gitlab-legacy': 'get_file:12 list_merge_requests:4' }),
  ...duties('flaky-hunter', { clients: 'job-runner', human: 'none', hours: 'night' }, { 'jenkins-bridge': 'list_jobs:8 get_build_log:16' }),
  ...duties('release', { clients: 'cursor', human: 'team:platform' }, { 'jenkins-bridge': 'get_build_log:4 start_build:3' }),
  ...duties('docs', { clients: 'claude-code', human: 'team:docs' }, { 'wiki-classic': 'search_pages:6 get_page:8' }),
  ...duties('dependency-bot', { clients: 'job-runner', human: 'none', hours: 'night' }, { 'labels-bot': 'list_labels:8 set_labels:4' }),
]
