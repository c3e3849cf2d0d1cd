import { type Duty, duties } from './duty'

export const DATA_DUTIES: readonly Duty[] = [
  ...duties('research', { clients: 'deskmate', human: 'team:data' }, {
    'snowflake@analytics,events': 'list_tables:14 describe_table:18 run_query:55 explain_query:6 preview_table:10 export_to_stage:0',
    'postgres-orders@orders': 'select_rows:10^20 list_tables:3', 'gdrive@research': 'read_document:5', slack: 'post_message:4', looker: 'query_explore:16 list_explores:4 get_dashboard:8', dbt: 'get_*=get_model,get_lineage:12',
  }),
  ...duties('data-quality', { clients: 'job-runner', human: 'none', hours: 'night' }, {
    dbt: 'get_test_results:60 get_freshness:40 list_models:6 run_models:4', airflow: 'list_runs:50 get_task_log:24 list_import_errors:8 clear_task:2', kafka: 'get_consumer_lag:40', slack: 'post_message:3', jira: 'create_issue:1',
  }),
  ...duties('etl', { clients: 'job-runner', human: 'none', hours: 'night' }, {
    'postgres-orders': 'export_rows:40 list_tables:8 refresh_view:14 get_replication_lag:30 run_sql:0', 'snowflake@analytics,finance': 'describe_table:16 export_to_stage:20 drop_table:0',
    workday: 'get_employee:6', slack: 'post_message:3', airflow: 'trigger_dag:5',
  }),
  ...duties('trainer', { clients: 'notebook', human: 'team:machine-learning', since: 78 }, {
    mlflow: 'search_runs:22 get_run:26 compare_runs:12 get_metric_history:14 log_metric:18 promote_model:0', 'gpu-queue': 'list_queues:10 get_job_log:14 submit_job:5 cancel_job:1 set_priority:0',
    'feature-store': '*=get_statistics,get_freshness,get_online_features!write:20', snowflake: 'preview_table:4',
  }),
  ...duties('support', { clients: 'deskmate', human: 'team:support', since: 69 }, { 'vector-search': 'query_index:70 explain_match:3' }),
  ...duties('people-desk', { clients: 'deskmate-slack', human: 'any', since: 61 }, { 'vector-search': 'query_index:30' }),
  ...duties('billing', { clients: 'deskmate', human: 'team:payments' }, {
    stripe: 'get_customer:14 list_charges:16 get_invoice:12 list_disputes:4 create_invoice:4 refund_charge:3 update_subscription:2 cancel_subscription:0',
    zendesk: 'get_ticket:10', netsuite: 'search_records:5', 'postgres-orders@orders,refunds': 'count_rows:6',
  }),
  ...duties('recon', { clients: 'job-runner', human: 'none', hours: 'night' }, {
    ledger: 'list_entries:60 find_unmatched:20 list_bank_lines:30 match_entries:45 trial_balance:4 reverse_entry:0', stripe: 'list_payouts:24 get_balance:10', slack: 'post_message:1',
  }),
  ...duties('fraud-review', { clients: 'deskmate', human: 'team:payments', hours: 'round' }, {
    'fraud-desk': 'list_cases:26 get_case:34 get_score:30 get_linked_accounts:16 create_case_note:12 hold_order:4 release_order:4 block_card:0', stripe: 'list_charges:8', zendesk: 'get_ticket:4',
  }),
  ...duties('finops', { clients: 'deskmate', human: 'team:finance' }, {
    stripe: 'list_payouts:6~9', netsuite: 'search_records:12 get_bill:10 get_vendor:4 create_bill:3 list_journal_entries:5 get_budget:4 create_journal_entry:0',
    'snowflake@finance': 'run_query:6 list_tables:0', 'gdrive@finance': 'read_document:4 read_sheet:8', ledger: 'get_balance!write:6',
  }),
]
