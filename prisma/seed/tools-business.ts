import { type ExampleTool, tools } from './tool'

/** What the data and business servers offer: name | class | parameters | description. */
export const BUSINESS_TOOLS: Record<string, readonly ExampleTool[]> = {
  snowflake: tools(`
list_tables | r | database! | List tables and views of a database.
describe_table | r | database! table! | Columns, types and comments of a table.
run_query | r | database! sql! limit# | Run a SELECT and return the first rows.
explain_query | r | database! sql! | Explain a query without running it.
list_warehouses | r |  | List warehouses and their size.
export_to_stage | w | database! table! stage! | Copy a table to a stage.
create_task | w | database! schedule! sql! | Schedule a statement.
grant_role | a | role! user! | Grant a role to a user.
drop_table | a | database! table! | Drop a table.`),
  'postgres-orders': tools(`
list_tables | r | schema! | List tables of a schema.
describe_table | r | schema! table! | Columns and indexes of a table.
select_rows | r | schema! table! where limit# | Select rows by a condition.
count_rows | r | schema! table! where | Count rows by a condition.
export_rows | w | schema! table! bucket! | Export rows to a bucket.
refresh_view | w | schema! view! | Refresh a materialised view.
run_sql | a | schema! sql! | Run any statement.`),
  stripe: tools(`
get_customer | r | account! customer! | Get a customer with the default payment method.
list_charges | r | account! customer limit# | List charges, newest first.
list_payouts | r | account! status=paid|pending|failed | List payouts to the bank.
get_invoice | r | account! invoice! | Get an invoice.
create_invoice | w | account! customer! amount!# | Draft an invoice.
update_subscription | w | account! subscription! plan! | Move a subscription to another plan.
refund_charge | w | account! charge! amount# reason=requested|duplicate|fraud | Refund a charge, fully or in part.
cancel_subscription | a | account! subscription! | Cancel a subscription at once.
create_payout | a | account! amount!# | Pay out to the bank account.`),
  gdrive: tools(`
search_files | r | query! drive! | Search files by name and text.
read_document | r | drive! file! | Read a document as Markdown.
list_folder | r | drive! folder! | List a folder.
create_document | w | drive! title! body! | Create a document.
append_to_document | w | drive! file! body! | Append to a document.
share_file | A | drive! file! with! role=reader|writer | Share a file with somebody.
delete_file | a | drive! file! | Move a file to the trash.`),
  zendesk: tools(`
search_tickets | r | query! | Search tickets.
get_ticket | r | brand! ticket!# | Get a ticket with its comments.
get_requester | r | brand! user!# | Get the requester and the plan.
list_macros | r | brand! | List macros.
draft_reply | w | brand! ticket!# body! | Save a draft for an agent to send.
add_tags | w | brand! ticket!# tags! | Add tags to a ticket.
merge_tickets | w | brand! ticket!# into!# | Merge a ticket into another.
delete_ticket | a | brand! ticket!# | Delete a ticket.`),
  netsuite: tools(`
search_records | r | ledger! type! query | Search records of a type.
get_vendor | r | ledger! vendor! | Get a vendor with bank details masked.
get_bill | r | ledger! bill! | Get a bill.
list_journal_entries | r | ledger! period! | List journal entries of a period.
create_bill | w | ledger! vendor! amount!# | Enter a bill for approval.
create_journal_entry | w | ledger! period! lines! | Draft a journal entry.
approve_bill | a | ledger! bill! | Approve a bill for payment.`),
  workday: tools(`
get_employee | r | unit! employee! | Get an employee's position and manager.
list_positions | r | unit! status=open|filled | List positions of a unit.
get_absences | r | unit! month! | Absences of a unit in a month.
get_org_chart | r | unit! | The reporting lines of a unit.
update_position | w | unit! position! title! | Change a position.
request_absence | w | unit! employee! from! to! | Enter an absence for approval.
terminate_worker | a | unit! employee! | End an employment.`),
  greenhouse: tools(`
list_candidates | r | job! stage | List candidates of a job.
get_candidate | r | job! candidate! | Get a candidate with attachments.
list_interviews | r | job! week! | List interviews of a week.
get_scorecards | r | job! candidate! | Get the scorecards of a candidate.
schedule_interview | w | job! candidate! at! | Schedule an interview.
add_note | w | job! candidate! note! | Add a note to a candidate.
reject_candidate | A | job! candidate! reason! | Reject a candidate and send the mail.`),
  calendar: tools(`
list_events | r | calendar! from to | List events of a calendar.
get_event | r | calendar! event! | Get an event with its attendees.
find_free_time | r | attendees! minutes!# | Find a time at which everybody is free.
create_event | w | calendar! title! start! | Create an event.
update_event | w | calendar! event! | Change an event.
delete_event | a | calendar! event! | Delete an event.`),
  'linear-sync': tools(`
list_issues | r | team! | List issues of a Linear team.
get_issue | r | team! issue! | Get an issue.
list_mappings | r |  | Which Linear team goes to which Jira project.
sync_issue | w | team! issue! | Copy one issue to Jira.
sync_all | w | team! | Copy everything that changed.
update_mapping | A | team! project! | Change a mapping.`),
}
