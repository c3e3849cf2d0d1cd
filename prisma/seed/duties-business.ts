import { type Duty, duties } from './duty'

export const BUSINESS_DUTIES: readonly Duty[] = [
  ...duties('support', { clients: 'deskmate', human: 'team:support' }, {
    zendesk: 'search_tickets:44 get_ticket:60 get_requester:25 draft_reply:24 add_tags:16 merge_tickets:0',
    confluence: 'search_pages:14', stripe: 'get_customer:12 list_charges:9', slack: 'post_message:5', jira: 'create_issue:4',
  }),
  ...duties('support-triage', { clients: 'job-runner', human: 'none', hours: 'round' }, { zendesk: 'get_ticket:210 add_tags:150 set_priority:60 list_views:30', gainsight: 'get_health:50' }),
  ...duties('status-writer', { clients: 'incident-room', human: 'team:support', since: 55 }, { statuspage: 'list_components:6 list_incidents:8 create_incident:1 post_update:2 get_uptime:2', pagerduty: 'get_incident:6', slack: 'read_channel:6' }),
  ...duties('procure', { clients: 'deskmate', human: 'team:procurement' }, {
    coupa: 'list_requisitions:10 get_requisition:14 create_requisition:5 find_supplier:8 get_contract_price:6 check_budget:6 approve_requisition:0', netsuite: 'get_vendor:4', contracts: 'search_contracts:4',
  }),
  ...duties('recruit', { clients: 'deskmate', human: 'team:people-ops' }, {
    greenhouse: 'list_*=list_candidates,list_interviews:24 get_candidate:18 get_scorecards:9 schedule_interview:6 add_note:4 reject_candidate:0',
    workday: 'list_positions:5', calendar: 'find_free_time:9 create_event:6 list_rooms:4', slack: 'post_message:3',
  }),
  ...duties('people-desk', { clients: 'deskmate-slack', human: 'team:people-ops' }, { workday: 'get_employee:14 get_absences:8 request_absence:3 list_new_hires:4 assign_onboarding:2', lattice: 'list_goals:4 remind_reviewers:1', slack: 'post_message:5' }),
  ...duties('payroll-prep', { clients: 'deskmate', human: 'team:people-ops', since: 84 }, { payroll: 'list_runs:4 get_run_totals:5 compare_runs:4 draft_run:1 approve_run:0', workday: 'get_absences:4 list_new_hires:2' }),
  ...duties('contract-review', { clients: 'claude-code', human: 'team:legal', since: 76 }, {
    contracts: 'search_contracts:10 get_contract:14 compare_clauses:9 extract_obligations:8 list_expiring:3 draft_amendment:2 send_for_signature:0', 'gdrive@support,research': 'read_document:3', 'pdf-tools': 'extract_text:10',
  }),
  ...duties('campaign', { clients: 'flow-builder', human: 'team:marketing' }, {
    hubspot: '*=search_contacts,get_contact,list_lists,update_list!admin:34 get_funnel:8', braze: 'get_results:14 estimate_audience:6 preview_message:5 create_template:2 send_test:3 launch_campaign:0',
    analytics: 'run_report:20 compare_periods:8 get_attribution:6', slack: 'post_message:3',
  }),
  ...duties('site-editor', { clients: 'flow-builder', human: 'team:marketing' }, { contentful: 'search_entries:16 get_entry:20 create_entry:4 update_entry:9 publish_entry:3 list_drafts:5 delete_entry:0', analytics: 'run_report:6', figma: 'get_image:3', 'seo-watch': 'audit_page:4 get_ranking:6' }),
  ...duties('social', { clients: 'flow-builder', human: 'team:marketing', since: 70 }, { 'social-publisher': 'list_mentions:14 get_post:8 draft_post:5 schedule_post:4 suggest_times:3 publish_post:1', slack: 'post_message:2' }),
  ...duties('deal-desk', { clients: 'sales-cockpit', human: 'team:sales' }, { hubspot: 'list_deals:18 get_deal:20 update_deal:8 get_company:10', 'call-notes': 'search_calls:8 get_summary:16 get_transcript:8 add_note:6', calendar: 'list_events:8', slack: 'post_message:4' }),
  ...duties('renewals', { clients: 'sales-cockpit', human: 'team:customer-success' }, { gainsight: 'list_at_risk:8 get_health:22 list_renewals:10 get_adoption:12 log_activity:9 set_health:1', zendesk: 'search_tickets:6', 'call-notes': 'get_summary:6', looker: 'get_dashboard:4' }),
  ...duties('it-helpdesk', { clients: 'deskmate-slack', human: 'any' }, { servicenow: 'search_knowledge:60 create_request:22 get_request:30 update_request:14 close_request:10', jamf: 'get_device:24 get_inventory:8 send_message:2' }),
  ...duties('it-helpdesk', { clients: 'deskmate-slack', human: 'team:it' }, { jamf: 'list_noncompliant:6 install_app:3 lock_device:1 wipe_device:0', servicenow: 'list_requests:14 assign_request:10', okta: 'get_user:14 unlock_user:3 reset_factors:0' }),
  ...duties('access-desk', { clients: 'deskmate', human: 'team:it' }, { okta: '*=get_user,list_group_members,list_app_assignments,add_to_group!admin:26 list_dormant_accounts:3', servicenow: 'get_request:8 update_request:5', workday: 'list_new_hires:3' }),
  ...duties('sec-triage', { clients: 'claude-code', human: 'team:security', hours: 'round' }, {
    crowdstrike: 'list_detections:20 get_detection:18 get_host:14 hunt:8 contain_host:0', splunk: '*=run_search,get_timeline,list_alerts!write:50', okta: 'list_sign_ins:16 suspend_user:0', slack: 'post_message:4', servicenow: 'create_request:2',
  }),
  ...duties('posture', { clients: 'job-runner', human: 'none', hours: 'night' }, { wiz: 'list_issues!write:40 get_issue:30 find_exposed:12 list_secrets_found:10', snyk: 'list_projects:12 list_licences:8', vault: 'list_secret_names:10 get_secret_metadata:24 list_leases:8 rotate_secret:0', jira: 'create_issue:2' }),
  ...duties('notes', { clients: 'deskmate', human: 'any' }, { calendar: 'list_events:16 get_event:12 update_event:2', 'confluence@PROD,ENG': 'create_page:8', slack: 'post_message:5 archive_channel:0' }),
]
