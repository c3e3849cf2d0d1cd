import { type ExampleTool, tools } from './tool'

/** What the servers for data, learning and money offer; see `tools` for the form. */
export const DATA_TOOLS: Record<string, readonly ExampleTool[]> = {
  snowflake: tools(`
list_tables | r | database! | List tables and views of a database.
describe_table | r | database! table! | Columns, types and comments of a table.
run_query | r | database! sql! limit# | Run a SELECT and return the first rows.
explain_query | r | database! sql! | Explain a query without running it.
list_warehouses | r |  | List warehouses and their size.
get_query_history | r | database! from to | Queries that ran, by whom and how long.
preview_table | r | database! table! limit# | The first rows of a table.
export_to_stage | w | database! table! stage! | Copy a table to a stage.
create_view | w | database! name! sql! | Create a view.
grant_role | a | role! user! | Grant a role to a user.
drop_table | a | database! table! | Drop a table.
+ task | database! | task! | state=started|suspended | schedule! sql! | lgcr
+ tag | database! table! | tag! |  | name! | lcd`),
  'postgres-orders': tools(`
list_tables | r | schema! | List tables of a schema.
describe_table | r | schema! table! | Columns and indexes of a table.
select_rows | r | schema! table! where limit# | Select rows by a condition.
count_rows | r | schema! table! where | Count rows by a condition.
explain_query | r | schema! sql! | The plan of a statement.
list_slow_queries | r | schema! minutes# | Statements that took long.
get_replication_lag | r | schema! | How far the replica is behind.
export_rows | w | schema! table! bucket! | Export rows to a bucket.
refresh_view | w | schema! view! | Refresh a materialised view.
cancel_query | W | schema! pid!# | Stop a statement that runs.
run_sql | a | schema! sql! | Run any statement.`),
  dbt: tools(`
list_models | r | project! tags | List models.
get_model | r | project! model! | Get a model with its SQL and columns.
get_lineage | r | project! model! depth# | What a model is made of, and what is made of it.
get_test_results | r | project! since | Tests that failed, and on how many rows.
compile_sql | r | project! sql! | What a statement becomes.
get_freshness | r | project! source! | When a source was loaded last.
run_models | u | project! selector! | Build models and what depends on them.
+ exposure | project! | exposure! |  | name! owner! url | lgcu
+ metric | project! | metric! |  | name! expr! | lgcu
+ snapshot | project! | snapshot! |  | name! | lgr`),
  airflow: tools(`
list_dags | r | tags | List workflows.
get_dag | r | dag! | Get a workflow with its tasks.
list_runs | r | dag! state=running|success|failed since | List runs of a workflow.
get_task_log | r | dag! run! task! lines# | Read the log of a task.
list_import_errors | r |  | Workflows that cannot be read.
trigger_dag | u | dag! conf | Start a workflow.
clear_task | W | dag! run! task! | Run a task again.
pause_dag | W | dag! paused!? | Pause a workflow, or let it go on.
+ connection | | connection! |  | name! host! | lu
+ variable | | variable! |  | name! content! | lgud
+ sla_miss sla_misses | dag! | miss! | since | text | l`.replaceAll(' | | ', ' |  | ')),
  looker: tools(`
list_dashboards | r | folder | List dashboards.
get_dashboard | r | dashboard! | Get a dashboard with its tiles.
run_look | r | look! limit# | Run a saved question.
query_explore | r | model! explore! fields! limit# | Ask a question in the words of the model.
list_explores | r | model! | What can be asked about.
create_dashboard | w | folder! title! | Create a dashboard.
send_dashboard | O | dashboard! email! format=pdf|csv | Mail a dashboard to somebody.
+ look | folder! | look! |  | title! fields! | lcud
+ schedule |  | plan! |  | dashboard! schedule! email! | lcud
+ folder |  | folder! |  | name! | lc`),
  kafka: tools(`
list_topics | r | cluster! | List topics.
describe_topic | r | cluster! topic! | Partitions, retention and size of a topic.
get_consumer_lag | r | cluster! group! | How far a group of consumers is behind.
read_messages | r | cluster! topic! limit# | Read the latest messages, personal fields masked.
get_schema | r | cluster! topic! | The schema of a topic.
check_compatibility | r | cluster! topic! schema! | Would a new schema break readers?
register_schema | W | cluster! topic! schema! | Register a new version of a schema.
reset_offsets | A | cluster! group! topic! to! | Make a group read again.
delete_topic | a | cluster! topic! | Delete a topic and what is in it.
+ connector | cluster! | connector! | state=running|failed | name! config! | lgur
+ quota | cluster! | user! |  | bytes!# | lu`),
  mlflow: tools(`
search_runs | r | experiment! query limit# | Search runs by metric and parameter.
get_run | r | experiment! run! | Get a run with its metrics.
compare_runs | r | experiment! run! other! | What differs between two runs.
get_metric_history | r | experiment! run! metric! | A metric over the steps of a run.
log_metric | w | experiment! run! metric! value! | Note a metric.
promote_model | A | model! version! stage!=staging|production|archived | Move a model to another stage.
+ experiment |  | experiment! |  | name! tags | lgcx
+ model_version | model! | version! | stage=staging|production | name! description | lgu
+ artifact | experiment! run! | path! |  | path! | lg`),
  'feature-store': tools(`
get_online_features | r | view! keys! | Values of features for some keys.
get_freshness | r | view! | When features were computed last.
get_statistics | r | view! feature! days# | Distribution and drift of a feature.
materialise | u | view! from! to! | Compute features for a window.
+ feature_view |  | view! | owner | name! expr! owner! | lgcu
+ entity entities |  | entity! |  | name! keys! | lc
+ feature_service |  | service! |  | name! features! | lgcud`),
  'vector-search': tools(`
query_index | r | index! query! limit# | The passages nearest in meaning to a question.
get_index_stats | r | index! | Size, dimensions and freshness of an index.
explain_match | r | index! passage! query! | Why a passage was found.
upsert_passages | w | index! passages! | Add passages, or replace them.
rebuild_index | W | index! | Build an index anew beside the old one.
delete_passages | a | index! where! | Delete passages by a condition.
+ index indexes |  | index! |  | name! model! | lcd
+ evaluation | index! | evaluation! |  | name! questions! | lgr`),
  'gpu-queue': tools(`
list_queues | r |  | Queues, their cards and how long the wait is.
get_job_log | r | queue! job! lines# | Read the log of a job.
get_utilisation | r | queue! from to | How busy the cards were.
submit_job | u | queue! image! command! cards# | Put a training job in the queue.
cancel_job | w | queue! job! | Stop a job.
set_priority | W | queue! job! priority!=low|normal|high | Move a job in the queue.
drain_node | A | queue! node! | Empty a machine for maintenance.
+ job | queue! | job! | state=waiting|running|done | name | lg
+ reservation | queue! | reservation! |  | from! to! cards!# | lcd`),
  stripe: tools(`
get_customer | r | account! customer! | Get a customer with the default payment method.
list_charges | r | account! customer limit# | List charges, newest first.
list_payouts | r | account! status=paid|pending|failed | List payouts to the bank.
get_invoice | r | account! invoice! | Get an invoice.
get_balance | r | account! | What is there and what is on its way.
list_disputes | r | account! status=open|won|lost | List disputes and until when to answer.
create_invoice | w | account! customer! amount!# | Draft an invoice.
update_subscription | w | account! subscription! plan! | Move a subscription to another plan.
refund_charge | w | account! charge! amount# reason=requested|duplicate|fraud | Refund a charge, fully or in part.
cancel_subscription | a | account! subscription! | Cancel a subscription at once.
create_payout | a | account! amount!# | Pay out to the bank account.
+ coupon | account! | coupon! |  | name! percent!# until | lcd
+ payment_link | account! | link! |  | amount!# title! | lcx
+ credit_note | account! | note! | customer | invoice! amount!# reason! | lgc`),
  ledger: tools(`
get_balance | r | book! ledger_account! to | Balance of an account on a day.
list_entries | r | book! ledger_account from to | List entries.
get_entry | r | book! entry! | Get an entry with both sides.
trial_balance | r | book! period! | Balances of all accounts in a period.
find_unmatched | r | book! period! | Entries without a counterpart at the bank.
post_entry | W | book! debit! credit! amount!# text! | Post an entry.
match_entries | w | book! entry! bank_line! | Match an entry to a line of the bank.
reverse_entry | A | book! entry! reason! | Reverse an entry.
close_period | A | book! period! | Close a period; nothing is posted in it any more.
+ bank_line | book! | line! | from to | text! | lg
+ rule | book! | rule! |  | expr! debit! credit! | lgcu`),
  'fraud-desk': tools(`
list_cases | r | queue! status=open|held|cleared | List suspicious orders.
get_case | r | queue! case! | Get a case with score and signals.
get_score | r | order! | The score of an order and why.
get_linked_accounts | r | customer! | Accounts that share a card, address or device.
hold_order | W | queue! order! reason! | Hold an order until a person has looked.
release_order | W | queue! order! reason! | Let a held order go.
block_card | A | queue! card! reason! | Refuse a card from now on.
+ case_note | queue! case! | note! |  | text! | lc
+ rule | queue! | rule! |  | expr! action=hold|block | lgcu
+ watchlist_entry watchlist_entries | queue! | entry! |  | email! reason! until | lcd`),
}
